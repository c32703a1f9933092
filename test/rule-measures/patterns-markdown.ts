import { DEFAULT_FUNCTION_NAMES } from "../../src/contract.ts";
import type { CatalogueEntry } from "../../src/core/catalogue/catalogue.ts";
import { compileRule, type RulePattern } from "../../src/core/compiler/compile-rule.ts";
import { MAX_WILDCARD_RULES } from "../../src/core/compiler/pack.ts";
import { packRuleSet } from "../../src/core/compiler/pack-groups.ts";
import { USUAL_PACKS } from "./usual-packs.ts";

/** How much of each pack's rules EventBridge can say, and what the usual packs need of a bus, as Markdown. */
export function patternsMarkdown(entries: readonly CatalogueEntry[]): string {
  const self = Object.values(DEFAULT_FUNCTION_NAMES);
  const packs = [...new Set(entries.flatMap(({ pack }) => pack ?? []))];
  const compiled = entries.map((entry) => ({ entry, pattern: compileRule(entry.rule, { self }) }));
  const row = (name: string, of: readonly RulePattern[]) => {
    const count = (kind: RulePattern["class"]) => of.filter((it) => it.class === kind).length;
    const exact = ((100 * count("exact")) / of.length).toFixed(0);
    return `| ${name} | ${of.length} | ${count("exact")} (${exact} %) | ${count("narrowed")} | ${count("always")} |`;
  };
  const usual = compiled.filter(({ entry }) => USUAL_PACKS.includes(entry.pack ?? ""));
  const rules = usual.map(({ entry }) => entry.rule);
  const { packed } = packRuleSet(rules, { self, accessDenied: true });
  const sizes = packed.map(({ characters }) => characters).sort((a, b) => b - a);
  const narrowed = compiled.filter(({ pattern }) => pattern.class !== "exact");
  return [
    "| pack | rules | exact | narrowed | always |",
    "|---|---:|---:|---:|---:|",
    ...packs.map((pack) =>
      row(
        `\`${pack}\``,
        compiled.filter(({ entry }) => entry.pack === pack).map((it) => it.pattern),
      ),
    ),
    row(
      USUAL_PACKS.join(", "),
      usual.map((it) => it.pattern),
    ),
    row(
      "all",
      compiled.map(({ pattern }) => pattern),
    ),
    "",
    `\`packs: [${USUAL_PACKS.join(", ")}]\` are ${packed.length} AWS rules on the bus, ${packed.filter((it) => it.wildcard).length} of the ${MAX_WILDCARD_RULES} that may have a wildcard.`,
    `Characters of their patterns, of 2,048: ${sizes.join(", ")}.`,
    "",
    ...(narrowed.length === 0
      ? []
      : [
          `Narrowed, as \`trailbridge patterns\` explains: ${narrowed.map(({ pattern }) => `\`${pattern.id}\``).join(", ")}.`,
        ]),
  ]
    .join("\n")
    .trimEnd();
}
