/**
 * `npm run silencing [-- --example NAME]... [--json] [--write]`
 *
 * Disables, deletes and re-points every resource that alerts need, in each worked example, one at a
 * time, and lets a quarter of an hour go by that is simulated: which alarm goes off, and who is told?
 * Exit status 1 if anything is done in silence. `--write` writes the table of the documentation.
 */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readSettings } from "../../src/adapters/settings-file.ts";
import { type Row, silence } from "./silencing.ts";
import { tableOf } from "./table.ts";

const EXAMPLES = "infra/examples";

const { values } = parseArgs({
  options: {
    example: { type: "string", multiple: true },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const names =
  values.example ??
  readdirSync(EXAMPLES).flatMap((file) => (file.endsWith(".yaml") ? [file.slice(0, -5)] : []));
const all: [string, readonly Row[]][] = [];
for (const name of names) {
  all.push([name, await silence(readSettings(join(EXAMPLES, `${name}.yaml`)), EXAMPLES)]);
}
const silent = all.flatMap(([name, rows]) =>
  rows.filter(isSilent).map((row) => ({ example: name, ...row })),
);
for (const [name, rows] of all) {
  if (values.json) for (const row of rows) console.log(JSON.stringify({ example: name, ...row }));
  else
    console.log(
      `${name}: ${rows.length} things done to ${new Set(rows.map(({ resource }) => resource)).size} resources`,
    );
}
for (const { example, resource, how } of silent)
  console.log(`SILENT  ${example}: ${resource} ${how}`);
if (values.write) writeFileSync("infra/docs/silencing.md", tableOf(all));
console.log(
  JSON.stringify({
    rows: all.reduce((sum, [, rows]) => sum + rows.length, 0),
    silent: silent.length,
  }),
);
process.exit(silent.length === 0 ? 0 : 1);

function isSilent({ canary, deadLetters, toTopic, toAlerts }: Row): boolean {
  return canary === undefined && deadLetters === undefined && !toTopic && !toAlerts;
}
