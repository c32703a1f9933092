/**
 * `npm run bench [-- --only PART … --json --write]`: what the product costs, each figure by what a
 * yardstick costs in the same run, so that it holds on any machine: the medians of rounds in which
 * both take turns. Exits with 1 if a figure is above its goal.
 *
 * - `--only PART`: figures whose name contains it; may be given several times.
 * - `--json`: one JSON object, `{figures: [{name, ratio, spread, yardstick, goal, holds, …}]}`.
 * - `--write`: writes the table of infra/docs/reference/speed.md; what `--only` leaves out stays as it is.
 */
import { parseArgs } from "node:util";
import { writeCosts } from "./cost/cost-page.ts";
import { type FigureResult, resultOf } from "./figure.ts";
import { FIGURES } from "./figures/all.ts";
import { FULL } from "./harness/rounds.ts";
import { writePage } from "./speed-page.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    json: { type: "boolean" },
    write: { type: "boolean" },
  },
});
const { only = [""], json = false, write = false } = values;
const chosen = FIGURES.filter(({ name }) => only.some((part) => name.includes(part)));
if (chosen.length === 0) {
  const names = FIGURES.map(({ name }) => name).join(", ");
  throw new Error(`Cannot measure "${only.join('", "')}" as it must be part of a name: ${names}`);
}

const figures: FigureResult[] = [];
for (const figure of chosen) {
  const result = await resultOf(figure, FULL);
  figures.push(result);
  if (!json) console.log(lineOf(result));
}
if (json) console.log(JSON.stringify({ figures }));
if (write) writePage(figures);
const { costs } = figures.find((it) => it.costs !== undefined) ?? {};
if (write && costs !== undefined) writeCosts(costs);
process.exitCode = figures.some(({ holds }) => holds === false) ? 1 : 0;

function lineOf({
  name,
  ratio,
  spread,
  goal,
  holds,
  yardstick,
  growth = [],
  skipped,
}: FigureResult) {
  if (skipped !== undefined) return `SKIPPED ${name}: ${skipped}`;
  const mark = holds === null ? "" : holds ? ` <= ${goal}` : ` ABOVE ITS GOAL of ${goal}`;
  const grown = growth.map(({ load, ratio }) => `\n    ${load}: ${ratio}`).join("");
  return `${name}: ${ratio} (${spread?.join(" to ")})${mark}, by ${yardstick}${grown}`;
}
