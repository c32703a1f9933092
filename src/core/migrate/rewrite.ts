import { mapped } from "../python/syntax/mapped.ts";
import { constantText, type PythonNode } from "../python/syntax/node.ts";
import { askedOfAny, firstTrue } from "./turn/any-turn.ts";
import { isEventWalk, turnedCall } from "./turn/call-turn.ts";
import { unturnedCase } from "./turn/case-turn.ts";
import { turnedClass } from "./turn/class-turn.ts";
import { displayed } from "./turn/display-turn.ts";
import { unfolded } from "./turn/fold-turn.ts";
import { formatted } from "./turn/format-turn.ts";
import { valuesOfKeys } from "./turn/key-turn.ts";
import { builtinCall, isEvent } from "./turn/named.ts";
import { splitAtPlace } from "./turn/place-turn.ts";
import { askedOfSets } from "./turn/set-turn.ts";
import { turnedText } from "./turn/text-turn.ts";
import { askedOfWhole } from "./turn/whole-turn.ts";

/**
 * An expression in other words that Python evaluates the same, where the others are those that a
 * translation is known of. What is not one of the known turns stays as it is.
 */
export function inOtherWords(node: PythonNode): PythonNode {
  const inner = mapped(node, inOtherWords);
  const other = splitAtPlace(inner) ?? turnedCall(inner) ?? turnedClass(inner) ?? unfolded(inner);
  // Each turn leaves fewer of what is turned.
  if (other !== undefined) return inOtherWords(other);
  return (
    valuesOfKeys(inner) ??
    askedOfSets(inner) ??
    askedOfWhole(inner) ??
    displayed(inner) ??
    turnedText(inner) ??
    unturnedCase(inner) ??
    walkedOnce(inner) ??
    lookedUp(inner) ??
    lastPart(inner) ??
    formatted(inner) ??
    askedOfAny(inner) ??
    firstTrue(inner) ??
    inner
  );
}

/** `for k in list(event.items())` as `for k in event.items()`. */
function walkedOnce(node: PythonNode): PythonNode | undefined {
  if (node.type !== "comprehension") return undefined;
  const clauses = node.clauses.map((clause) => {
    const [made, of] = builtinCall(clause.iterable) ?? [];
    const isCopy = (made === "list" || made === "tuple") && of !== undefined && isEventWalk(of);
    return isCopy ? { ...clause, iterable: of } : clause;
  });
  const isSame = clauses.every((it, index) => it === node.clauses[index]);
  return isSame ? undefined : inOtherWords({ ...node, clauses });
}

/** The keys of the event: `list(event)`, `event.keys()`. A copy of it is it. */
function lookedUp(node: PythonNode): PythonNode | undefined {
  const [name, arg] = builtinCall(node) ?? [];
  if (name === "dict" && isEvent(arg)) return arg;
  if (node.type === "call" && node.callee.type === "attribute" && isEvent(node.callee.value)) {
    if (node.callee.name === "copy" && node.args.length === 0) return node.callee.value;
  }
  if (node.type !== "compare" || node.rest.length !== 1) return undefined;
  const [[by, right]] = node.rest as readonly [readonly ["in", PythonNode]];
  const [made, of] = builtinCall(right) ?? [];
  if (!by.endsWith("in") || of === undefined) return undefined;
  return ["list", "tuple", "set"].includes(made ?? "") && isKeys(of)
    ? { ...node, rest: [[by, of]] }
    : undefined;
}

function isKeys(node: PythonNode): boolean {
  if (isEvent(node)) return true;
  return (
    node.type === "call" &&
    node.callee.type === "attribute" &&
    node.callee.name === "keys" &&
    isEvent(node.callee.value)
  );
}

/** Parts of a text by other methods than `split`. */
function lastPart(node: PythonNode): PythonNode | undefined {
  if (node.type !== "subscript" || node.value.type !== "call") return undefined;
  const { callee, args, keywords } = node.value;
  const [separator, most] = args;
  if (callee.type !== "attribute" || separator === undefined || keywords.length > 0)
    return undefined;
  // A separator that is empty or no text raises in other ways.
  if (!constantText(separator)) return undefined;
  const at = indexOf(node.index);
  const split = (...given: readonly PythonNode[]): PythonNode => ({
    ...node.value,
    type: "call",
    callee: { ...callee, name: "split" },
    args: given,
    keywords: [],
  });
  const span = { start: node.start, end: node.end };
  const last: PythonNode = {
    type: "unary",
    by: "-",
    operand: { type: "constant", value: 1n, ...span },
    ...span,
  };
  const isSome =
    args.length === 1 ||
    (args.length === 2 && most?.type === "constant" && Number(most.value) >= 1);
  if (callee.name === "rsplit" && at === -1n && isSome)
    return { ...node, value: split(separator), index: last };
  if (callee.name === "rpartition" && (at === 2n || at === -1n) && args.length === 1)
    return { ...node, value: split(separator), index: last };
  if (callee.name === "partition" && at === 0n && args.length === 1)
    return { ...node, value: split(separator, { type: "constant", value: 1n, ...span }) };
  return undefined;
}

function indexOf(node: PythonNode): bigint | undefined {
  if (node.type === "constant" && typeof node.value === "bigint") return node.value;
  if (node.type !== "unary" || node.by !== "-") return undefined;
  const positive = indexOf(node.operand);
  return positive === undefined ? undefined : -positive;
}
