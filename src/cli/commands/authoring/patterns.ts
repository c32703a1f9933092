import { RECORD_DETAIL_TYPES } from "../../../contract.ts";
import type { RulePattern } from "../../../core/compiler/compile-rule.ts";
import {
  type GroupedPattern,
  type PackedRuleSet,
  packRuleSet,
} from "../../../core/compiler/pack-groups.ts";
import { createPatternTrial, type TrialCounts } from "../../../core/compiler/trial.ts";
import { printCondition } from "../../../core/condition/print.ts";
import { taggedRoutes } from "../../../core/settings/config.ts";
import { numbered } from "../../../core/wording/counted.ts";
import { type Command, type Io, UsageError } from "../../command.ts";
import { createDeployedJudge } from "../../deployed-judge.ts";
import { readInputs } from "../../input/read-inputs.ts";
import { PATTERNS_SCHEMA } from "../../json/rule-schemas.ts";
import { RULE_OPTIONS, type RulesInUse, rulesInUse } from "../../rules-in-use.ts";

/** Shows what the rules become on EventBridge. */
export const patternsCommand: Command = {
  name: "patterns",
  summary: "Show the event patterns that rules compile to",
  operands: "",
  about: `
Prints for each rule what must hold for it to match, and how much of that an EventBridge pattern
says: exact (the pattern passes what the rule matches, and what it faults on), narrowed (it passes
more), always (it passes every event; every event is then paid for twice). Then the patterns as
they are deployed, packed into few AWS rules, those of critical rules by themselves as they
feed a queue of their own, and whether EventBridge would refuse one of them or lose events by
it. Deployed, each also asks for a detail-type of records: notices and alerts never fit.`,
  options: {
    ...RULE_OPTIONS,
    json: {
      description:
        'Print {"rules":[{id,class,pattern,…}],"packed":[{pattern,ruleIds,group,…}],"problems":[…]}\nas one line.',
    },
    events: {
      value: "file",
      description:
        "Try the patterns on the records of this file or folder, in any form that judge\nreads (- is standard input): how many events pass, how many of them match.",
    },
    "max-always": {
      value: "percent",
      description: "Exit with 1 if more of the rules than this need every event.",
    },
  },
  examples: [
    { words: "patterns", says: "What the default rules become on EventBridge" },
    {
      words: "patterns --rules my-rules --events logs/",
      says: "How many events of a folder the patterns of your rules pass, and how many match",
    },
    {
      words: "patterns --settings my.yaml --max-always 20",
      says: "For a pipeline: fail where too many rules need every event",
    },
  ],
  json: PATTERNS_SCHEMA,
  async run(invocation, io) {
    const most = percentOf(invocation.value("max-always"));
    if (invocation.operands.length > 0) {
      throw new UsageError(
        `patterns reads no file but --events: there is "${invocation.operands[0]}"`,
      );
    }
    const inUse = rulesInUse(invocation, io);
    const compiled = packRuleSet(inUse.ruleSet.rules, {
      self: inUse.self,
      accessDenied: inUse.accessDeniedMetrics,
      ...(inUse.settings && { routes: taggedRoutes(inUse.settings) }),
    });
    const events = invocation.value("events");
    const tried = events === undefined ? undefined : await tryOn(events, compiled, inUse, io);
    const trial = tried?.counts;
    const print = invocation.has("json") ? patternsJson : patternsText;
    await io.out(`${print(compiled, trial)}\n`);
    const always = alwaysPercent(compiled);
    if (most === undefined || always <= most) {
      const isRead = tried === undefined || (tried.isWhole && tried.counts.missed === 0);
      return isRead && compiled.problems.length === 0 ? 0 : 1;
    }
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
  { rules, packed }: PackedRuleSet,
  inUse: RulesInUse,
  io: Io,
): Promise<{ readonly counts: TrialCounts; readonly isWhole: boolean }> {
  const { accessDeniedMetrics: accessDenied, ruleSet } = inUse;
  const judge = createDeployedJudge({ ...inUse, ruleSet: { ...ruleSet, ignoreRules: [] } }, 0);
  const trial = createPatternTrial(rules, packed, { accessDenied });
  const isWhole = await readInputs([path], io, async (item) => {
    if (!("value" in item)) return;
    const { detail, verdict } = judge(item);
    trial.add(detail(), verdict);
  });
  return { counts: trial.counts(), isWhole };
}

/** Share of rules that need every event, in percent; 0 if there are no rules. */
function alwaysPercent({ rules }: PackedRuleSet): number {
  const always = rules.filter((rule) => rule.class === "always").length;
  return rules.length === 0 ? 0 : (100 * always) / rules.length;
}

/** Writes what `patterns --json` prints, without the line's end. */
function patternsJson({ rules, packed, problems }: PackedRuleSet, trial?: TrialCounts): string {
  return JSON.stringify({
    rules: rules.map(({ id, class: kind, reasons, condition, pattern = null }) => ({
      id,
      class: kind,
      pattern,
      reasons,
      condition: printCondition(condition),
    })),
    packed,
    detailType: RECORD_DETAIL_TYPES,
    problems,
    ...(trial && { events: trial }),
  });
}

/** Writes what `patterns` prints for people. */
function patternsText({ rules, packed, problems }: PackedRuleSet, trial?: TrialCounts): string {
  const count = (kind: RulePattern["class"]): number =>
    rules.filter((rule) => rule.class === kind).length;
  return [
    `${numbered(rules.length, "rule")}: ${count("exact")} exact, ${count("narrowed")} narrowed, ${count("always")} always`,
    "",
    ...rules.flatMap((rule) => ruleLines(rule, trial)),
    numbered(packed.length, "AWS rule"),
    "",
    ...packed.flatMap(packLines),
    ...problems.map((problem) => `${problem}: this is a defect\n`),
    ...(trial === undefined ? [] : trialLines(trial)),
  ].join("\n");
}

function ruleLines(
  { id, class: kind, reasons, condition }: RulePattern,
  trial?: TrialCounts,
): string[] {
  const counts = trial?.rules[id];
  const passes =
    counts && `  passes ${numbered(counts.passed, "event")}, matches ${counts.matched}`;
  return [
    `${kind.padEnd(8)}  ${id}${passes ?? ""}`,
    ...printCondition(condition).map((term, index) => `  ${index === 0 ? "" : "or "}${term}`),
    ...reasons.map((reason) => `  not said: ${reason}`),
    "",
  ];
}

function packLines(pack: GroupedPattern): string[] {
  const { pattern, characters, ruleIds, accessDenied, wildcard, group } = pack;
  const owners = [...ruleIds, ...(accessDenied ? ["access-denied metrics"] : [])];
  return [
    `${characters} characters${wildcard ? ", with a wildcard" : ""}${group === "critical" ? ", critical" : ""}: ${owners.join(", ")}`,
    `  ${JSON.stringify(pattern)}`,
    "",
  ];
}

function trialLines({ events, passed, deliveries, needed, missed }: TrialCounts): string[] {
  const ratio = needed === 0 ? "" : `, ${(passed / needed).toFixed(3)} for each that is needed`;
  return [
    `${numbered(events, "event")}: ${passed} pass in ${numbered(deliveries, "delivery", "deliveries")}${ratio}; ${needed} are needed`,
    ...(missed > 0
      ? [
          `${numbered(missed, "event is", "events are")} needed and ${missed === 1 ? "does" : "do"} not pass: this is a defect`,
        ]
      : []),
    "",
  ];
}
