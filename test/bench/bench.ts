/**
 * `npm run bench [-- --only NAME … --json --write]`: what the product costs, each figure by what a
 * yardstick costs in the same run, so that it holds on any machine: the medians of rounds in which
 * both take turns. Exits with 1 if a figure is above its goal, with 2 if it cannot tell what is asked.
 *
 * - `--only NAME`: figures whose name begins so; may be given several times.
 * - `--json`: one JSON object, `{figures: [{name, ratio, spread, yardstick, goal, holds, …}]}`.
 * - `--write`: writes the table of infra/docs/reference/speed.md; what `--only` leaves out stays as it is.
 */
import { parseArgs } from "node:util";
import { ChoiceError, chosenByName } from "./chosen.ts";
import { writeCosts } from "./cost/cost-page.ts";
import { type FigureResult, resultOf } from "./figure.ts";
import { FIGURES } from "./figures/all.ts";
import { FULL } from "./harness/rounds.ts";
import { writePage } from "./speed-page.ts";

try {
  process.exitCode = await bench(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ChoiceError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

/** @returns The exit status. */
async function bench(args: readonly string[]): Promise<number> {
  const { only, json, write } = readArguments(args);
  const figures: FigureResult[] = [];
  for (const figure of chosenByName(only, FIGURES)) {
    const result = await resultOf(figure, FULL);
    figures.push(result);
    if (!json) console.log(lineOf(result));
  }
  if (json) console.log(JSON.stringify({ figures }));
  if (write) writePage(figures);
  const { costs } = figures.find((it) => it.costs !== undefined) ?? {};
  if (write && costs !== undefined) writeCosts(costs);
  return figures.some(({ holds }) => holds === false) ? 1 : 0;
}

function readArguments(args: readonly string[]) {
  const options = {
    only: { type: "string", multiple: true },
    json: { type: "boolean" },
    write: { type: "boolean" },
  } as const;
  try {
    const {
      only = [],
      json = false,
      write = false,
    } = parseArgs({ args: [...args], options }).values;
    return { only, json, write };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new ChoiceError(`${reason}. Options: --only NAME, --json, --write`);
  }
}

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
