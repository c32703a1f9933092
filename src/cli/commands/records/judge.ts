import { viewOfRecord } from "../../../core/expression/event-view.ts";
import type { Period } from "../../../core/notification/period.ts";
import { type Accepts, createAccepts } from "../../../core/rule/accepts.ts";
import type { RuleFault, Verdict } from "../../../core/rule/judge.ts";
import { isStateful, type RuleSet } from "../../../core/rule/rule.ts";
import { numbered } from "../../../core/wording/counted.ts";
import { AlertFinder } from "../../alerts/alert-finder.ts";
import { JudgedLines } from "../../alerts/judged-lines.ts";
import { SpillFolder } from "../../alerts/spill-folder.ts";
import type { Command, Io } from "../../command.ts";
import { createDeployedJudge, type DeployedJudge } from "../../deployed-judge.ts";
import type { InputItem } from "../../input/input-records.ts";
import { PERIOD_OPTIONS, periodOf } from "../../input/period.ts";
import { readInputs, readQuietly, type Visit } from "../../input/read-inputs.ts";
import { JUDGED_SCHEMA } from "../../json/record-schemas.ts";
import { RULE_OPTIONS, rulesInUse } from "../../rules-in-use.ts";

/** Says what the rules make of records, without delivering anything. */
export const judgeCommand: Command = {
  name: "judge",
  summary: "Say which rules each record of log files matches",
  operands: "[<file|folder|s3://…|->...]",
  about: `
Reads CloudTrail records in any form people have them: log files, gzipped or not, JSON arrays, one
record a line, what aws cloudtrail lookup-events prints, EventBridge events, a record copied from the
console; of this machine, or of a bucket as s3://bucket/prefix. - or nothing is standard input. Prints one line of JSON for each, in input order:

  {"eventID":"…","matched":["root-activity"],"ignoredBy":null,"faults":[]}

matched are the ids of the matching rules in rule order, ignoredBy the ignore rule that silences
the record, faults the rules that could not judge it and why. What is no record gets a "rejected"
that says why, and is named on standard error with its line; the exit status is then 1.

Where a rule asks for several events (threshold, firstSeen, followedBy) each line has "alerts", too:
the ids of the rules that alert there. A rule of one event does where it matches; one of several at
the event that completes it, when the records are met in the order of their times, whatever their
order here, and learning is over. The lines, still in input order, come when all is read.

Each record goes the way it goes once deployed: one that does not fit on the bus is cut there, judged
whole before, and gets a "truncated" that names what the bus event lacks.

With settings that do not publish every record there is a "published", too: whether the record goes
on the bus. One that does not reaches no rule once deployed, whatever it matches here; how many
there are is said on standard error.`,
  options: {
    ...RULE_OPTIONS,
    ...PERIOD_OPTIONS,
  },
  examples: [
    { words: "judge logs/", says: "What the default rules say of each record of a folder" },
    { words: "judge logs/ --rules my-rules", says: "The same for your own rules alone" },
    {
      words: "judge --settings my.yaml - < record.json",
      says: "One record, by the rules and ignore rules of your settings",
    },
  ],
  json: JUDGED_SCHEMA,
  async run(invocation, io) {
    const { operands } = invocation;
    const inUse = rulesInUse(invocation, io);
    const { ruleSet, self, publish } = inUse;
    const judge = createDeployedJudge(inUse, Date.now());
    const faults = new Set<string>();
    const accepts = createAccepts(publish, {
      rules: ruleSet.rules,
      self,
      onFault: (error) => faults.add(error instanceof Error ? error.message : String(error)),
    });
    const inputs = operands.length === 0 ? ["-"] : operands;
    const count = { records: 0, left: 0, matched: 0 };
    const take = (item: InputItem): Judged => {
      const judged = judgeItem(item, judge, accepts);
      const { published, matched } = judged.line;
      if (published !== undefined) count.records++;
      if (published === false) count.left++;
      if (published === false && matched.length > 0) count.matched++;
      return judged;
    };
    const period = periodOf(invocation, Date.now());
    const isWhole = ruleSet.rules.some(isStateful)
      ? await printAlerts(inputs, ruleSet, take, period, io)
      : await readInputs(inputs, io, (item) => io.out(lineOf(take(item).line)), period);
    for (const fault of faults) {
      io.err(`trailbridge: publish.filter cannot judge a record, which is published: ${fault}\n`);
    }
    if (accepts !== undefined) io.err(`trailbridge: ${leftOutText(count)}\n`);
    return isWhole ? 0 : 1;
  },
};

/** Records that were judged; those `publish` leaves out; those of them that rules match. */
interface LeftOut {
  readonly records: number;
  readonly left: number;
  readonly matched: number;
}

function leftOutText({ records, left, matched }: LeftOut): string {
  const lost = matched === 0 ? "" : `; rules match ${matched} of them and will not hear of it`;
  return `publish leaves out ${left} of ${numbered(records, "record")}${lost}`;
}

/** Prints the lines with what alerts, which is known when all is read. */
async function printAlerts(
  inputs: readonly string[],
  { rules }: Pick<RuleSet, "rules">,
  take: (item: InputItem) => Judged,
  period: Period,
  io: Io,
): Promise<boolean> {
  const spill = new SpillFolder();
  try {
    const lines = new JudgedLines<JudgedItem>(spill.path);
    const finder = new AlertFinder(rules, spill.path);
    let count = 0;
    const visit: Visit = async (item) => {
      const { line, verdict } = take(item);
      if (verdict !== undefined && line.published !== false && !("rejected" in item)) {
        finder.add(count, item, verdict);
      }
      lines.add(line);
      count++;
    };
    const isWhole = await readQuietly(inputs, io, visit, period);
    const several = new Set(rules.filter(isStateful).map(({ id }) => id));
    const found = finder.found();
    let index = 0;
    for (const { eventID, matched, ...others } of lines.inOrder()) {
      const fired = found.get(index++) ?? [];
      const alerts =
        others.published === false
          ? []
          : matched.filter((id) => !several.has(id) || fired.includes(id));
      await io.out(lineOf({ eventID, matched, alerts, ...others }));
    }
    return isWhole;
  } finally {
    spill.remove();
  }
}

function lineOf(judged: JudgedItem): string {
  return `${JSON.stringify(judged)}\n`;
}

/** What the rules say about one record: the line that `judge` prints for it. */
export interface JudgedItem {
  /** The record's `eventID`; null if it has none. */
  readonly eventID: string | null;
  /** Ids of the rules it matches, in rule order. */
  readonly matched: readonly string[];
  /** Those that alert there; absent where no rule asks for several events. */
  readonly alerts?: readonly string[];
  readonly ignoredBy: string | null;
  readonly faults: readonly RuleFault[];
  /** Whether it goes on the bus; absent where every record does. */
  readonly published?: boolean;
  /** What of it the bus event lacks, or has otherwise; absent if nothing. */
  readonly truncated?: readonly string[];
  /** Why it is no record; absent if it is one. */
  readonly rejected?: string;
}

/** A record's line, and what it is made of. */
interface Judged {
  readonly line: JudgedItem;
  /** Undefined for what is no record. */
  readonly verdict?: Verdict;
}

/** Judges one thing found in an input; what is no record has an answer too, which says so. */
export function judgeItem(item: InputItem, judge: DeployedJudge, accepts?: Accepts): Judged {
  if ("rejected" in item) {
    const { rejected } = item;
    return { line: { eventID: null, matched: [], ignoredBy: null, faults: [], rejected } };
  }
  const { verdict, altered } = judge(item);
  const { matched, ignoredBy = null, faults } = verdict;
  const { eventID } = item.value;
  const line = {
    eventID: typeof eventID === "string" ? eventID : null,
    matched,
    ignoredBy,
    faults,
    ...(accepts && { published: accepts(viewOfRecord(item.value)) }),
    ...(altered && { truncated: altered }),
  };
  return { line, verdict };
}
