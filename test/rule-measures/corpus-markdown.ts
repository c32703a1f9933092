import type { CatalogueEntry } from "../../src/core/catalogue/catalogue.ts";
import { detections } from "./detonations.ts";
import { alertFinder } from "./found-alerts.ts";
import { corpusBenign, corpusDetonations } from "./measured-corpus.ts";
import { detectionsMarkdown, noisiestMarkdown, ratesMarkdown } from "./measures-markdown.ts";
import { noiseOf, threadRate } from "./quietness.ts";
import { USUAL_PACKS, usualIgnoreRules } from "./usual-packs.ts";

/** Rules in the list of the noisiest. */
const NOISIEST = 10;

/** What the rules find in the material beside the checkout, and how often they speak there for nothing: name of a block → Markdown. */
export function corpusMarkdown(entries: readonly CatalogueEntry[]): ReadonlyMap<string, string> {
  const rulesOf = (packs: readonly string[]) =>
    entries.filter(({ pack }) => packs.includes(pack ?? "")).map(({ rule }) => rule);
  const packs = [...new Set(entries.flatMap(({ pack }) => pack ?? []))];
  const usual = rulesOf(USUAL_PACKS);
  const sources = corpusBenign();
  const rows = [...packs.map((pack) => [pack]), USUAL_PACKS].map((used) => {
    const alertsOf = alertFinder(rulesOf(used));
    return { pack: used.join(", "), rates: sources.map((source) => threadRate(alertsOf, source)) };
  });
  const ignoring = usualIgnoreRules();
  const asIn = alertFinder(usual, ignoring);
  rows.push({
    pack: `the same with \`${ignoring.map(({ id }) => id).join("`, `")}\`, as in the worked examples`,
    rates: sources.map((source) => threadRate(asIn, source)),
  });
  const sizes = sources.map(({ name, records }) => ({ name, records: records.length }));
  const noise = noiseOf(
    entries.map(({ rule }) => rule),
    sources,
  );
  return new Map([
    ["detonations", detectionsMarkdown(detections(usual, corpusDetonations()))],
    ["threads on benign sources", ratesMarkdown(sizes, rows)],
    ["noisiest rules", noisiestMarkdown(noise, NOISIEST)],
  ]);
}
