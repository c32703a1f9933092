import { cdkMarkProblems } from "../core/deployment/cdk-marks.ts";
import type { FieldProblem } from "../core/record/field-problem.ts";
import type { IgnoreRule, Rule } from "../core/rule/rule.ts";
import type { RuleFile, RuleProblem } from "../core/rule-file/rule-file.ts";
import type { RuleTest } from "../core/rule-file/rule-test.ts";
import { timelineProblems, type WrittenTest } from "../core/rule-file/timeline-check.ts";
import {
  severityCase,
  severityStepProblems,
  type WrittenCase,
} from "../core/severity/written-case.ts";
import { durationOf } from "../core/stateful/duration.ts";
import {
  FIRST_SEEN_DEFAULTS,
  type FirstSeen,
  type FollowedBy,
  type FollowingStep,
  type Stateful,
  type Threshold,
} from "../core/stateful/stateful.ts";
import { ignoreRuleShapeProblems, ruleShapeProblems } from "./rule-schema.ts";
import type { YamlFile } from "./yaml-file.ts";

/** Reads the content of a rule file: the rule, or all that is wrong with its shape. */
export function toRuleFile(file: YamlFile): RuleFile<Rule> | readonly RuleProblem[] {
  const problems = problemsOf(file, ruleProblems);
  if (problems.length > 0) return problems;
  const { tests, threshold, firstSeen, followedBy, severityBy, ...fields } =
    file.value as FileContent<WrittenRule>;
  const rule: Rule = {
    ...fields,
    description: fields.description ?? "",
    ...lists(fields),
    ...statefulOf({ threshold, firstSeen, followedBy }),
    ...(severityBy && { severityBy: severityBy.map((it) => severityCase(fields.severity, it)) }),
  };
  return { path: file.path, rule, tests };
}

/** Reads the content of an ignore rule file. */
export function toIgnoreRuleFile(file: YamlFile): RuleFile<IgnoreRule> | readonly RuleProblem[] {
  const problems = problemsOf(file, ignoreRuleShapeProblems);
  if (problems.length > 0) return problems;
  const { id, match, reason, owner, expires, rules, tests } = file.value as FileContent<IgnoreRule>;
  const rule: IgnoreRule = {
    id,
    match,
    reason,
    owner,
    ...(expires !== undefined && { expires }),
    ...(rules !== undefined && { rules }),
  };
  return { path: file.path, rule, tests };
}

/** A rule as its file has it: durations in words, what may be left out left out. */
type WrittenRule = Omit<Rule, keyof Stateful | "severityBy"> & {
  readonly severityBy?: readonly WrittenCase[];
  readonly threshold?: Omit<Threshold, "within" | "distinct"> & {
    readonly within: string;
    readonly distinct?: string | readonly string[];
  };
  readonly firstSeen?: Omit<FirstSeen, "days" | "learnDays"> & Partial<FirstSeen>;
  readonly followedBy?: Omit<FollowedBy, "within" | "steps"> & {
    readonly within: string;
    readonly steps: readonly (Pick<FollowingStep, "match"> & Partial<FollowingStep>)[];
  };
};

function statefulOf({
  threshold,
  firstSeen,
  followedBy,
}: Pick<WrittenRule, keyof Stateful>): Stateful {
  const distinct = threshold?.distinct;
  return {
    ...(threshold && {
      threshold: {
        ...threshold,
        within: milliseconds(threshold.within),
        ...(distinct !== undefined && { distinct: [distinct].flat() }),
      } as Threshold,
    }),
    ...(firstSeen && {
      firstSeen: {
        ...firstSeen,
        days: firstSeen.days ?? FIRST_SEEN_DEFAULTS.days,
        learnDays:
          firstSeen.learnDays ??
          Math.min(FIRST_SEEN_DEFAULTS.learnDays, firstSeen.days ?? Number.POSITIVE_INFINITY),
      },
    }),
    ...(followedBy && {
      followedBy: {
        ...followedBy,
        within: milliseconds(followedBy.within),
        steps: followedBy.steps.map((step) => ({ ...step, by: step.by ?? followedBy.by })),
      },
    }),
  };
}

/** The schema has seen to it that it is a duration. */
function milliseconds(duration: string): number {
  return durationOf(duration) as number;
}

type FileContent<R> = R & { readonly tests: readonly RuleTest[] };

/** Where the shape is right, what stands beside what in its tests. */
function ruleProblems(value: unknown): readonly FieldProblem[] {
  const problems = ruleShapeProblems(value);
  if (problems.length > 0) return problems;
  const { tests, ...rule } = value as { readonly tests: readonly WrittenTest[] } & WrittenRule;
  return [...timelineProblems(tests), ...severityStepProblems(rule)];
}

function lists({
  tags,
  references,
}: Partial<Pick<Rule, "tags" | "references">>): Pick<Rule, "tags" | "references"> {
  return { tags: tags ?? [], references: references ?? [] };
}

function problemsOf(
  { path, value, problems }: YamlFile,
  check: (value: unknown) => readonly FieldProblem[],
): readonly RuleProblem[] {
  if (problems.length > 0) return problems;
  return [...check(value), ...cdkMarkProblems(value)].map((problem) => ({ path, ...problem }));
}
