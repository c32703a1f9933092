/**
 * `npm run redteam [-- --json] [--only TEXT]... [--whole] [--checkout FOLDER] [--jobs N]`
 *
 * What an attacker who has read this source would try, each with its verdict: it holds, or it
 * fell. Exit status 1 if one fell. `--json` prints a line for each and last the summary
 * `{"scenarios":…,"held":…,"fell":[ids],"lacking":[ids]}`. `--only` takes scenarios whose id
 * begins with a text. Those that are marked `whole` cost more and run with `--whole`, or named.
 *
 * `--checkout` tries another checkout of the product (with its `node_modules` in place): the same
 * scenarios are put through that one's command line and local stack. Where it has no such part,
 * the scenario counts as fallen there, and is listed as `lacking`, too.
 *
 * To add a scenario: a file in `scenarios/`, or an entry in one, that exports
 * `SCENARIOS: readonly Scenario[]`; it is found by itself. A scenario gets the {@linkcode Product}
 * and says what it saw:
 *
 * ```ts
 * export const SCENARIOS: readonly Scenario[] = [{
 *   id: "1.1-noisy-thread",
 *   title: "stops a trail of one's own 21 times, then the organisation's",
 *   run: (product) => product.deployed("", async (running) => {
 *     await running.put([stopLogging("mine"), stopLogging("organisation")]);
 *     await running.idle();
 *     const told = running.slack().some(({ parent }) => parent.includes("trail/organisation"));
 *     return { holds: told, seen: `${running.slack().length} messages` };
 *   }),
 * }];
 * ```
 *
 * `product.deployed(settings, use)` runs the whole product on the local stack, with its handlers
 * bundled and its permissions enforced; its options are the local stack's, `change` changes the
 * template first. `product.cli(["judge", "-"], text)` runs a command, `product.synthesize(settings)`
 * gives the template, `product.folder({"rules/a.yaml": "…"})` a folder of files (rules for
 * `rules: { directories: […] }`), `product.load("src/…")` a module of that checkout. Import from
 * `src` directly only what is the same in every checkout, or types: a scenario that judges by this
 * checkout's code says nothing of another. `verdictOf({ "what must be true": boolean })` makes a
 * verdict of several things. `running.as(roleArn)` sets an SDK client up to call as a role of any
 * account. With `{ recordCalls: true }` what is called on the stack is noted as CloudTrail would, and
 * `running.local.stack.calls` writes it into a log file that goes its way (`deliver()`); a call to a
 * service the stack does not run is noted by hand (`note({service: "lambda", operation: …})`). Records are made by `record.ts`.
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { terminalText } from "../../src/cli/terminal-text.ts";
import { openProduct } from "./product.ts";
import { runScenario } from "./run-scenario.ts";
import type { Outcome } from "./scenario.ts";
import { allScenarios } from "./scenarios.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    only: { type: "string", multiple: true },
    whole: { type: "boolean", default: false },
    checkout: { type: "string" },
    jobs: { type: "string", default: "2" },
  },
});
const checkout = resolve(values.checkout ?? fileURLToPath(new URL("../..", import.meta.url)));
const { only, whole } = values;
const chosen = (await allScenarios()).filter(
  (it) =>
    (only === undefined && (whole || it.whole !== true)) ||
    only?.some((text) => it.id.startsWith(text)),
);
if (chosen.length === 0) {
  console.error(`Cannot run scenarios of ${only?.join(", ")}: there are none`);
  process.exit(2);
}
const product = openProduct(checkout);
const outcomes: Outcome[] = [];
const left = [...chosen];
const work = async () => {
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    const outcome = await runScenario(next, product);
    outcomes.push(outcome);
    console.log(values.json ? JSON.stringify(outcome) : textOf(outcome));
  }
};
await Promise.all(Array.from({ length: Math.max(1, Number(values.jobs) || 1) }, work));
product.close();

const fallen = outcomes.filter(({ holds }) => !holds);
const summary = {
  scenarios: outcomes.length,
  held: outcomes.length - fallen.length,
  fell: fallen.map(({ id }) => id).sort(),
  lacking: fallen.flatMap(({ id, lacks }) => (lacks ? [id] : [])).sort(),
};
console.log(
  values.json
    ? JSON.stringify(summary)
    : `\n${summary.held} of ${summary.scenarios} scenarios held${fallen.length === 0 ? "" : `; fell: ${summary.fell.join(", ")}`}`,
);
// Whatever a scenario left running must not hold up the end.
process.exit(fallen.length === 0 ? 0 : 1);

function textOf({ id, title, holds, seen }: Outcome): string {
  return terminalText(`${holds ? "held" : "FELL"}  ${id}  ${title}\n      ${seen}`, false);
}
