import { createPatternTrial, type TrialCounts } from "../../core/compiler/trial.ts";
import { isObject } from "../../core/record/event-text.ts";
import { createJudge } from "../../core/rule/judge.ts";
import { type Command, type Io, UsageError } from "../command.ts";
import { openLines } from "../input.ts";
import {
  alwaysPercent,
  type CompiledPatterns,
  compilePatterns,
  patternsJson,
  patternsText,
} from "../patterns.ts";
import { RULE_OPTIONS, type RulesInUse, rulesInUse } from "../rules-in-use.ts";

/** Shows what the rules become on EventBridge. */
export const patternsCommand: Command = {
  name: "patterns",
  summary: "Show the event patterns that rules compile to",
  operands: "",
  about: `
Prints for each rule what must hold for it to match, and how much of that an EventBridge pattern
says: exact (the pattern passes what the rule matches, and what it faults on), narrowed (it passes
more), always (it passes every event; every event is then paid for twice). Then the patterns as
they are deployed, packed into few AWS rules.`,
  options: {
    ...RULE_OPTIONS,
    json: {
      description:
        'Print {"rules":[{id,class,pattern,…}],"packed":[{pattern,ruleIds,…}]} as one line.',
    },
    events: {
      value: "file",
      description:
        "Try the patterns on the raw records of this NDJSON file (.gz is unpacked; -\nis standard input): how many events pass, how many of them match.",
    },
    "max-always": {
      value: "percent",
      description: "Exit with 1 if more of the rules than this need every event.",
    },
  },
  async run(invocation, io) {
    const most = percentOf(invocation.value("max-always"));
    if (invocation.operands.length > 0) {
      throw new UsageError(
        `patterns reads no file but --events: there is "${invocation.operands[0]}"`,
      );
    }
    const inUse = rulesInUse(invocation);
    const compiled = compilePatterns(inUse);
    const events = invocation.value("events");
    const trial = events === undefined ? undefined : await tryOn(events, compiled, inUse, io);
    const print = invocation.has("json") ? patternsJson : patternsText;
    await io.out(`${print(compiled, trial)}\n`);
    const always = alwaysPercent(compiled);
    if (most === undefined || always <= most)
      return trial === undefined || trial.missed === 0 ? 0 : 1;
    io.err(
      `trailbridge: ${always.toFixed(1)} % of the rules need every event; allowed are ${most} %: ${compiled.rules
        .filter((rule) => rule.class === "always")
        .map(({ id }) => id)
        .join(", ")}\n`,
    );
    return 1;
  },
};

function percentOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const percent = Number(text);
  if (text.trim() !== "" && percent >= 0 && percent <= 100) return percent;
  throw new UsageError(`--max-always must be a percentage from 0 to 100: it is "${text}"`);
}

async function tryOn(
  path: string,
  { rules, packed }: CompiledPatterns,
  { ruleSet, self, accessDeniedMetrics }: RulesInUse,
  io: Io,
): Promise<TrialCounts> {
  const judge = createJudge({ ...ruleSet, ignoreRules: [] }, { self, now: 0 });
  const trial = createPatternTrial(rules, packed, judge, { accessDenied: accessDeniedMetrics });
  let line = 0;
  for await (const text of openLines(path, io)) {
    line++;
    if (text.trim() === "") continue;
    const record = parse(text);
    if (record === undefined) io.err(`${path}: line ${line} is no record and is left out\n`);
    else trial.add(record);
  }
  return trial.counts();
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
