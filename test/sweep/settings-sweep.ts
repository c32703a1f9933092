import { parseArgs } from "node:util";
import { type SweepResult, settingsFiles, sweep } from "./sweep.ts";

// `npm run settings-sweep -- [--file <part of its name>] [--most <how many of what is accepted to synthesize>] [--seed <number>] [--json]`
const { values } = parseArgs({
  options: {
    file: { type: "string", default: "" },
    most: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});
const results: SweepResult[] = [];
for (const file of settingsFiles().filter((name) => name.includes(values.file))) {
  const result = sweep(file, { seed: Number(values.seed), synths: Number(values.most) });
  results.push(result);
  if (!values.json) process.stdout.write(textOf(result));
}
const sum = (of: (result: SweepResult) => number) =>
  results.reduce((total, result) => total + of(result), 0);
const totals = {
  files: results.length,
  cases: sum(({ cases }) => cases),
  refused: sum(({ refused }) => refused),
  accepted: sum(({ accepted }) => accepted),
  synthesized: sum(({ synthesized }) => synthesized),
  bad: results.flatMap(({ bad }) => bad),
};
process.stdout.write(`${JSON.stringify(totals)}\n`);
if (totals.bad.length > 0) process.exitCode = 1;

function textOf({ file, cases, refused, accepted, synthesized, bad }: SweepResult): string {
  const lines = [
    `${file}: ${cases} values, ${refused} refused in words, ${accepted} accepted, ${synthesized} of these synthesized`,
    ...bad.map(({ key, what, why }) => `  ${key} with ${what}: ${why}`),
  ];
  return `${lines.join("\n")}\n`;
}
