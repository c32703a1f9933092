import { viewOfRecord } from "../expression/event-view.ts";
import { toPredicate } from "../expression/expression.ts";
import { parseExpression } from "../expression/parse.ts";
import { toTree } from "../expression/tree.ts";
import { evaluatePython } from "../python/interpret.ts";
import { eventScope, moduleEvent } from "../python/scope.ts";
import { PythonError } from "../python/syntax/error.ts";
import type { PythonNode } from "../python/syntax/node.ts";
import { isObject } from "../record/event-text.ts";
import type { Scalar } from "../record/flatten.ts";
import { unflatten } from "../record/unflatten.ts";
import { recordProblems } from "../rule/record-check.ts";
import type { EventTest } from "../rule-file/rule-test.ts";
import { candidatesOf, clauseCandidates, usualCandidates } from "./example-values.ts";

/** Whether Python gives True for a record; what raises is no match. */
export function pythonMatches(node: PythonNode, record: unknown): boolean {
  // There the module fails before it comes to a rule.
  if (!isObject(record) || !Object.hasOwn(record, "eventName")) return false;
  try {
    return evaluatePython(node, eventScope(moduleEvent(record))) === true;
  } catch (error) {
    if (error instanceof PythonError) return false;
    throw error;
  }
}

/** Whether a rule's expression matches a record; what faults is no match. */
export function ruleMatcher(match: string): (record: Readonly<Record<string, unknown>>) => boolean {
  const matches = toPredicate(toTree(parseExpression(match).root, []));
  return (record) => {
    try {
      return matches(viewOfRecord(record));
    } catch {
      return false;
    }
  };
}

type Flat = ReadonlyMap<string, Scalar>;

/**
 * Makes records that show what an expression matches: some it matches, some it misses by one field,
 * one it has nothing to do with. What each gives is asked of Python.
 *
 * @param reads Keys that it reads.
 * @param hasSlips Whether the rule leaves out values that CloudTrail never writes.
 * @returns Undefined if no record was found that it matches.
 */
export function exampleTests(
  node: PythonNode,
  match: string,
  reads: readonly string[] = [],
  hasSlips = false,
): readonly EventTest[] | undefined {
  // A value that CloudTrail never writes was left out of the rule, and would make the two differ.
  const usual = hasSlips ? usualCandidates : (all: Candidates) => all;
  const candidates = usual(candidatesOf(node));
  const tests = testsFrom(node, match, candidates, false);
  if (tests !== "none") return foundIn(tests);
  return foundIn(
    testsFrom(node, match, usual(clauseCandidates(match, reads, candidates, MOST)), true),
  );
}

function foundIn(
  tests: readonly EventTest[] | "none" | "differs",
): readonly EventTest[] | undefined {
  return typeof tests === "string" ? undefined : tests;
}

type Candidates = ReturnType<typeof candidatesOf>;

/** Tests of some values; "differs" where Python and the rule do not agree. */
function testsFrom(
  node: PythonNode,
  match: string,
  candidates: ReadonlyMap<string, readonly (Scalar | undefined)[]>,
  isLast: boolean,
): readonly EventTest[] | "none" | "differs" {
  const matchesRule = ruleMatcher(match);
  const matching: Flat[] = [];
  let unlike: Flat | undefined;
  for (const flat of combinations(candidates)) {
    const record = recordOf(flat);
    const wanted = pythonMatches(node, record);
    if (wanted !== matchesRule(record)) return "differs";
    if (wanted && isUsual(record)) matching.push(flat);
    if (!wanted && flat.size > 0 && isUsual(record)) unlike ??= flat;
    if (matching.length >= MATCHES) break;
  }
  const [first] = matching;
  if (first === undefined) return "none";
  const misses = [...missesOf(first, candidates)].filter((flat) => {
    const record = recordOf(flat);
    return isUsual(record) && !pythonMatches(node, record) && !matchesRule(record);
  });
  const other = new Map<string, Scalar>([["eventName", "Other"]]);
  const others =
    pythonMatches(node, recordOf(other)) || matchesRule(recordOf(other)) ? [] : [other];
  const named = (flats: readonly Flat[], name: string, expect: EventTest["expect"]): EventTest[] =>
    flats.map((flat, index) => ({
      name: flats.length === 1 ? name : `${name}, ${index + 1}`,
      expect,
      event: recordOf(flat),
    }));
  const tests = [
    ...named(matching.slice(0, 2), "an event that Python gives True for", "match"),
    ...named(misses.slice(0, 3), "one field is another", "no-match"),
    ...named(others, "another event", "no-match"),
  ];
  if (tests.some((it) => it.expect === "no-match")) return tests;
  // Better one with a field than none.
  if (unlike === undefined && !isLast) return "none";
  if (unlike !== undefined) return [...tests, ...named([unlike], "another event", "no-match")];
  return [...tests, { name: "a record without a name", expect: "no-match", event: {} }];
}

const MATCHES = 2;

function recordOf(flat: Flat): Record<string, unknown> {
  return JSON.parse(JSON.stringify(unflatten(flat))) as Record<string, unknown>;
}

function isUsual(record: Record<string, unknown>): boolean {
  const isList = (value: unknown): boolean =>
    typeof value === "object" &&
    value !== null &&
    Object.values(value).some((it) => it === null || isList(it));
  return recordProblems(record).length === 0 && !isList(record);
}

function* missesOf(
  first: Flat,
  candidates: ReadonlyMap<string, readonly (Scalar | undefined)[]>,
): Generator<Flat> {
  for (const [key, values] of candidates) {
    for (const value of values) {
      if (value === first.get(key)) continue;
      const changed = new Map(first);
      if (value === undefined) changed.delete(key);
      else changed.set(key, value);
      if (changed.size > 0) yield changed;
    }
  }
}

/** Combinations of values, the likely ones first; not all of very many. */
function* combinations(
  candidates: ReadonlyMap<string, readonly (Scalar | undefined)[]>,
): Generator<Flat> {
  const entries = [...candidates];
  const count = entries.reduce((product, [, values]) => product * values.length, 1);
  // A step that has no factor in common with the number of combinations walks through all of them.
  const stride = count <= MOST ? 1 : nextCoprime(Math.floor(count / MOST), count);
  for (let at = 0, tried = 0; tried < Math.min(count, MOST); tried++, at = (at + stride) % count) {
    let rest = at;
    const flat = new Map<string, Scalar>();
    for (const [key, values] of entries) {
      const value = values[rest % values.length];
      rest = Math.floor(rest / values.length);
      if (value !== undefined) flat.set(key, value);
    }
    yield flat;
  }
}

const MOST = 20_000;

function nextCoprime(from: number, count: number): number {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  let at = Math.max(1, from);
  while (gcd(at, count) !== 1) at++;
  return at;
}
