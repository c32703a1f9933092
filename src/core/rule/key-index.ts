import { isAffix } from "../condition/anchor.ts";
import { hasValue, isNotText, type PresentMember, type ValueSet } from "../condition/value-set.ts";
import type { Scalar } from "../record/flatten.ts";
import { AffixTree } from "./affix-tree.ts";

/** Positions by what one key's value must be. */
export class KeyIndex {
  readonly #byValue = new Map<Scalar, number[]>();
  readonly #byPrefix = new AffixTree("prefix");
  readonly #bySuffix = new AffixTree("suffix");
  readonly #notText: number[] = [];
  readonly #tested: { readonly set: ValueSet; readonly position: number }[] = [];

  /** @param set Without absence: what has no such key is not looked up. */
  add(set: ValueSet, position: number): void {
    for (const member of set) {
      if (member.kind === "equals") this.#addValue(member.value, position);
      else if (member.kind === "present") this.#addPresent(member, position);
    }
  }

  /** Adds the positions whose set may have the value; some more than once. */
  collect(value: Scalar, found: number[]): void {
    for (const position of this.#byValue.get(value) ?? NONE) found.push(position);
    if (typeof value === "string") {
      this.#byPrefix.collect(value, found);
      this.#bySuffix.collect(value, found);
    } else {
      for (const position of this.#notText) found.push(position);
    }
    for (const { set, position } of this.#tested) if (hasValue(set, value)) found.push(position);
  }

  #addValue(value: Scalar, position: number): void {
    const positions = this.#byValue.get(value);
    if (positions === undefined) this.#byValue.set(value, [position]);
    else positions.push(position);
  }

  #addPresent(member: PresentMember, position: number): void {
    const affix = member.all.find(isAffix);
    if (isNotText(member)) this.#notText.push(position);
    else if (affix?.by === "prefix") this.#byPrefix.add(affix.text, position);
    else if (affix?.by === "suffix") this.#bySuffix.add(affix.text, position);
    else this.#tested.push({ set: [member], position });
  }
}

const NONE: readonly number[] = [];
