import { textsOf, toWildcard } from "../function/like-pattern.ts";
import type { Scalar } from "../record/flatten.ts";
import { ANY_TEXT, meets, type TextTest } from "./text-test.ts";
import {
  ABSENT,
  equalTo,
  intersect,
  PRESENT,
  type PresentMember,
  TEXT,
  textBy,
  type ValueMember,
} from "./value-set.ts";
import {
  ANYTHING,
  allOf,
  anyOf,
  NO_TEXT,
  NOT_NULL,
  NULL,
  ofType,
  scalarOf,
  type Want,
  wants,
} from "./want.ts";

/**
 * What a function's argument must be for its result to be wanted: each of these turns what is
 * wanted of the result into what is wanted of the argument.
 *
 * @module
 */

const NOTHING: Want = { set: [], containers: "none" };

/** Of a test of text, which gives null of what is no text. */
export function tested(test: TextTest, want: Want): Want {
  return anyOf(
    wants(want, true) ? scalarOf({ ...PRESENT, all: [test] }) : NOTHING,
    wants(want, false) ? scalarOf({ ...TEXT, none: [test] }) : NOTHING,
    wants(want, null) ? NO_TEXT : NOTHING,
  );
}

/** Of tests of text of which any is enough. */
export function testedByAny(tests: readonly TextTest[], want: Want): Want {
  const is = tests.map((test) => ({ ...PRESENT, all: [test] }));
  return anyOf(
    wants(want, true) ? scalarOf(...is) : NOTHING,
    wants(want, false) ? scalarOf({ ...TEXT, none: tests }) : NOTHING,
    wants(want, null) ? NO_TEXT : NOTHING,
  );
}

/** Of `like()`. */
export function alike(pattern: string, want: Want): Want {
  const test = likeTest(pattern);
  // What is excluded as a value costs less than what is excluded as a text.
  return test.by === "equals" ? listedText([pattern], [], want) : tested(test, want);
}

/**
 * Of `like()` with a list of patterns. A bus takes few wildcards, so of more than
 * {@linkcode MAX_LISTED_WILDCARDS} of them what they begin or end with is compared.
 */
export function alikeAny(patterns: readonly string[], want: Want): Preimage {
  const tests = patterns.map(likeTest);
  const texts = tests.flatMap(({ by, text }) => (by === "equals" ? [text] : []));
  const others = tests.filter(({ by }) => by !== "equals");
  const wild = others.filter(isWild);
  if (wild.length <= MAX_LISTED_WILDCARDS) {
    return { want: listedText(texts, others, want), exact: true };
  }
  const ends = others.map((test) => (isWild(test) ? endOf(test) : test));
  // What a wider test excludes may be wanted: of what is excluded, what can be said stays.
  const isIn = listedText(texts, ends, allOf(want, scalarOf(equalTo(true))));
  const kept = others.filter((test) => !isWild(test));
  const isOut = listedText(texts, kept, allOf(want, anyOf(scalarOf(equalTo(false)), NULL)));
  return { want: anyOf(isIn, isOut), exact: false };
}

/** Patterns of one list that EventBridge compares with a wildcard. */
const MAX_LISTED_WILDCARDS = 2;

function listedText(texts: readonly string[], tests: readonly TextTest[], want: Want): Want {
  const is = [...texts.map(equalTo), ...tests.map((test) => ({ ...PRESENT, all: [test] }))];
  return anyOf(
    wants(want, true) ? scalarOf(...is) : NOTHING,
    wants(want, false) ? scalarOf({ ...TEXT, none: tests, not: texts }) : NOTHING,
    wants(want, null) ? NO_TEXT : NOTHING,
  );
}

/** The cheapest test there is that is what a pattern of `like()` is, as a bus takes few wildcards. */
function likeTest(pattern: string): TextTest {
  const texts = textsOf(pattern);
  const [first = "", second = "", third] = texts;
  if (texts.length === 1) return { by: "equals", text: pattern };
  if (texts.length === 2 && second === "") return { by: "prefix", text: first };
  if (texts.length === 2 && first === "") return { by: "suffix", text: second };
  if (texts.length === 3 && first === "" && third === "") return { by: "substring", text: second };
  return { by: "wildcard", text: toWildcard(pattern) };
}

function isWild({ by }: TextTest): boolean {
  return by === "substring" || by === "wildcard";
}

/** The test that text meets which meets a wildcard: the longer of its beginning and its end. */
function endOf({ by, text }: TextTest): TextTest {
  if (by !== "wildcard") return ANY_TEXT;
  const parts = text.split(/[*\\]/);
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  return last.length > first.length ? { by: "suffix", text: last } : { by: "prefix", text: first };
}

/** Of `exists()`. */
export function existing(want: Want): Want {
  return anyOf(wants(want, true) ? NOT_NULL : NOTHING, wants(want, false) ? NULL : NOTHING);
}

/** Of a search in a constant list: what is searched for. */
export function listed(list: readonly unknown[], want: Want): Want {
  const scalars = list.filter((item): item is Scalar => item !== null && typeof item !== "object");
  const hasContainer = list.some((item) => item !== null && typeof item === "object");
  const hasNull = list.includes(null);
  const isIn: Want = {
    set: [...scalars.map(equalTo), ...(hasNull ? [ABSENT] : [])],
    containers: hasContainer ? "some" : "none",
  };
  const isOut: Want = {
    set: [{ ...PRESENT, not: scalars }, ...(hasNull ? [] : [ABSENT])],
    containers: hasContainer ? "some" : "all",
  };
  return anyOf(wants(want, true) ? isIn : NOTHING, wants(want, false) ? isOut : NOTHING);
}

/** Of a search for a constant: the text or list that is searched. */
export function searched(search: unknown, want: Want): Want {
  if (typeof search !== "string") {
    // No text holds it, which is null; a list may.
    return wants(want, null)
      ? { ...ANYTHING, containers: "some" }
      : { set: [], containers: "some" };
  }
  const text = tested({ by: "substring", text: search }, want);
  const all = [true, false, null].every((value) => wants(want, value));
  return { set: text.set, containers: all ? "all" : "some" };
}

/** Of `type()`: a value of one of the wanted types. */
export function typed(want: Want): Want {
  const types = ["string", "number", "boolean", "array", "object", "null"];
  return ofType(types.filter((type) => wants(want, type)));
}

/** What is wanted of an argument, and whether that says all. */
export interface Preimage {
  readonly want: Want;
  readonly exact: boolean;
}

/** Of `lower()` and `upper()`. */
export function foldedText(fold: "lower" | "upper", want: Want): Preimage {
  let exact = true;
  const members = intersect(want.set, [TEXT]).map((member): ValueMember => {
    if (member.kind === "equals") return textBy("equals", member.value as string, fold);
    const { all, none, not } = member as PresentMember;
    if ([...all, ...none].some((test) => test.fold !== undefined && test.fold !== fold)) {
      exact = false;
      return TEXT;
    }
    const excluded = not.map((value): TextTest => ({ by: "equals", text: String(value), fold }));
    const folded = (test: TextTest): TextTest => (test.text === "" ? test : { ...test, fold });
    return { ...PRESENT, all: all.map(folded), none: [...none.map(folded), ...excluded] };
  });
  return { want: anyOf(scalarOf(...members), wants(want, null) ? NO_TEXT : NOTHING), exact };
}

/** Of `split(text, separator)[0]`. */
export function firstPart(separator: string, want: Want): Preimage {
  return part("prefix", separator, want);
}

/** Of `split(text, separator)[-1]`. */
export function lastPart(separator: string, want: Want): Preimage {
  return part("suffix", separator, want);
}

function part(end: "prefix" | "suffix", separator: string, want: Want): Preimage {
  let exact = true;
  const members = intersect(want.set, [TEXT]).flatMap((member): readonly ValueMember[] => {
    if (member.kind === "equals") {
      const text = member.value as string;
      if (text.includes(separator)) return [];
      const whole = end === "prefix" ? text + separator : separator + text;
      // The text itself may hold the separator's beginning at its end.
      exact &&= separator.length === 1;
      return [member, textBy(end, whole)];
    }
    exact = false;
    const { all } = member as PresentMember;
    const told = all.find(
      (test) =>
        test.by === end && test.fold === undefined && !meets(test.text, bySubstring(separator)),
    );
    return told === undefined ? [TEXT] : [textBy(end, told.text)];
  });
  return { want: anyOf(scalarOf(...members), wants(want, null) ? NO_TEXT : NOTHING), exact };
}

function bySubstring(text: string): TextTest {
  return { by: "substring", text };
}
