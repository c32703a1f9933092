import { DEFAULT_FUNCTION_NAMES } from "../../contract.ts";
import { explainExpression } from "../explain/clause.ts";
import { clauseLines } from "../explain/clause-text.ts";
import { viewOfRecord } from "../expression/event-view.ts";
import { ExpressionError, type Predicate, toPredicate } from "../expression/expression.ts";
import { exampleProblems } from "../list/example-problems.ts";
import { exampleLists, treeOf, valuesAt } from "../list/rule-lists.ts";
import { NO_LISTS, type ValueLists } from "../list/value-list.ts";
import { recordProblems } from "../rule/record-check.ts";
import { isStateful } from "../rule/rule.ts";
import { expressionsOf } from "../stateful/stateful.ts";
import type { AnyFile, RuleProblem, TestFailure } from "./rule-file.ts";
import {
  type EventTest,
  isTimeline,
  type RuleTest,
  type TimelineTest,
  wantedOf,
} from "./rule-test.ts";
import { casesInTest, testedSeverity } from "./severity-trial.ts";
import { firstOf } from "./timeline.ts";
import { noteLines } from "./timeline-note.ts";
import { timelineTrial } from "./timeline-trial.ts";

/** What of a rule is right, so that tests can be judged by it. */
export interface SoundParts {
  readonly match: boolean;
  /** What else it says: of several events, of its severity. */
  readonly own: boolean;
}

/**
 * Finds tests that are missing, that no event of CloudTrail is like, and that fail.
 *
 * @param lists All lists that there are, by id.
 */
export function testProblems(
  file: AnyFile,
  sound: SoundParts,
  lists: ValueLists = NO_LISTS,
): readonly RuleProblem[] {
  const { path, rule, tests } = file;
  const expected = "reason" in rule || !isStateful(rule) ? OF_EVENTS : [...OF_EVENTS, ...OF_TIMES];
  const missing = expected.filter((expect) => !tests.some((test) => test.expect === expect));
  return [
    ...missing.map((expect) => {
      const message = `Cannot trust rule without a test that expects ${expect}: add one`;
      return { path, field: ["tests"], message };
    }),
    ...tests.flatMap((test, index) =>
      eventsIn(test, ["tests", index]).flatMap(([event, place]) => checkEvent(path, event, place)),
    ),
    ...(sound.match ? [...wrongLists(file, lists), ...failedTests(file, sound)] : []),
  ];
}

const OF_EVENTS = ["match", "no-match"] as const;
const OF_TIMES = ["alert", "no-alert"] as const;

type Place = readonly (string | number)[];

/** Events as they are written, and where. */
function eventsIn(test: RuleTest, place: Place): readonly (readonly [EventTest["event"], Place])[] {
  if (!isTimeline(test)) return [[test.event, [...place, "event"]]];
  return test.events.map((step, index) => [firstOf(step), [...place, "events", index, "event"]]);
}

function wrongLists({ path, rule, tests }: AnyFile, lists: ValueLists): readonly RuleProblem[] {
  return tests.flatMap((test, index) =>
    exampleProblems(allExpressions(rule), test.lists, lists).map((problem) => ({
      ...problem,
      path,
      field: ["tests", index, "lists", ...problem.field],
    })),
  );
}

function allExpressions(rule: AnyFile["rule"]): readonly string[] {
  const cases = "reason" in rule ? [] : (rule.severityBy ?? []);
  return [...expressionsOf(rule), ...cases.flatMap(({ when }) => when ?? [])];
}

function failedTests({ path, rule, tests }: AnyFile, { own }: SoundParts): readonly RuleProblem[] {
  // The product's default names, so that a test does not depend on the settings.
  const self = Object.values(DEFAULT_FUNCTION_NAMES);
  // What silences must hold of every element, in its tests too.
  const strict = "reason" in rule;
  const { match } = rule;
  const compiled = (lists: RuleTest["lists"]): Predicate =>
    toPredicate(treeOf({ match, lists: exampleLists([match], lists) }, self), strict);
  /** That of the tests that bring no lists of their own: most. */
  let usual: Predicate | undefined;
  const given = (test: EventTest): string => {
    try {
      if (test.lists === undefined) usual ??= compiled(undefined);
      const matches = (test.lists === undefined ? usual : undefined) ?? compiled(test.lists);
      if (!matches(viewOfRecord(test.event))) return "no-match";
      if (test.severity === undefined || "reason" in rule) return "match";
      // What is wrong with its contexts is said already.
      if (!own) return wantedOf(test);
      const { severity, faults } = testedSeverity(rule, test);
      return [`match of severity ${severity}`, ...faults].join("; ");
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return `a fault: ${error.message}`;
    }
  };
  const ofEvent = (test: EventTest): readonly [TestFailure, readonly string[]] | undefined => {
    const gives = given(test);
    if (gives === wantedOf(test)) return undefined;
    const lists = valuesAt(exampleLists([match], test.lists));
    const clause = explainExpression(match, viewOfRecord(test.event), { self, lists, strict });
    return [{ test, given: gives, clause }, clauseLines(clause).slice(0, MAX_CLAUSES)];
  };
  const ofTimeline = (
    test: TimelineTest,
  ): readonly [TestFailure, readonly string[]] | undefined => {
    if ("reason" in rule || !own) return undefined;
    const lists = exampleLists(expressionsOf(rule), test.lists);
    const severityBy = rule.severityBy && { severityBy: casesInTest(rule, test) };
    const { notes, ...outcome } = timelineTrial({ ...rule, lists, ...severityBy }, test);
    const asked = test.severity !== undefined && outcome.severity !== undefined;
    const gives = asked ? `${outcome.gives} of severity ${outcome.severity}` : outcome.gives;
    if (gives === wantedOf(test)) return undefined;
    const timeline = notes();
    return [{ test, given: gives, timeline }, noteLines(timeline)];
  };
  return tests.flatMap((test, index) => {
    const found = isTimeline(test) ? ofTimeline(test) : ofEvent(test);
    if (found === undefined) return [];
    const [failure, lines] = found;
    const head = `Cannot trust rule as its test "${test.name}" must give ${wantedOf(test)}: it gives ${failure.given}`;
    const message = [head, ...lines].join("\n    ");
    return [{ path, field: ["tests", index], message, failure }];
  });
}

/** Clauses of an expression that are shown. */
const MAX_CLAUSES = 30;

/** What no event of CloudTrail is like shows nothing of a rule. */
function checkEvent(path: string, event: EventTest["event"], place: Place): readonly RuleProblem[] {
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

/** YAML reads 111122223333 as a number, which no real event has there: the test would show nothing. */
function unquotedAccounts(value: unknown, field: Place): readonly Place[] {
  if (typeof value === "number") {
    return /account(id)?$/i.test(String(field.at(-1))) && value > 99_999_999 ? [field] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    unquotedAccounts(child, [...field, Array.isArray(value) ? Number(key) : key]),
  );
}
