import { readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { readSettings } from "../../src/adapters/settings-file.ts";
import { type PermissionReport, permissionReport } from "./report.ts";

// `npm run permissions -- [--example <name or settings file>] [--quick] [--json] [--write]`
const EXAMPLES = "infra/examples";
const TABLE = "infra/docs/permissions.md";

const { values } = parseArgs({
  options: {
    example: { type: "string", multiple: true },
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const files = readdirSync(EXAMPLES).filter((file) => file.endsWith(".yaml"));
const names = values.example ?? files.map((file) => file.replace(".yaml", ""));
// One after another: a run that gets no processor looks as if it had come to rest.
const reports: (readonly [string, PermissionReport])[] = [];
for (const name of names) {
  const file = /\.ya?ml$/.test(name) ? name : join(EXAMPLES, `${name}.yaml`);
  reports.push([name, await permissionReport(readSettings(file), dirname(file), values.quick)]);
}
for (const [name, report] of reports) {
  const { statements, mutations, killed, left, refused } = report;
  if (values.json) continue;
  console.log(`${name}: ${statements} statements, ${mutations} mutations, ${killed} killed`);
  for (const line of refused) console.log(`  refused: ${line}`);
  for (const { statement, mutation, reason = "NO REASON" } of left) {
    console.log(`  left: ${statement} ${mutation}: ${reason}`);
  }
}
if (values.write) writeFileSync(TABLE, tableOf(reports));
const sum = (of: (report: PermissionReport) => number) =>
  reports.reduce((total, [, report]) => total + of(report), 0);
const left = reports.flatMap(([, report]) => report.left);
const refused = reports.flatMap(([, report]) => report.refused);
console.log(
  JSON.stringify({
    statements: sum(({ statements }) => statements),
    mutations: sum(({ mutations }) => mutations),
    killed: sum(({ killed }) => killed),
    left,
    ...(refused.length > 0 && { refused }),
  }),
);
const isBad = refused.length > 0 || left.some((it) => it.reason === undefined);
process.exit(isBad ? 1 : 0);

function tableOf(all: typeof reports): string {
  const rows = all.map(
    ([name, { statements, mutations, killed, left: rest }]) =>
      `| ${name} | ${statements} | ${mutations} | ${killed} | ${rest.length} |`,
  );
  const reasons = new Map<string, Set<string>>();
  for (const { mutation, reason = "not seen yet" } of all.flatMap(([, report]) => report.left)) {
    reasons.set(reason, (reasons.get(reason) ?? new Set()).add(mutation));
  }
  const why = [...reasons].map(
    ([reason, mutations]) =>
      `| ${[...mutations].map((it) => `\`${it}\``).join(", ")} | ${reason} |`,
  );
  return [
    "# Permissions",
    "",
    "Written by `npm run permissions -- --write`. Each worked example runs on the local stack, which",
    "holds every call to the template's own policies. Then each statement, action and condition is",
    "taken out of them, one at a time: it is killed if something that is needed is refused without it,",
    "or a stranger let in. Each has one operator here, and a service of the owner's let in by policy.",
    "",
    "| example | statements | mutations | killed | left |",
    "|---|---|---|---|---|",
    ...rows,
    "",
    ...(why.length === 0
      ? ["Nothing is left: no grant of the examples is more than is used.", ""]
      : [
          "What is left, and why it cannot be seen locally:",
          "",
          "| taken out | why nothing shows it |",
          "|---|---|",
          ...why,
          "",
        ]),
  ].join("\n");
}
