import { BlockList, isIPv4, isIPv6 } from "node:net";
import { arnMatches } from "./arn.ts";
import { matchesPattern, readPattern, readText } from "./pattern.ts";
import type { RequestContext } from "./request.ts";

/**
 * Whether one value of a request is what one value of a policy says.
 *
 * @param variables Absent where the policy's version has none.
 */
export type ValueComparison = (
  value: string,
  wanted: string,
  variables?: RequestContext,
) => boolean;

/** A condition operator, without what may stand before and behind its name. */
export interface ConditionOperator {
  /** Its name as AWS writes it. */
  readonly name: string;
  readonly holds: ValueComparison;
  /** Whether it asks that no value of the policy holds. */
  readonly negated: boolean;
}

/**
 * Finds a condition operator; the case of its name does not matter.
 *
 * @returns `undefined` if IAM has none of that name. `Null` is none of them: it compares nothing.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function findOperator(name: string): ConditionOperator | undefined {
  return OPERATORS.get(name.toLowerCase());
}

const equals: ValueComparison = (value, wanted, variables) => value === readText(wanted, variables);

const equalsIgnoringCase: ValueComparison = (value, wanted, variables) =>
  value.toLowerCase() === readText(wanted, variables)?.toLowerCase();

const like: ValueComparison = (value, wanted, variables) => {
  const pattern = readPattern(wanted, variables);
  return pattern !== undefined && matchesPattern(pattern, value);
};

const arnLike: ValueComparison = (value, wanted, variables) => {
  const pattern = readPattern(wanted, variables);
  return pattern !== undefined && arnMatches(pattern, value);
};

/** Compares what both texts are as numbers; false if one is none. */
function ordered(read: (text: string) => number, holds: (a: number, b: number) => boolean) {
  return (value: string, wanted: string): boolean => {
    const [a, b] = [read(value), read(wanted)];
    return !Number.isNaN(a) && !Number.isNaN(b) && holds(a, b);
  };
}

function numberOf(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

/** Milliseconds since the epoch, of a date or of seconds since the epoch. */
function timeOf(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

const inRange: ValueComparison = (value, wanted) => {
  const [address = "", bits] = wanted.split("/");
  const family = isIPv6(address) ? "ipv6" : "ipv4";
  const fits = family === "ipv6" ? isIPv6(value) : isIPv4(value) && isIPv4(address);
  if (!fits) return false;
  const list = new BlockList();
  if (bits === undefined) list.addAddress(address, family);
  else list.addSubnet(address, Number(bits), family);
  return list.check(value, family);
};

const bool: ValueComparison = (value, wanted) => value.toLowerCase() === wanted.toLowerCase();

const COMPARISONS: readonly (readonly [name: string, holds: ValueComparison, negation?: string])[] =
  [
    ["StringEquals", equals, "StringNotEquals"],
    ["StringEqualsIgnoreCase", equalsIgnoringCase, "StringNotEqualsIgnoreCase"],
    ["StringLike", like, "StringNotLike"],
    // AWS: ArnEquals and ArnLike behave identically.
    ["ArnEquals", arnLike, "ArnNotEquals"],
    ["ArnLike", arnLike, "ArnNotLike"],
    ["Bool", bool],
    ["BinaryEquals", (value, wanted) => value === wanted],
    ["IpAddress", inRange, "NotIpAddress"],
    ...orders("Numeric", numberOf),
    ...orders("Date", timeOf),
  ];

function orders(kind: string, read: (text: string) => number) {
  const holds = (order: (a: number, b: number) => boolean) => ordered(read, order);
  return [
    [`${kind}Equals`, holds((a, b) => a === b), `${kind}NotEquals`],
    [`${kind}LessThan`, holds((a, b) => a < b)],
    [`${kind}LessThanEquals`, holds((a, b) => a <= b)],
    [`${kind}GreaterThan`, holds((a, b) => a > b)],
    [`${kind}GreaterThanEquals`, holds((a, b) => a >= b)],
  ] as const;
}

const OPERATORS: ReadonlyMap<string, ConditionOperator> = new Map(
  COMPARISONS.flatMap(([name, holds, negation]): ConditionOperator[] => [
    { name, holds, negated: false },
    ...(negation === undefined ? [] : [{ name: negation, holds, negated: true }]),
  ]).map((operator) => [operator.name.toLowerCase(), operator]),
);
