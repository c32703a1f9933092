import { DEFAULT_FUNCTION_NAMES, EVENT_SOURCE, RECORD_KEY } from "../../contract.ts";
import { viewOfRecord } from "../expression/event-view.ts";
import { ExpressionError, toPredicate } from "../expression/expression.ts";
import { exampleLists, treeOf } from "../list/rule-lists.ts";
import { type Matcher, patternMatcher } from "../pattern/match.ts";
import { flatten } from "../record/flatten.ts";
import type { Rule } from "../rule/rule.ts";
import type { RuleFile, RuleProblem } from "../rule-file/rule-file.ts";
import { type EventTest, isTimeline, type RuleTest } from "../rule-file/rule-test.ts";
import { eventsOf } from "../rule-file/timeline.ts";
import { anyExpressionOf, expressionsOf } from "../stateful/stateful.ts";
import { ruleCondition } from "./compile-rule.ts";
import { type PackedRule, packPatterns } from "./pack.ts";

/** What {@linkcode tryRuleTests} tries. */
export interface TrialPatterns {
  /** Compiles one rule as far as packing needs it. */
  readonly compile: (rule: Rule) => PackedRule;
  readonly pack: typeof packPatterns;
}

/**
 * Tries the events that rules carry as examples on what the rules become: each that a rule must
 * match must get through the rule's own pattern, and through a packed pattern that names the rule.
 * Anything found is a defect of the compiler, and would lose alerts.
 *
 * @param files Rules without other problems; their tests are known to hold.
 * @param isKnown Whether a rule's examples are known to get through.
 * @param patterns What makes the patterns; the compiler, by default.
 */
export function tryRuleTests(
  files: readonly RuleFile<Rule>[],
  isKnown: (file: RuleFile<Rule>) => boolean = () => false,
  { compile, pack }: TrialPatterns = COMPILER,
): readonly RuleProblem[] {
  if (files.every(isKnown)) return [];
  const options = { accessDenied: true, wildcardRules: Number.POSITIVE_INFINITY };
  const compiled = files.map(({ rule }) => compile(rule));
  const packed = pack(compiled, options).map(({ pattern, ruleIds }) => ({
    ruleIds: new Set(ruleIds),
    passes: patternMatcher(pattern),
  }));
  return files.flatMap((file, at) => {
    if (isKnown(file)) return [];
    const { path, rule, tests } = file;
    const patternsOf = (one: PackedRule): readonly Matcher[] =>
      pack([one], { ...options, accessDenied: false }).map(({ pattern }) =>
        patternMatcher(pattern),
      );
    const own = patternsOf(compiled[at] as PackedRule);
    // Most tests of a rule say the same of its lists: nothing.
    const listed = new Map<string, readonly Matcher[]>();
    const patternsWith = (lists: RuleTest["lists"]): readonly Matcher[] => {
      const key = JSON.stringify(lists ?? {});
      const made =
        listed.get(key) ??
        patternsOf(compile({ ...rule, lists: exampleLists(expressionsOf(rule), lists) }));
      listed.set(key, made);
      return made;
    };
    const serving = packed.filter(({ ruleIds }) => ruleIds.has(rule.id));
    return tests.flatMap((test, index) => {
      const lost = eventsThatCount(rule, test)
        .map((event) =>
          // What is on the lists of a test is not what the rules are packed with.
          rule.lists === undefined
            ? lostBy(
                event,
                own,
                serving.map(({ passes }) => passes),
              )
            : lostBy(event, patternsWith(test.lists)),
        )
        .find((it) => it !== undefined);
      if (lost === undefined) return [];
      const message = `Cannot use ${lost} as it must let through what test "${test.name}" matches: it does not, which is a defect of the compiler`;
      return [{ path, field: ["tests", index], message }];
    });
  });
}

/** The product's default names, as the tests are judged by. */
const SELF: readonly string[] = Object.values(DEFAULT_FUNCTION_NAMES);

/** Events of a test that the rule matches; of a timeline, those that it or a step of it is about. */
function eventsThatCount(rule: Rule, test: RuleTest): readonly EventTest["event"][] {
  if (!isTimeline(test)) return test.expect === "match" ? [test.event] : [];
  const lists = exampleLists(expressionsOf(rule), test.lists);
  const matches = toPredicate(treeOf({ match: anyExpressionOf(rule), lists }, SELF));
  return eventsOf(test).filter((event) => {
    try {
      return matches(viewOfRecord(event));
    } catch (error) {
      // What it cannot judge counts for nothing, and whether that is right its test has told.
      if (error instanceof ExpressionError) return false;
      throw error;
    }
  });
}

const COMPILER: TrialPatterns = {
  compile: (rule) => ({ id: rule.id, condition: ruleCondition(rule, { self: SELF }) }),
  pack: packPatterns,
};

function lostBy(
  record: Readonly<Record<string, unknown>>,
  own: readonly Matcher[],
  serving?: readonly Matcher[],
): string | undefined {
  const event = {
    source: EVENT_SOURCE,
    detail: { ...flatten(record), [RECORD_KEY]: record },
  };
  if (!own.some((passes) => passes(event))) return "the rule's event pattern";
  if (serving === undefined) return undefined;
  return serving.some((passes) => passes(event)) ? undefined : "the packed event patterns";
}
