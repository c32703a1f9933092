import { isAffix } from "../condition/anchor.ts";
import { hasValue, isNotText, type PresentMember, type ValueSet } from "../condition/value-set.ts";
import type { Scalar } from "../record/flatten.ts";
import { AffixTree, withPositions } from "./affix-tree.ts";

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

  /**
   * Adds the positions whose set may have the value; some more than once.
   *
   * @param found Those that others found; undefined, and no list is made, as long as there are none.
   */
  collect(value: Scalar, found: number[] | undefined): number[] | undefined {
    let all = withPositions(found, this.#byValue.get(value));
    if (typeof value === "string") {
      all = this.#bySuffix.collect(value, this.#byPrefix.collect(value, all));
    } else {
      all = withPositions(all, this.#notText);
    }
    for (const { set, position } of this.#tested) {
      if (hasValue(set, value)) all = withPositions(all, [position]);
    }
    return all;
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
