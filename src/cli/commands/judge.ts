import { viewOfRecord } from "../../core/expression/event-view.ts";
import { createJudge, type Judge, type RuleFault } from "../../core/rule/judge.ts";
import type { Command } from "../command.ts";
import type { InputItem } from "../input/input-records.ts";
import { readInputs } from "../input/read-inputs.ts";
import { RULE_OPTIONS, rulesInUse } from "../rules-in-use.ts";

/** Says what the rules make of records, without delivering anything. */
export const judgeCommand: Command = {
  name: "judge",
  summary: "Say which rules each record of log files matches",
  operands: "[<file|folder|->...]",
  about: `
Reads CloudTrail records in any form people have them: log files, gzipped or not, JSON arrays, one
record a line, what aws cloudtrail lookup-events prints, EventBridge events, a record copied from the
console. - or nothing is standard input. Prints one line of JSON for each, in input order:

  {"eventID":"…","matched":["root-activity"],"ignoredBy":null,"faults":[]}

matched are the ids of the matching rules in rule order, ignoredBy the ignore rule that silences
the record, faults the rules that could not judge it and why. What is no record gets a "rejected"
that says why, and is named on standard error with its line; the exit status is then 1.`,
  options: {
    ...RULE_OPTIONS,
  },
  async run(invocation, io) {
    const { operands } = invocation;
    const { ruleSet, self } = rulesInUse(invocation);
    const judge = createJudge(ruleSet, { self, now: Date.now() });
    const inputs = operands.length === 0 ? ["-"] : operands;
    const isWhole = await readInputs(inputs, io, (item) =>
      io.out(`${JSON.stringify(judgeItem(item, judge))}\n`),
    );
    return isWhole ? 0 : 1;
  },
};

/** What the rules say about one record: the line that `judge` prints for it. */
export interface JudgedItem {
  /** The record's `eventID`; null if it has none. */
  readonly eventID: string | null;
  /** Ids of the rules it matches, in rule order. */
  readonly matched: readonly string[];
  readonly ignoredBy: string | null;
  readonly faults: readonly RuleFault[];
  /** Why it is no record; absent if it is one. */
  readonly rejected?: string;
}

/** Judges one thing found in an input; what is no record has an answer too, which says so. */
export function judgeItem(item: InputItem, judge: Judge): JudgedItem {
  if ("rejected" in item) {
    return { eventID: null, matched: [], ignoredBy: null, faults: [], rejected: item.rejected };
  }
  const { matched, ignoredBy = null, faults } = judge(viewOfRecord(item.value));
  const { eventID } = item.value;
  return { eventID: typeof eventID === "string" ? eventID : null, matched, ignoredBy, faults };
}
