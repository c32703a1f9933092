import type { CatalogueEntry } from "../../src/core/catalogue/catalogue.ts";
import type { Rule } from "../../src/core/rule/rule.ts";
import { DEPLOYERS, deployments } from "./deployments.ts";
import { alertFinder } from "./found-alerts.ts";
import { noisiestMarkdown, ratesMarkdown } from "./measures-markdown.ts";
import { type Noise, noiseOf, threadRate } from "./quietness.ts";
import { USUAL_PACKS } from "./usual-packs.ts";

/** Rules in the list of the noisiest. */
const NOISIEST = 10;

/** The rules of packs as they are with those who deploy on the list of them. */
export function withDeployers(rules: readonly Rule[]): readonly Rule[] {
  const deploymentRoles = DEPLOYERS.map((value) => ({ value }));
  return rules.map((rule) =>
    rule.lists?.deploymentRoles === undefined
      ? rule
      : { ...rule, lists: { ...rule.lists, deploymentRoles } },
  );
}

/** How often the rules of the usual packs speak of infrastructure as code: name of a block → Markdown. */
export function deploymentsMarkdown(
  entries: readonly CatalogueEntry[],
): ReadonlyMap<string, string> {
  const rules = entries.filter(({ pack }) => USUAL_PACKS.includes(pack ?? "")).map((it) => it.rule);
  const sources = deployments();
  const all = { name: "all", records: sources.flatMap(({ records }) => records) };
  const measured = [...sources, all];
  const rows = [
    { pack: "with empty lists, as after an installation", rules },
    { pack: "with those who deploy on the list `deploymentRoles`", rules: withDeployers(rules) },
  ].map(({ pack, rules: used }) => {
    const alertsOf = alertFinder(used);
    return { pack, rates: measured.map((source) => threadRate(alertsOf, source)) };
  });
  const sizes = measured.map(({ name, records }) => ({ name, records: records.length }));
  const noise: readonly Noise[] = noiseOf(rules, sources);
  return new Map([
    ["threads on deployments", ratesMarkdown(sizes, rows)],
    ["noisiest rules on deployments", noisiestMarkdown(noise, NOISIEST)],
  ]);
}
