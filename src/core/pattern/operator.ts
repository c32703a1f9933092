import { PatternError } from "./error.ts";
import type { Leaf } from "./event-field.ts";
import { type IpRange, inRange, parseCidr, parseIpAddress } from "./ip-address.ts";
import { checkNumber, numericTest } from "./numeric.ts";
import { ignoreCaseTest, prefixTest, suffixTest, type TextMatcher, wildcardTest } from "./text.ts";

/** A test of one leaf, as one operator of an event pattern makes it. */
export type LeafTest = (leaf: Leaf) => boolean;

/** An operator as written: an object of one key. */
export type Operator = Readonly<Record<string, unknown>>;

/**
 * Compiles one operator, e.g. `{"prefix": "a"}`; `{"exists": false}` is none, as it tests no leaf.
 *
 * @param path Where in the pattern, for the error.
 * @throws {PatternError} If EventBridge would refuse the operator.
 */
export function compileOperator(operator: Operator, path: string): LeafTest {
  const { name, argument } = onlyEntry(operator, path);
  const text = (): string => textOf(argument, name, path);
  switch (name) {
    case "exists":
      if (argument !== true)
        throw new PatternError(path, '"exists" must be true or false', argument);
      return () => true;
    case "prefix":
    case "suffix":
      return onText(affixTest(name, argument, path));
    case "equals-ignore-case":
      return onText(ignoreCaseTest(text(), "all"));
    case "wildcard":
      return onText(wildcardTest(text(), path));
    case "cidr": {
      const range = parseCidr(text());
      if (range === undefined) {
        throw new PatternError(path, '"cidr" must be an address, "/" and a mask in bits', argument);
      }
      if (range.first === range.last) {
        const rule = `the mask of "cidr" must be less than /${range.bits} (list the address itself)`;
        throw new PatternError(path, rule, argument);
      }
      return rangeTest(range);
    }
    case "numeric":
      return numericTest(argument, path);
    case "anything-but":
      return anythingButTest(argument, path);
    default:
      throw new PatternError(path, `an operator must be one of ${OPERATORS}`, operator);
  }
}

const OPERATORS =
  "prefix, suffix, anything-but, numeric, cidr, exists, equals-ignore-case, wildcard";

function affixTest(name: "prefix" | "suffix", argument: unknown, path: string): TextMatcher {
  if (typeof argument === "object" && argument !== null) {
    const inner = onlyEntry(argument as Operator, path);
    if (inner.name !== "equals-ignore-case") {
      throw new PatternError(path, `"${name}" may hold only "equals-ignore-case"`, argument);
    }
    return ignoreCaseTest(textOf(inner.argument, inner.name, path), name);
  }
  const text = textOf(argument, name, path);
  return name === "prefix" ? prefixTest(text) : suffixTest(text);
}

function anythingButTest(argument: unknown, path: string): LeafTest {
  if (typeof argument === "object" && argument !== null && !Array.isArray(argument)) {
    const { name, argument: inner } = onlyEntry(argument as Operator, path);
    const tests = listOf(inner, path).map((item) => anythingButTextTest(name, item, path));
    return (leaf) => typeof leaf !== "string" || !tests.some((test) => test(leaf));
  }
  const values: readonly unknown[] = listOf(argument, path);
  const allText = values.every((value) => typeof value === "string");
  const allNumbers = values.every((value) => typeof value === "number");
  if (!allText && !allNumbers) {
    throw new PatternError(path, '"anything-but" must list only text or only numbers', argument);
  }
  if (allNumbers) for (const value of values) checkNumber(value, path);
  const excluded = new Set<unknown>(values);
  return (leaf) => !excluded.has(leaf);
}

function anythingButTextTest(name: string, item: unknown, path: string): TextMatcher {
  const text = textOf(item, name, path);
  switch (name) {
    case "prefix":
    case "suffix":
      if (text === "")
        throw new PatternError(path, `"${name}" in "anything-but" must not be empty`, text);
      return name === "prefix" ? prefixTest(text) : suffixTest(text);
    case "equals-ignore-case":
      return ignoreCaseTest(text, "all");
    case "wildcard":
      return wildcardTest(text, path);
    default:
      throw new PatternError(
        path,
        '"anything-but" may hold only prefix, suffix, equals-ignore-case or wildcard',
        name,
      );
  }
}

/** Tests whether a leaf is the text of an address in the range. */
export function rangeTest(range: IpRange): LeafTest {
  return onText((text) => {
    const address = parseIpAddress(text);
    return address !== undefined && inRange(address, range);
  });
}

/** An operator on text never matches another type. */
function onText(test: TextMatcher): LeafTest {
  return (leaf) => typeof leaf === "string" && test(leaf);
}

function onlyEntry(operator: Operator, path: string): { name: string; argument: unknown } {
  const [entry, ...more] = Object.entries(operator);
  if (entry === undefined || more.length > 0) {
    throw new PatternError(path, "an operator must be an object of one key", operator);
  }
  return { name: entry[0], argument: entry[1] };
}

function listOf(value: unknown, path: string): readonly unknown[] {
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0) {
    throw new PatternError(path, '"anything-but" must list at least one value', list);
  }
  return list;
}

function textOf(value: unknown, name: string, path: string): string {
  if (typeof value !== "string") throw new PatternError(path, `"${name}" must be text`, value);
  return value;
}
