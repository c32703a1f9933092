import { viewOfRecord } from "../expression/event-view.ts";
import { toPredicate } from "../expression/expression.ts";
import { parseExpression } from "../expression/parse.ts";
import { toTree } from "../expression/tree.ts";
import { evaluatePython } from "../python/interpret.ts";
import { eventScope, moduleEvent } from "../python/scope.ts";
import { PythonError } from "../python/syntax/error.ts";
import { nodesIn, type PythonNode } from "../python/syntax/node.ts";
import { isObject } from "../record/event-text.ts";
import type { Scalar } from "../record/flatten.ts";
import { unflatten } from "../record/unflatten.ts";
import type { RuleTest } from "../rule/check.ts";
import { recordProblems } from "../rule/record-check.ts";
import { clauseValues } from "./clause-values.ts";
import { pathOperand, usualKinds } from "./operand.ts";

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
 * @returns Undefined if no record was found that it matches.
 */
export function exampleTests(
  node: PythonNode,
  match: string,
  reads: readonly string[] = [],
): readonly RuleTest[] | undefined {
  const candidates = candidatesOf(node);
  const tests = testsFrom(node, match, candidates);
  return tests === "none"
    ? foundIn(testsFrom(node, match, clauseCandidates(match, reads, candidates)))
    : foundIn(tests);
}

function foundIn(tests: readonly RuleTest[] | "none" | "differs"): readonly RuleTest[] | undefined {
  return typeof tests === "string" ? undefined : tests;
}

/** Tests of some values; "differs" where Python and the rule do not agree. */
function testsFrom(
  node: PythonNode,
  match: string,
  candidates: ReadonlyMap<string, readonly (Scalar | undefined)[]>,
): readonly RuleTest[] | "none" | "differs" {
  const matchesRule = ruleMatcher(match);
  const matching: Flat[] = [];
  for (const flat of combinations(candidates)) {
    const record = recordOf(flat);
    const wanted = pythonMatches(node, record);
    if (wanted !== matchesRule(record)) return "differs";
    if (wanted && isUsual(record)) matching.push(flat);
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
  const named = (flats: readonly Flat[], name: string, expect: RuleTest["expect"]): RuleTest[] =>
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
  const without = { name: "a record without a name", expect: "no-match" as const, event: {} };
  return tests.some((it) => it.expect === "no-match") ? tests : [...tests, without];
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

/** What the fields that an expression reads could be. */
function candidatesOf(node: PythonNode): ReadonlyMap<string, readonly (Scalar | undefined)[]> {
  const { keys, constants } = readIn(node);
  if (keys.size === 0 || walksEvent(node)) {
    for (const value of constants) {
      if (typeof value !== "string" || !/^[\w.]+$/.test(value)) continue;
      for (const key of [value, `${value}.0.value`, `requestParameters.${value}`]) {
        if (/^(requestParameters|responseElements|additionalEventData)\.\w/.test(key))
          keys.add(key.replace(/\.$/, ""));
      }
    }
    keys.add("requestParameters.value");
  }
  const isNamed = keys.has("eventName");
  keys.add("eventName");
  const found = new Map<string, readonly (Scalar | undefined)[]>();
  for (const key of keys) {
    const kinds = usualKinds(pathOperand(key));
    const values = [...constants.flatMap((it) => around(it)), "Other", true, false];
    const fitting = values.filter((it) => kinds.includes(typeof it as "string"));
    const named = isNamed ? fitting : ["Other"];
    const all: (Scalar | undefined)[] = key === "eventName" ? named : [...fitting, undefined];
    found.set(key, [...new Set(all)].slice(0, 60));
  }
  return found;
}

/** What stands with each field in a clause of the rule; of fields, what is likely comes first. */
function clauseCandidates(
  match: string,
  reads: readonly string[],
  before: ReadonlyMap<string, readonly (Scalar | undefined)[]>,
): ReadonlyMap<string, readonly (Scalar | undefined)[]> {
  const keys = new Set(["eventName", ...reads, ...before.keys()]);
  const share = Math.max(3, Math.floor(MOST ** (1 / keys.size)));
  return new Map(
    [...keys].map((key) => {
      const operand = pathOperand(key);
      const kinds = usualKinds(operand);
      const values: (Scalar | undefined)[] = clauseValues(match, operand).filter((it) =>
        kinds.includes(typeof it as "string"),
      );
      const most = values.slice(0, share - 1);
      return [
        key,
        key === "eventName" ? (most.length > 0 ? most : ["Other"]) : [...most, undefined],
      ];
    }),
  );
}

function around(value: string | number): Scalar[] {
  if (typeof value === "number") {
    const text = value >= 0 && value < 2000 ? ["x".repeat(value), "x".repeat(value + 1)] : [];
    return [value, value + 1, value - 1, ...text];
  }
  const pieces = ["/", ":", ".", "-", " ", "|"]
    .flatMap((it) => value.split(it))
    .filter((it) => it !== "" && it !== value);
  const cases = value[0] === value[0]?.toLowerCase() ? [`X${value}`] : [];
  return [value, ...pieces, `${value}x`, `x${value}`, ...cases].slice(0, 12);
}

/** Keys that an expression reads, and the other constants in it. */
function readIn(node: PythonNode): { keys: Set<string>; constants: (string | number)[] } {
  const keys = new Set<string>();
  const constants: (string | number)[] = [];
  const walk = (it: PythonNode): void => {
    const key = keyRead(it);
    if (key !== undefined) keys.add(key);
    if (it.type === "constant" && typeof it.value === "string") constants.push(it.value);
    if (it.type === "constant" && (typeof it.value === "bigint" || typeof it.value === "number")) {
      constants.push(Number(it.value));
    }
    for (const part of nodesIn(it)) walk(part);
    if (it.type === "formatted")
      constants.push(...it.parts.filter((part) => typeof part === "string"));
  };
  walk(node);
  return { keys, constants: [...new Set(constants)].filter((it) => !keys.has(String(it))) };
}

function keyRead(node: PythonNode): string | undefined {
  const text = (it: PythonNode | undefined) =>
    it?.type === "constant" && typeof it.value === "string" ? it.value : undefined;
  const isEvent = (it: PythonNode) => it.type === "name" && it.name === "event";
  if (node.type === "subscript" && isEvent(node.value)) return text(node.index);
  if (node.type === "call" && node.callee.type === "attribute" && isEvent(node.callee.value))
    return text(node.args[0]);
  if (node.type === "compare" && node.rest.some(([by, it]) => by.endsWith("in") && isEvent(it)))
    return text(node.left);
  return undefined;
}

function walksEvent(node: PythonNode): boolean {
  return (
    node.type === "comprehension" ||
    (node.type === "attribute" && node.name === "values") ||
    nodesIn(node).some(walksEvent)
  );
}
