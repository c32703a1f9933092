import { compileRule, type RulePattern } from "../core/compiler/compile-rule.ts";
import { type PackedPattern, packPatterns } from "../core/compiler/pack.ts";
import type { TrialCounts } from "../core/compiler/trial.ts";
import { printCondition } from "../core/condition/print.ts";
import type { RulesInUse } from "./rules-in-use.ts";

/** What rules become on EventBridge. */
export interface CompiledPatterns {
  readonly rules: readonly RulePattern[];
  readonly packed: readonly PackedPattern[];
}

/**
 * Compiles rules as a deployment does.
 *
 * @throws {WildcardBudgetError} If they need more wildcards than a bus takes.
 */
export function compilePatterns({
  ruleSet,
  self,
  accessDeniedMetrics,
}: RulesInUse): CompiledPatterns {
  const rules = ruleSet.rules.map((rule) => compileRule(rule, { self }));
  return { rules, packed: packPatterns(rules, { accessDenied: accessDeniedMetrics }) };
}

/** Share of rules that need every event, in percent; 0 if there are no rules. */
export function alwaysPercent({ rules }: CompiledPatterns): number {
  const always = rules.filter((rule) => rule.class === "always").length;
  return rules.length === 0 ? 0 : (100 * always) / rules.length;
}

/** Writes what `patterns --json` prints, without the line's end. */
export function patternsJson({ rules, packed }: CompiledPatterns, trial?: TrialCounts): string {
  return JSON.stringify({
    rules: rules.map(({ id, class: kind, reasons, condition, pattern = null }) => ({
      id,
      class: kind,
      pattern,
      reasons,
      condition: printCondition(condition),
    })),
    packed,
    ...(trial && { events: trial }),
  });
}

/** Writes what `patterns` prints for people. */
export function patternsText({ rules, packed }: CompiledPatterns, trial?: TrialCounts): string {
  const count = (kind: RulePattern["class"]): number =>
    rules.filter((rule) => rule.class === kind).length;
  return [
    `${rules.length} rules: ${count("exact")} exact, ${count("narrowed")} narrowed, ${count("always")} always`,
    "",
    ...rules.flatMap((rule) => ruleLines(rule, trial)),
    `${packed.length} AWS rules`,
    "",
    ...packed.flatMap(packLines),
    ...(trial === undefined ? [] : trialLines(trial)),
  ].join("\n");
}

function ruleLines(
  { id, class: kind, reasons, condition }: RulePattern,
  trial?: TrialCounts,
): string[] {
  const counts = trial?.rules[id];
  const passes = counts && `  passes ${counts.passed} events, matches ${counts.matched}`;
  return [
    `${kind.padEnd(8)}  ${id}${passes ?? ""}`,
    ...printCondition(condition).map((term, index) => `  ${index === 0 ? "" : "or "}${term}`),
    ...reasons.map((reason) => `  not said: ${reason}`),
    "",
  ];
}

function packLines(pack: PackedPattern): string[] {
  const { pattern, characters, ruleIds, accessDenied, wildcard } = pack;
  const owners = [...ruleIds, ...(accessDenied ? ["access-denied metrics"] : [])];
  return [
    `${characters} characters${wildcard ? ", with a wildcard" : ""}: ${owners.join(", ")}`,
    `  ${JSON.stringify(pattern)}`,
    "",
  ];
}

function trialLines({ events, passed, deliveries, needed, missed }: TrialCounts): string[] {
  const ratio = needed === 0 ? "" : `, ${(passed / needed).toFixed(3)} for each that is needed`;
  return [
    `${events} events: ${passed} pass in ${deliveries} deliveries${ratio}; ${needed} are needed`,
    ...(missed > 0 ? [`${missed} events are needed and do not pass: this is a defect`] : []),
    "",
  ];
}
