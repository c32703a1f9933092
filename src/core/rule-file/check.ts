import { isDay } from "../list/expiry.ts";
import { NO_LISTS, type ValueLists } from "../list/value-list.ts";
import { nearest } from "../record/nearest.ts";
import { expressionProblems } from "../rule/expression-check.ts";
import { EVENTS_TO_TRACK_ID, type IgnoreRule, type Rule } from "../rule/rule.ts";
import { groupingProblems } from "./grouping-check.ts";
import type { AnyFile, RuleFile, RuleProblem } from "./rule-file.ts";
import { severityProblems } from "./severity-check.ts";
import { testProblems } from "./test-check.ts";

/**
 * Finds everything that is wrong with rules of the right shape. None may be used then.
 *
 * @param otherIds Ids that ignore rules may name besides those of `rules`.
 * @param lists All lists that there are, by id.
 * @param isKnown Whether a file is known to be right by itself.
 */
export function checkRules(
  rules: readonly RuleFile<Rule>[],
  ignoreRules: readonly RuleFile<IgnoreRule>[],
  otherIds: readonly string[] = [],
  lists: ValueLists = NO_LISTS,
  isKnown: (file: AnyFile) => boolean = () => false,
): readonly RuleProblem[] {
  const known = new Set([...rules.map(({ rule }) => rule.id), ...otherIds, EVENTS_TO_TRACK_ID]);
  const files = [...rules, ...ignoreRules];
  return [
    ...files.flatMap((file) => [
      ...checkId(file),
      ...(isKnown(file) ? [] : checkRuleFile(file, lists)),
    ]),
    ...duplicateProblems(files),
    ...ignoreRules.flatMap((file) => checkScope(file, known)),
  ];
}

/**
 * Finds what is wrong with a rule or ignore rule by itself, whatever its file is called.
 *
 * @param lists All lists that there are, by id.
 */
export function checkRuleFile(file: AnyFile, lists: ValueLists = NO_LISTS): readonly RuleProblem[] {
  const match = checkMatch(file, lists);
  const { path, rule, tests } = file;
  const own =
    "reason" in rule
      ? checkExpiry(path, rule)
      : [
          ...checkGrouping(path, rule, lists),
          ...severityProblems(rule, tests, lists).map((problem) => ({ path, ...problem })),
        ];
  const sound = { match: match.length === 0, own: own.length === 0 };
  return [...match, ...testProblems(file, sound, lists), ...own];
}

function checkId({ path, rule }: AnyFile): RuleProblem[] {
  const name = path
    .split("/")
    .at(-1)
    ?.replace(/\.ya?ml$/, "");
  if (name === rule.id) return [];
  return [
    {
      path,
      field: ["id"],
      message: `Cannot use id as it must be the file's name, "${name}": it is "${rule.id}"`,
    },
  ];
}

function checkMatch({ path, rule }: AnyFile, lists: ValueLists): RuleProblem[] {
  return expressionProblems(rule.match, lists).map((message) => ({
    path,
    field: ["match"],
    message,
  }));
}

function checkGrouping(path: string, rule: Rule, lists: ValueLists): RuleProblem[] {
  return groupingProblems(rule, lists).map((problem) => ({ path, ...problem }));
}

/** Finds ids that two rules or ignore rules have. */
export function duplicateProblems(files: readonly AnyFile[]): RuleProblem[] {
  const first = new Map<string, string>([[EVENTS_TO_TRACK_ID, "the settings' eventsToTrack"]]);
  return files.flatMap(({ path, rule: { id } }) => {
    const before = first.get(id);
    if (before === undefined) {
      first.set(id, path);
      return [];
    }
    const message = `Cannot use id as it must be unique: "${id}" is taken by ${before}`;
    return [{ path, field: ["id"], message }];
  });
}

function checkExpiry(path: string, { expires }: IgnoreRule): RuleProblem[] {
  if (expires === undefined || isDay(expires)) return [];
  const message = `Cannot use expiry as it must be a day of the calendar, YYYY-MM-DD: it is "${expires}"`;
  return [{ path, field: ["expires"], message }];
}

function checkScope(
  { path, rule: { rules = [] } }: RuleFile<IgnoreRule>,
  known: ReadonlySet<string>,
): RuleProblem[] {
  return rules.flatMap((id, index) => {
    if (known.has(id)) return [];
    const guess = nearest(id, known);
    const message = `Cannot ignore rule as there must be one with this id: "${id}"${guess === undefined ? "" : `; did you mean "${guess}"?`}`;
    return [{ path, field: ["rules", index], message }];
  });
}
