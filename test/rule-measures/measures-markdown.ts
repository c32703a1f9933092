import type { Detection } from "./detonations.ts";
import type { Noise } from "./quietness.ts";

/** Which detonation is caught by which rule, as Markdown. */
export function detectionsMarkdown(found: readonly Detection[]): string {
  const caught = found.filter(({ caughtBy }) => caughtBy.length > 0);
  return [
    `${caught.length} of ${found.length} are caught by a technique that they are.`,
    "",
    "| detonation | techniques | caught by | seen by other rules too |",
    "|---|---|---|---|",
    ...found.map(
      ({ name, techniques, caughtBy, others }) =>
        `| ${name} | ${techniques.join(" ")} | ${ids(caughtBy) || "none"} | ${ids(others)} |`,
    ),
  ].join("\n");
}

/** Threads for each 1,000 records by pack and source, as Markdown. */
export function ratesMarkdown(
  sources: readonly { readonly name: string; readonly records: number }[],
  rows: readonly { readonly pack: string; readonly rates: readonly number[] }[],
): string {
  return [
    `| threads per 1,000 records | ${sources.map(({ name }) => name).join(" | ")} |`,
    `|---|${sources.map(() => "---:|").join("")}`,
    `| records | ${sources.map(({ records }) => records.toLocaleString("en")).join(" | ")} |`,
    ...rows.map(({ pack, rates }) => `| ${pack} | ${rates.map(rate).join(" | ")} |`),
  ].join("\n");
}

/** The noisiest rules with their figures, as Markdown: each where it is noisiest. */
export function noisiestMarkdown(noise: readonly Noise[], most: number): string {
  const worst = noise.filter(
    ({ ruleId }, index) => noise.findIndex((it) => it.ruleId === ruleId) === index,
  );
  return [
    "| rule | source | threads | alerts | threads per 1,000 records |",
    "|---|---|---:|---:|---:|",
    ...worst
      .slice(0, most)
      .map(
        (it) =>
          `| \`${it.ruleId}\` | ${it.source} | ${it.threads} | ${it.alerts} | ${rate(it.rate)} |`,
      ),
  ].join("\n");
}

function ids(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(" ");
}

function rate(value: number): string {
  return value.toFixed(2);
}
