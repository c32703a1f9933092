import { type FieldValue, type Membership, mergeMembership, NO_MEMBERSHIP } from "./event-field.ts";
import type { ValueTest } from "./value.ts";

/** One field of a pattern and what an event has there. */
export interface Asked {
  readonly test: ValueTest;
  readonly values: readonly FieldValue[];
}

/**
 * Whether one choice of array elements meets all fields: those that lie in one array must be met
 * by one element of it. Takes time in proportion to the values, not to their combinations: what
 * failed is remembered by the elements that the fields yet to come lie in, and only values of a
 * chosen element are looked at.
 *
 * @param asked In the order in which AWS's matcher visits fields, by name, which shows where
 * arrays meet `{"exists": false}`.
 */
export function elementsMeet(asked: readonly Asked[]): boolean {
  return new Search(asked).holds(0, NO_MEMBERSHIP);
}

class Search {
  readonly #matching: readonly ElementIndex[];
  readonly #all: readonly ElementIndex[];
  readonly #asked: readonly Asked[];
  /** For each field, the arrays that it and those after it lie in. */
  readonly #arrays: readonly ReadonlySet<readonly unknown[]>[];
  /** The last field that may be absent; -1 for none. */
  readonly #lastAbsent: number;
  readonly #failed = new Set<string>();
  readonly #ids = new Map<readonly unknown[], number>();

  constructor(asked: readonly Asked[]) {
    this.#asked = asked;
    const shared = sharedArrays(asked);
    const differing = (values: readonly FieldValue[]): FieldValue[] => [
      ...new Map(values.map((value) => [this.#keyOf(value.membership, shared), value])).values(),
    ];
    this.#all = asked.map(({ values }) => new ElementIndex(differing(values)));
    this.#matching = asked.map(
      ({ test, values }) =>
        new ElementIndex(differing(values.filter(({ leaf }) => test.matches(leaf)))),
    );
    const arrays: Set<readonly unknown[]>[] = [];
    const later = new Set<readonly unknown[]>();
    for (const index of [...this.#all].reverse()) {
      for (const array of index.arrays) later.add(array);
      arrays.unshift(new Set(later));
    }
    this.#arrays = arrays;
    this.#lastAbsent = asked.findLastIndex(({ test }) => test.absent);
  }

  holds(from: number, soFar: Membership): boolean {
    const { test } = this.#asked[from] ?? {};
    if (test === undefined) return true;
    const state = this.#stateOf(from, soFar);
    if (this.#failed.has(state)) return false;
    if (test.absent && !this.#all[from]?.some(soFar) && this.holds(from + 1, soFar)) return true;
    for (const value of this.#matching[from]?.near(soFar) ?? []) {
      const merged = mergeMembership(soFar, value.membership);
      if (merged === undefined) continue;
      if (this.holds(from + 1, merged)) return true;
      // A value that adds no array element binds nothing: no other can do better, unless a field
      // yet to come shall be absent, which what is bound may help.
      if (merged === soFar && from >= this.#lastAbsent) break;
    }
    this.#failed.add(state);
    return false;
  }

  #stateOf(from: number, soFar: Membership): string {
    return `${from} ${this.#keyOf(soFar, this.#arrays[from] ?? new Set())}`;
  }

  /** The elements of these arrays that lie in a membership, as one text. */
  #keyOf(membership: Membership | undefined, arrays: ReadonlySet<readonly unknown[]>): string {
    const chosen: string[] = [];
    for (let link = membership; link !== undefined; link = link.outer) {
      if (!arrays.has(link.array)) continue;
      const id = this.#ids.get(link.array) ?? this.#ids.size;
      this.#ids.set(link.array, id);
      chosen.push(`${id}:${link.index}`);
    }
    return chosen.sort().join(" ");
  }
}

/** Arrays that more than one field has values in; no other makes one value fit where another does not. */
function sharedArrays(asked: readonly Asked[]): ReadonlySet<readonly unknown[]> {
  const known = new Set<readonly unknown[]>();
  const shared = new Set<readonly unknown[]>();
  for (const { values } of asked) {
    const own = new Set<readonly unknown[]>();
    for (const { membership } of values) {
      for (let link = membership; link !== undefined; link = link.outer) own.add(link.array);
    }
    for (const array of own) (known.has(array) ? shared : known).add(array);
  }
  return shared;
}

/** Values of one field by the array elements they lie in. */
class ElementIndex {
  readonly #values: readonly FieldValue[];
  readonly #within = new Map<readonly unknown[], ElementValues>();

  constructor(values: readonly FieldValue[]) {
    this.#values = values;
    for (const value of values) {
      for (let link = value.membership; link !== undefined; link = link.outer) {
        const known = this.#within.get(link.array);
        const within = known ?? { count: 0, byElement: new Map<number, FieldValue[]>() };
        if (known === undefined) this.#within.set(link.array, within);
        within.count++;
        const element = within.byElement.get(link.index);
        if (element === undefined) within.byElement.set(link.index, [value]);
        else element.push(value);
      }
    }
  }

  get arrays(): Iterable<readonly unknown[]> {
    return this.#within.keys();
  }

  some(soFar: Membership): boolean {
    return this.near(soFar).some(
      ({ membership }) => mergeMembership(soFar, membership) !== undefined,
    );
  }

  /** Every value that lies in no other element of a chosen array; maybe some that do. */
  near(soFar: Membership): readonly FieldValue[] {
    let [best, fewest] = [soFar, this.#values.length];
    for (let link: Membership | undefined = soFar; link !== undefined; link = link.outer) {
      const within = this.#within.get(link.array);
      if (within === undefined) continue;
      const here = within.byElement.get(link.index)?.length ?? 0;
      const count = here + this.#values.length - within.count;
      if (count < fewest) [best, fewest] = [link, count];
    }
    const within = this.#within.get(best.array);
    if (within === undefined) return this.#values;
    const here = within.byElement.get(best.index) ?? [];
    if (within.count === this.#values.length) return here;
    within.outside ??= this.#values.filter(({ membership }) => !liesIn(membership, best.array));
    return [...here, ...within.outside];
  }
}

interface ElementValues {
  count: number;
  /** Values that lie in no element of the array, once they were asked for. */
  outside?: readonly FieldValue[];
  readonly byElement: Map<number, FieldValue[]>;
}

function liesIn(membership: Membership | undefined, array: readonly unknown[]): boolean {
  for (let link = membership; link !== undefined; link = link.outer) {
    if (link.array === array) return true;
  }
  return false;
}
