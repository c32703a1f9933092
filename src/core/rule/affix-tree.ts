/**
 * Positions by the text that a value must start or end with. A look-up takes a step for each place
 * at which the texts part or one of them ends, as far as the value goes with them: for most values,
 * one.
 */
export class AffixTree {
  readonly #root: Branch = { label: "", positions: [], next: undefined };
  readonly #fromEnd: boolean;

  /** @param end Which end of a value the texts are for. */
  constructor(end: "prefix" | "suffix") {
    this.#fromEnd = end === "suffix";
  }

  add(text: string, position: number): void {
    let branch = this.#root;
    for (let rest = text; rest !== ""; ) {
      const code = this.#codeAt(rest, 0);
      const next = branch.next?.get(code);
      if (next === undefined) {
        branch.next ??= new Map();
        branch.next.set(code, { label: rest, positions: [position], next: undefined });
        return;
      }
      const shared = this.#sharedLength(next.label, rest);
      if (shared < next.label.length) this.#part(next, shared);
      rest = this.#without(rest, shared);
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
    let all = withPositions(found, this.#root.positions);
    let branch = this.#root.next?.get(this.#codeAt(value, 0));
    for (let at = 0; branch !== undefined && this.#goesOn(value, branch.label, at); ) {
      all = withPositions(all, branch.positions);
      at += branch.label.length;
      branch = branch.next?.get(this.#codeAt(value, at));
    }
    return all;
  }

  /** Makes a branch end after so many characters, and what it was one that follows. */
  #part(branch: Branch, length: number): void {
    const rest = { ...branch, label: this.#without(branch.label, length) };
    branch.label = this.#fromEnd ? branch.label.slice(-length) : branch.label.slice(0, length);
    branch.positions = [];
    branch.next = new Map([[this.#codeAt(rest.label, 0), rest]]);
  }

  #goesOn(value: string, label: string, at: number): boolean {
    return this.#fromEnd ? value.endsWith(label, value.length - at) : value.startsWith(label, at);
  }

  #sharedLength(a: string, b: string): number {
    let length = 0;
    while (length < a.length && this.#codeAt(a, length) === this.#codeAt(b, length)) length++;
    return length;
  }

  #without(text: string, length: number): string {
    return this.#fromEnd ? text.slice(0, text.length - length) : text.slice(length);
  }

  /** NaN past the end. */
  #codeAt(text: string, at: number): number {
    return text.charCodeAt(this.#fromEnd ? text.length - 1 - at : at);
  }
}

interface Branch {
  /** What the texts below have in common, after the branch above. */
  label: string;
  positions: number[];
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
