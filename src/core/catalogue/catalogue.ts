import type { Rule } from "../rule/rule.ts";
import type { RuleTest } from "../rule-file/rule-test.ts";

/** A rule with where it comes from. */
export interface CatalogueEntry {
  readonly rule: Rule;
  readonly tests: readonly RuleTest[];
  /** The pack it is of; undefined if it is one's own. */
  readonly pack?: string;
  /** Its file. */
  readonly path: string;
}

/** Rules of one pack, or one's own. */
export interface CatalogueGroup {
  readonly pack?: string;
  readonly entries: readonly CatalogueEntry[];
}

/** Rules by pack, in the order in which they come; one's own last. */
export function groupsOf(entries: readonly CatalogueEntry[]): readonly CatalogueGroup[] {
  const packs = [...new Set(entries.flatMap(({ pack }) => pack ?? []))];
  const own = entries.filter(({ pack }) => pack === undefined);
  return [
    ...packs.map((pack) => ({ pack, entries: entries.filter((it) => it.pack === pack) })),
    ...(own.length === 0 ? [] : [{ entries: own }]),
  ];
}

/** The pack that settings use unless they name others. */
export const DEFAULT_PACK = "default";
