/**
 * Positions by the text that a value must start or end with. A look-up walks along the value as
 * far as any of the texts goes with it: for most values, a character or two.
 */
export class AffixTree {
  readonly #root: Branch = { positions: [], next: undefined };
  readonly #fromEnd: boolean;

  /** @param end Which end of a value the texts are for. */
  constructor(end: "prefix" | "suffix") {
    this.#fromEnd = end === "suffix";
  }

  add(text: string, position: number): void {
    let branch = this.#root;
    for (let at = 0; at < text.length; at++) {
      branch.next ??= new Map();
      const code = this.#codeAt(text, at);
      let next = branch.next.get(code);
      if (next === undefined) {
        next = { positions: [], next: undefined };
        branch.next.set(code, next);
      }
      branch = next;
    }
    branch.positions.push(position);
  }

  /**
   * Adds the positions of every text that the value starts, or ends, with.
   *
   * @param found Those that others found; undefined, and no list is made, as long as there are none.
   */
  collect(value: string, found: number[] | undefined): number[] | undefined {
    let all = found;
    let branch: Branch | undefined = this.#root;
    for (let at = 0; branch !== undefined; at++) {
      all = withPositions(all, branch.positions);
      if (at === value.length) break;
      branch = branch.next?.get(this.#codeAt(value, at));
    }
    return all;
  }

  #codeAt(text: string, at: number): number {
    return text.charCodeAt(this.#fromEnd ? text.length - 1 - at : at);
  }
}

interface Branch {
  readonly positions: number[];
  next: Map<number, Branch> | undefined;
}

/** Adds positions to those found; makes a list of them only if there are any. */
export function withPositions(
  found: number[] | undefined,
  positions: readonly number[] | undefined,
): number[] | undefined {
  if (positions === undefined || positions.length === 0) return found;
  if (found === undefined) return positions.slice();
  for (const position of positions) found.push(position);
  return found;
}
