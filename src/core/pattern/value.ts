import { PatternError } from "./error.ts";
import type { Leaf } from "./event-field.ts";
import { parseIpAddress } from "./ip-address.ts";
import { compileOperator, type LeafTest, type Operator, rangeTest } from "./operator.ts";

/** What one field of an event pattern asks. */
export interface ValueTest {
  /** Says whether a leaf is one of those listed. */
  readonly matches: (leaf: Leaf) => boolean;
  /** Whether the field may be missing: `{"exists": false}` is listed. */
  readonly absent: boolean;
}

/**
 * Compiles the list of one field of an event pattern.
 *
 * @param path Where in the pattern, for the error.
 * @throws {PatternError} If EventBridge would refuse the list.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function compileValues(list: readonly unknown[], path: string): ValueTest {
  if (list.length === 0) throw new PatternError(path, "a field must list at least one value", list);
  const exact = new Set<Leaf>();
  const tests: LeafTest[] = [];
  let absent = false;
  for (const item of list) {
    if (Array.isArray(item) || item === undefined) {
      throw new PatternError(path, "a value must be text, number, boolean, null or operator", item);
    }
    if (typeof item !== "object" || item === null) addExact(item as Leaf, exact, tests);
    else if (isAbsence(item)) absent = true;
    else tests.push(compileOperator(item as Operator, path));
  }
  return {
    absent,
    matches: (leaf) => exact.has(leaf) || tests.some((test) => test(leaf)),
  };
}

/** The service compares text that looks like an IP address as one: `::1` equals `0:0:0:0:0:0:0:1`. */
function addExact(value: Leaf, exact: Set<Leaf>, tests: LeafTest[]): void {
  const address = typeof value === "string" ? parseIpAddress(value) : undefined;
  if (address === undefined) exact.add(value);
  else tests.push(rangeTest({ bits: address.bits, first: address.value, last: address.value }));
}

function isAbsence(item: object): boolean {
  return Object.keys(item).length === 1 && "exists" in item && item.exists === false;
}
