import { pythonMatches, ruleMatcher } from "../../core/migrate/examples.ts";
import type { MigratedRule } from "../../core/migrate/rule-file.ts";
import { numbered } from "../../core/wording/counted.ts";
import type { Io } from "../command.ts";
import { readInputs } from "../input/read-inputs.ts";

/** A record on which a rule and the expression that it comes from differ. */
export interface Difference {
  readonly id: string;
  readonly where: string;
  readonly python: boolean;
  readonly rule: boolean;
}

/** Evaluates each expression as Python does, beside its rule, on the records of log files. */
export async function verify(
  rules: readonly MigratedRule[],
  logs: string,
  io: Io,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  const compared = rules.flatMap(({ id, match, node }) =>
    match === undefined || node === undefined ? [] : [{ id, node, matches: ruleMatcher(match) }],
  );
  let records = 0;
  await readInputs([logs], io, async (item, file) => {
    if ("rejected" in item) return;
    records++;
    for (const { id, node, matches } of compared) {
      const [python, rule] = [pythonMatches(node, item.value), matches(item.value)];
      if (python !== rule && differences.length < 1000) {
        differences.push({ id, where: `${file}, ${item.where}`, python, rule });
      }
    }
  });
  io.err(
    `trailbridge: ${numbered(compared.length, "rule")} compared on ${numbered(records, "record")}: ${numbered(differences.length, "difference")}\n`,
  );
  return differences;
}
