import { parseExpression } from "../expression/parse.ts";
import { pathUses } from "../expression/path-use.ts";
import { toTree } from "../expression/tree.ts";
import { NO_LISTS, type ValueLists } from "../list/value-list.ts";
import { nearest } from "../record/nearest.ts";
import {
  fieldAt,
  flatPath,
  isUnknownField,
  type Path,
  summaryFieldProblem,
} from "../record/record-field.ts";
import type { FieldShape } from "../record/record-shape.ts";
import { expressionProblems } from "../rule/expression-check.ts";
import { unknownFieldText } from "../rule/field-use.ts";
import type { Rule } from "../rule/rule.ts";
import { durationText } from "../stateful/duration.ts";
import { DERIVED_KEYS, STATEFUL_KINDS, THREAD_KEYS, WITHIN } from "../stateful/stateful.ts";

/** What is wrong with a part of a rule. */
export interface PartProblem {
  /** Names and indices that lead to it. */
  readonly field: readonly (string | number)[];
  /** What is wrong and what to write instead. */
  readonly message: string;
}

/**
 * Finds what is wrong with the paths by which a rule groups events, into threads or in what it
 * counts, and with the rest of what it asks of several events.
 *
 * @param lists All lists that there are, by id.
 */
export function groupingProblems(rule: Rule, lists: ValueLists = NO_LISTS): readonly PartProblem[] {
  return [...threadProblems(rule), ...statefulProblems(rule, lists)];
}

/** Alerts are grouped by flat keys: one that no event has makes all of a rule's alerts one thread. */
function threadProblems({ match, thread }: Rule): readonly PartProblem[] {
  const keys = thread?.by ?? [];
  return keysProblems(keys, match, ["thread", "by"], "group by", threadProblem);
}

function statefulProblems(rule: Rule, lists: ValueLists): readonly PartProblem[] {
  const { match, threshold, firstSeen, followedBy } = rule;
  const [first, ...others] = STATEFUL_KINDS.filter((kind) => rule[kind] !== undefined);
  const problems: PartProblem[] = others.map((kind) => ({
    field: [kind],
    message: `Cannot use ${kind} as a rule asks one thing of several events: it has ${first} too; make it a rule of its own`,
  }));
  const keys = (names: readonly string[], field: PartProblem["field"], of = match) => {
    problems.push(...keysProblems(names, of, field, "count by", derivedProblem));
  };
  const values = (names: readonly string[], field: PartProblem["field"], derived: boolean) => {
    const check = derived ? derivedValueProblem : valueProblem;
    problems.push(...keysProblems(names, match, field, "tell values by", check));
  };
  const duration = (within: number, field: PartProblem["field"]) => {
    if (within >= WITHIN.least && within <= WITHIN.most) return;
    const limits = `from ${durationText(WITHIN.least)} to ${durationText(WITHIN.most)}`;
    const message = `Cannot use within as it must be ${limits}: it is ${durationText(within)}`;
    problems.push({ field, message });
  };
  if (threshold !== undefined) {
    duration(threshold.within, ["threshold", "within"]);
    keys(threshold.by, ["threshold", "by"]);
    values(threshold.distinct ?? [], ["threshold", "distinct"], false);
  }
  if (firstSeen !== undefined) {
    values(firstSeen.of, ["firstSeen", "of"], true);
    keys(firstSeen.by, ["firstSeen", "by"]);
    const { days, learnDays } = firstSeen;
    if (learnDays > days) {
      const message = `Cannot use learnDays as what is learned must not be forgotten before: it is ${learnDays}, and days is ${days}`;
      problems.push({ field: ["firstSeen", "learnDays"], message });
    }
  }
  if (followedBy !== undefined) {
    duration(followedBy.within, ["followedBy", "within"]);
    keys(followedBy.by, ["followedBy", "by"]);
    for (const [index, step] of followedBy.steps.entries()) {
      const place = ["followedBy", "steps", index];
      problems.push(
        ...expressionProblems(step.match, lists).map((message) => ({
          field: [...place, "match"],
          message,
        })),
      );
      keys(step.by, [...place, "by"], step.match);
      if (step.by.length === followedBy.by.length) continue;
      const message = `Cannot compare events by by as each step must have as many keys as followedBy.by, ${followedBy.by.length}: it has ${step.by.length}`;
      problems.push({ field: [...place, "by"], message });
    }
  }
  return problems;
}

type KeyCheck = (key: string, beside: readonly string[]) => string | undefined;

/** @param match Expression of the events that must be able to have the keys. */
function keysProblems(
  keys: readonly string[],
  match: string,
  field: PartProblem["field"],
  verb: string,
  check: KeyCheck,
): readonly PartProblem[] {
  // What else the expression is wrong in is told of it.
  const isSound = keys.length > 0 && expressionProblems(match).length === 0;
  const read = isSound ? pathUses(toTree(parseExpression(match).root, undefined)).read : [];
  const name = field.filter((part) => typeof part === "string").join(".");
  return keys.flatMap((key, index) => {
    const reason = check(key, [...keys, ...read]);
    if (reason === undefined) return [];
    const message = `Cannot ${verb} ${name} "${key}" as every event must be able to have it: ${reason}`;
    return [{ field: [...field, index], message }];
  });
}

/** A path at which there is one value. */
function scalarProblem(key: string, beside: readonly string[]): string | undefined {
  return pathProblem(key, flatPath(key), beside, (shape) => shape.kind === "list");
}

/** A path at which there are values, in whatever lists. */
function valueProblem(key: string, beside: readonly string[]): string | undefined {
  const path = throughLists(flatPath(key));
  return pathProblem(key, path, beside, (shape) => shape.kind === "list" && isBranch(shape.of));
}

function threadProblem(key: string, beside: readonly string[]): string | undefined {
  return key.startsWith("$") ? unknownDerived(key, THREAD_KEYS) : scalarProblem(key, beside);
}

function derivedProblem(key: string, beside: readonly string[]): string | undefined {
  return key.startsWith("$") ? unknownDerived(key) : scalarProblem(key, beside);
}

function derivedValueProblem(key: string, beside: readonly string[]): string | undefined {
  return key.startsWith("$") ? unknownDerived(key) : valueProblem(key, beside);
}

function unknownDerived(
  key: string,
  known: readonly string[] = Object.keys(DERIVED_KEYS),
): string | undefined {
  if (known.includes(key)) return undefined;
  const guess = nearest(key, known);
  const there = guess === undefined ? `there are ${known.join(", ")}` : `did you mean ${guess}?`;
  return `there is no such key; ${there}`;
}

function pathProblem(
  key: string,
  path: Path,
  beside: readonly string[],
  isList: (shape: FieldShape) => boolean,
): string | undefined {
  const found = fieldAt(path);
  if (isUnknownField(found)) return unknownFieldText(found, true);
  if (found.kind === "object" || isList(found)) {
    return `it is ${found.kind === "list" ? "a list" : "an object"}: name a field of it`;
  }
  return summaryFieldProblem(key, beside);
}

/** The path with an index wherever it leads into a list without one. */
function throughLists(path: Path): Path {
  const through: (string | number)[] = [];
  for (const part of path) {
    const at = fieldAt(through);
    if (typeof part === "string" && !isUnknownField(at) && at.kind === "list") through.push(0);
    through.push(part);
  }
  return through;
}

function isBranch({ kind }: FieldShape): boolean {
  return kind === "object" || kind === "list";
}
