import { constantText, nodesIn, type PythonNode } from "../python/syntax/node.ts";
import type { Scalar } from "../record/flatten.ts";
import { fieldAt, flatPath, isUnknownField } from "../record/record-field.ts";
import { type FieldShape, RECORD_SHAPE } from "../record/record-shape.ts";
import { clauseValues } from "./clause-values.ts";
import { KINDS } from "./symbol/condition.ts";
import { pathOperand, usualKinds } from "./symbol/operand.ts";
import { slipIn } from "./symbol/usual.ts";

/** What the fields that an expression reads could be. */
export function candidatesOf(
  node: PythonNode,
): ReadonlyMap<string, readonly (Scalar | undefined)[]> {
  const { keys: read, constants } = readIn(node);
  const joined: string[] = [];
  const keys = new Set([...read].filter((it) => !isUnknownField(fieldAt(flatPath(it)))));
  if (keys.size === 0 || walksEvent(node)) {
    for (const value of constants) {
      if (typeof value !== "string" || !/^[\w.]+$/.test(value)) continue;
      const below = value.replace(/^\./, "");
      for (const key of [value, `${value}.0.value`, `requestParameters.${below}`]) {
        const isPart = /^(requestParameters|responseElements|additionalEventData)\.\w/.test(key);
        if (isPart || usualKinds(pathOperand(key)).length < KINDS.length)
          keys.add(key.replace(/\.$/, ""));
      }
      for (const key of leafKeys(RECORD_SHAPE)
        .filter((it) => it.includes(value))
        .slice(0, 2))
        keys.add(key);
    }
    keys.add("requestParameters.value");
    const texts = constants.filter((it) => typeof it === "string").slice(0, 6);
    joined.push(...texts.flatMap((a) => texts.filter((b) => a !== b).map((b) => `${a}${b}`)));
  }
  const numbered = walksEvent(node) ? numberedKeys(constants) : [];
  const isNamed = keys.has("eventName");
  keys.add("eventName");
  const found = new Map<string, readonly (Scalar | undefined)[]>();
  for (const key of keys) {
    const values = [
      ...joined,
      ...constants.flatMap((it) => around(it)),
      "Other",
      "111122223333",
      true,
      false,
    ];
    const fitting = values.filter((it) => hasKind(key, it));
    const named = isNamed ? fitting : ["Other"];
    const all: (Scalar | undefined)[] = key === "eventName" ? named : [...fitting, undefined];
    found.set(key, [...new Set(all)].slice(0, 60));
  }
  for (const key of numbered) if (!found.has(key)) found.set(key, ["Other", undefined]);
  return found;
}

/** As many keys with a text of an expression in them as it counts. */
function numberedKeys(constants: readonly (string | number)[]): readonly string[] {
  const counts = constants.filter((it) => typeof it === "number");
  const most = Math.max(0, ...counts.filter((it) => it <= 12));
  const [text] = constants.flatMap((it) =>
    typeof it === "string" && /^[\w.]*\w\.?$/.test(it) ? [it.replace(/^\.|\.$/g, "")] : [],
  );
  if (text === undefined || most === 0) return [];
  const isPart = /^(requestParameters|responseElements|additionalEventData)\b/.test(text);
  const below = isPart ? text : `requestParameters.${text}`;
  return Array.from({ length: most + 1 }, (_, at) => `${below}.${at}.${text.split(".").at(-1)}`);
}

/** What stands with each field in a clause of the rule; of fields, what is likely comes first. */
export function clauseCandidates(
  match: string,
  reads: readonly string[],
  before: ReadonlyMap<string, readonly (Scalar | undefined)[]>,
  combinations: number,
): ReadonlyMap<string, readonly (Scalar | undefined)[]> {
  const keys = new Set(["eventName", ...reads, ...before.keys()]);
  const share = Math.max(3, Math.floor(combinations ** (1 / keys.size)));
  return new Map(
    [...keys].map((key) => {
      const operand = pathOperand(key);
      const values: (Scalar | undefined)[] = clauseValues(match, operand).filter((it) =>
        hasKind(key, it),
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
  const signs = ["/", ":", ".", "-", " ", "|"];
  const pieces = signs.flatMap((it) => value.split(it)).filter((it) => it !== "" && it !== value);
  const halves = signs.flatMap((it) => halvesAt(value, value.lastIndexOf(it)));
  const cases = value[0] === value[0]?.toLowerCase() ? [`X${value}`] : [];
  return [value, ...halves, ...pieces, `${value}x`, `x${value}`, ...cases].slice(0, 14);
}

function hasKind(key: string, value: Scalar): boolean {
  return usualKinds(pathOperand(key)).includes(typeof value as "string");
}

/** Those values that CloudTrail can write in the fields. */
export function usualCandidates(
  candidates: ReadonlyMap<string, readonly (Scalar | undefined)[]>,
): typeof candidates {
  return new Map(
    [...candidates].map(([key, values]) => [
      key,
      values.filter((it) => typeof it !== "string" || slipIn(key, it) === undefined),
    ]),
  );
}

/** Flat keys of the fields that CloudTrail describes. */
function leafKeys(shape: FieldShape): readonly string[] {
  const below = (name: string, of: FieldShape): readonly string[] => {
    const inner = leafKeys(of);
    return inner.length > 0 ? inner.map((it) => `${name}.${it}`) : [name];
  };
  if (shape.kind === "list") return below("0", shape.of);
  if (shape.kind !== "object") return [];
  return Object.entries(shape.fields).flatMap(([name, field]) => below(name, field));
}

/** What stands before a place and behind it. */
function halvesAt(text: string, at: number): readonly string[] {
  return at > 0 && at + 1 < text.length ? [text.slice(0, at), text.slice(at + 1)] : [];
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
  const isEvent = (it: PythonNode) => it.type === "name" && it.name === "event";
  if (node.type === "subscript" && isEvent(node.value)) return constantText(node.index);
  if (node.type === "call" && node.callee.type === "attribute" && isEvent(node.callee.value))
    return constantText(node.args[0]);
  if (node.type === "compare" && node.rest.some(([by, it]) => by.endsWith("in") && isEvent(it)))
    return constantText(node.left);
  return undefined;
}

function walksEvent(node: PythonNode): boolean {
  return (
    node.type === "comprehension" ||
    (node.type === "attribute" && node.name === "values") ||
    nodesIn(node).some(walksEvent)
  );
}
