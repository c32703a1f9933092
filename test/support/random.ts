/** Numbers that look random, the same for the same seed. */
export interface Random {
  below(bound: number): number;
  chance(share: number): boolean;
  of<T>(list: readonly T[]): T;
  some<T>(list: readonly T[], count: number): readonly T[];
}

/** The generator is known as mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    below,
    chance: (share) => next() < share,
    of: (list) => list[below(list.length)] as never,
    some: (list, count) => {
      const rest = [...list];
      const taken: never[] = [];
      while (taken.length < count && rest.length > 0) {
        taken.push(rest.splice(below(rest.length), 1)[0] as never);
      }
      return taken;
    },
  };
}
