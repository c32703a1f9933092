import { createJudge } from "../../core/rule/judge.ts";
import { type Command, UsageError } from "../command.ts";
import { openLines } from "../input.ts";
import { judgeLines } from "../judge.ts";
import { RULE_OPTIONS, rulesInUse } from "../rules-in-use.ts";

/** Says what the rules make of records, without delivering anything. */
export const judgeCommand: Command = {
  name: "judge",
  summary: "Say which rules each record of an NDJSON file matches",
  operands: "[file.ndjson|-]",
  about: `
Reads raw CloudTrail records, one JSON object per line (.gz is unpacked; - or nothing is standard
input), and prints one line of JSON for each, in input order:

  {"eventID":"…","matched":["root-activity"],"ignoredBy":null,"faults":[]}

matched are the ids of the matching rules in rule order, ignoredBy the ignore rule that silences
the record, faults the rules that could not judge it and why. A line that is no record gets a
"rejected" that says so, and the exit status is 1.`,
  options: {
    ...RULE_OPTIONS,
  },
  async run(invocation, io) {
    const { operands } = invocation;
    if (operands.length > 1)
      throw new UsageError(`judge reads one file: there are ${operands.length}`);
    const { ruleSet, self } = rulesInUse(invocation);
    const judge = createJudge(ruleSet, { self, now: Date.now() });
    let status = 0;
    for await (const line of judgeLines(openLines(operands[0] ?? "-", io), judge)) {
      if (line.includes('"rejected":')) status = 1;
      await io.out(`${line}\n`);
    }
    return status;
  },
};
