import { DEFAULT_FUNCTION_NAMES } from "../../contract.ts";
import { type Clause, explainExpression } from "../explain/clause.ts";
import { clauseLines } from "../explain/clause-text.ts";
import { type EventView, viewOfRecord } from "../expression/event-view.ts";
import { ExpressionError, type Predicate, toPredicate } from "../expression/expression.ts";
import { parseExpression } from "../expression/parse.ts";
import { toTree } from "../expression/tree.ts";
import { nearest } from "../record/nearest.ts";
import { expressionProblems } from "../rule/expression-check.ts";
import { recordProblems } from "../rule/record-check.ts";
import { EVENTS_TO_TRACK_ID, type IgnoreRule, type Rule } from "../rule/rule.ts";
import { groupingProblems } from "./grouping-check.ts";

/** A rule or ignore rule as its file gives it: of the right shape, nothing else known about it. */
export interface RuleFile<R extends Rule | IgnoreRule> {
  /** The file, for messages. */
  readonly path: string;
  readonly rule: R;
  readonly tests: readonly RuleTest[];
}

/** An example a rule carries. */
export interface RuleTest {
  readonly name: string;
  readonly expect: "match" | "no-match";
  readonly event: Readonly<Record<string, unknown>>;
}

/** One thing that is wrong with a rule file. */
export interface RuleProblem {
  /** The file. */
  readonly path: string;
  /** Names and indices that lead to the field; none means the file as a whole. */
  readonly field: readonly (string | number)[];
  /** Whether it is the field's name that is wrong, not its value. */
  readonly isName?: boolean;
  /** Line in the file, where the field does not tell it. */
  readonly line?: number;
  /** What is wrong and what to write instead. */
  readonly message: string;
  /** The test that fails, where that is what is wrong. */
  readonly failure?: TestFailure;
}

/** What a test gives that must give something else. */
export interface TestFailure {
  readonly test: RuleTest;
  /** `match`, `no-match`, or a fault and why. */
  readonly given: string;
  /** What each clause of the expression gives. */
  readonly clause: Clause;
}

/**
 * Finds everything that is wrong with rules of the right shape. None may be used then.
 *
 * @param otherIds Ids that ignore rules may name besides those of `rules`.
 */
export function checkRules(
  rules: readonly RuleFile<Rule>[],
  ignoreRules: readonly RuleFile<IgnoreRule>[],
  otherIds: readonly string[] = [],
): readonly RuleProblem[] {
  const known = new Set([...rules.map(({ rule }) => rule.id), ...otherIds, EVENTS_TO_TRACK_ID]);
  const files = [...rules, ...ignoreRules];
  return [
    ...files.flatMap((file) => [...checkId(file), ...checkRuleFile(file)]),
    ...checkDuplicates(files),
    ...ignoreRules.flatMap((file) => checkScope(file, known)),
  ];
}

/** Finds what is wrong with a rule or ignore rule by itself, whatever its file is called. */
export function checkRuleFile(file: AnyFile): readonly RuleProblem[] {
  const match = checkMatch(file);
  const { path, rule } = file;
  const own = "reason" in rule ? checkExpiry(path, rule) : checkGrouping(path, rule);
  return [...match, ...checkTests(file, match.length === 0), ...own];
}

/** A rule's file, or an ignore rule's. */
export type AnyFile = RuleFile<Rule | IgnoreRule>;

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

function checkMatch({ path, rule }: AnyFile): RuleProblem[] {
  return expressionProblems(rule.match).map((message) => ({ path, field: ["match"], message }));
}

function checkGrouping(path: string, rule: Rule): RuleProblem[] {
  return groupingProblems(rule).map((problem) => ({ path, ...problem }));
}

/** @param compiles Whether the rule's expression can be judged by. */
function checkTests({ path, rule, tests }: AnyFile, compiles: boolean): RuleProblem[] {
  const problems: RuleProblem[] = [];
  for (const expect of ["match", "no-match"] as const) {
    if (tests.some((test) => test.expect === expect)) continue;
    const message = `Cannot trust rule without a test that expects ${expect}: add one`;
    problems.push({ path, field: ["tests"], message });
  }
  problems.push(...tests.flatMap(({ event }, index) => checkEvent(path, event, index)));
  if (!compiles) return problems;
  // The product's default names, so that a test does not depend on the settings.
  const self = Object.values(DEFAULT_FUNCTION_NAMES);
  // What silences must hold of every element, in its tests too.
  const strict = "reason" in rule;
  const matches = toPredicate(toTree(parseExpression(rule.match).root, self), strict);
  for (const [index, test] of tests.entries()) {
    const view = viewOfRecord(test.event);
    const given = outcome(matches, view);
    if (given === test.expect) continue;
    const clause = explainExpression(rule.match, view, { self, strict });
    const head = `Cannot trust rule as its test "${test.name}" must give ${test.expect}: it gives ${given}`;
    const message = [head, ...clauseLines(clause).slice(0, MAX_CLAUSES)].join("\n    ");
    problems.push({ path, field: ["tests", index], message, failure: { test, given, clause } });
  }
  return problems;
}

/** What no event of CloudTrail is like shows nothing of a rule. */
function checkEvent(path: string, event: RuleTest["event"], index: number): RuleProblem[] {
  const place = ["tests", index, "event"];
  const problems = recordProblems(event).map(({ field, message }) => ({
    path,
    field: [...place, ...field],
    message: `Cannot use test's event as it must be like an event of CloudTrail: ${message}`,
  }));
  if (problems.length > 0) return problems;
  return unquotedAccounts(event, place).map((field) => ({
    path,
    field,
    message: "Cannot use account id as it must be text: put it in quotes",
  }));
}

/** Clauses of an expression that are shown. */
const MAX_CLAUSES = 30;

function outcome(matches: Predicate, view: EventView): string {
  try {
    return matches(view) ? "match" : "no-match";
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return `a fault: ${error.message}`;
  }
}

/** YAML reads 111122223333 as a number, which no real event has there: the test would show nothing. */
function unquotedAccounts(value: unknown, field: (string | number)[]): (string | number)[][] {
  if (typeof value === "number") {
    return /account(id)?$/i.test(String(field.at(-1))) && value > 99_999_999 ? [field] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    unquotedAccounts(child, [...field, Array.isArray(value) ? Number(key) : key]),
  );
}

function checkDuplicates(files: readonly AnyFile[]): RuleProblem[] {
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

/** `Date` takes the 31st of February for the 3rd of March, so the round trip decides. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
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
