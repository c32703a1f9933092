/**
 * `npm run rehearsal -- [--whole|--quick] [--json] [--accept]`: checks the templates of the worked
 * examples and set-ups, and rehearses their deploys and updates, as CloudFormation would refuse
 * them. With `--accept` it takes the examples' resources as they are. The last line is JSON. Exit
 * status 1 if something is refused without a step that gets over it, or was not accepted.
 */
import "../support/handler-bundles.ts";
import { parseArgs } from "node:util";
import { ACCEPT, accept } from "./accepted.ts";
import { exampleSettings, templatesOf } from "./deployments.ts";
import { type RehearsalReport, rehearse } from "./rehearse.ts";

const { values } = parseArgs({
  options: {
    whole: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    accept: { type: "boolean", default: false },
  },
});
if (values.whole && values.quick) {
  throw new Error("Cannot rehearse as it takes --whole or --quick: both are there");
}
if (values.accept) accept(await templatesOf(exampleSettings()));
else {
  const begun = Date.now();
  const report = await rehearse({ isWhole: values.whole });
  if (!values.json) print(report);
  const seconds = Math.round((Date.now() - begun) / 1000);
  console.log(JSON.stringify({ ...report, seconds }));
  const open = report.refused.filter(({ step }) => step === undefined);
  process.exitCode = [...open, ...report.invalid, ...report.notAccepted].length > 0 ? 1 : 0;
}

function print({ deployments, updates, refused, invalid, notAccepted }: RehearsalReport): void {
  console.log(`${deployments} deployments, ${updates} updates`);
  for (const line of invalid) console.log(`  invalid: ${line}`);
  for (const { from, to, problem, step } of refused) {
    console.log(`  refused: ${from} to ${to}: ${problem}\n    ${step ?? "NO STEP GETS OVER IT"}`);
  }
  for (const line of notAccepted) console.log(`  changed: ${line}`);
  if (notAccepted.length > 0) console.log(`  If that is meant: ${ACCEPT}`);
}
