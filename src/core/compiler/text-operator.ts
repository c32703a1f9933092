import type { TextTest } from "../condition/text-test.ts";
import { parseCidr, parseIpAddress } from "../pattern/ip-address.ts";
import type { Scalar } from "../record/flatten.ts";

/** A value or operator of an event pattern; never null, and never `numeric`. */
export type PatternValue = Scalar | Readonly<Record<string, unknown>>;

/** One value or operator, and why it says less than it should. */
export interface WrittenValue {
  readonly value: PatternValue;
  readonly loss?: string;
}

/** Longest text worth a place in a pattern, in characters; of longer text, this much is compared. */
export const LONGEST_TEXT = 500;

/** Any value, for want of an operator that says more. */
export function anyFor(loss: string): WrittenValue {
  return { value: { exists: true }, loss };
}

/**
 * Writes a test of text as an operator that lets through whatever meets the test: what the service
 * compares otherwise than an expression does is left out of the text.
 */
export function textOperator(test: TextTest): WrittenValue {
  if (test.text === "" && test.by === "prefix") return { value: { prefix: "" } };
  if (test.fold !== undefined) return ignoringCase(test, test.fold);
  switch (test.by) {
    case "equals":
      return affix("prefix", test.text);
    case "cidr":
      return block(test.text);
    case "wildcard":
      return wildcard(test.text);
    default:
      return affix(test.by, test.text);
  }
}

const CUT = "only part of a text can be compared";

function affix(by: "prefix" | "suffix" | "substring", text: string): WrittenValue {
  // Pieces without quotes and halves of surrogate pairs; the regular expression sees whole pairs.
  const pieces = text.split(/["\ud800-\udfff]/u);
  const cut = {
    prefix: pieces[0]?.slice(0, LONGEST_TEXT) ?? "",
    suffix: pieces.at(-1)?.slice(-LONGEST_TEXT) ?? "",
    substring: longestOf(pieces).slice(0, LONGEST_TEXT),
  };
  const piece = trimHalves(cut[by]);
  if (piece === "") return anyFor(CUT);
  const value =
    by === "substring" ? { wildcard: `*${piece.replace(/[\\*]/g, "\\$&")}*` } : { [by]: piece };
  return piece === text ? { value } : { value, loss: CUT };
}

/** A wildcard as an expression writes it is one as the service takes it, but for what it cannot hold. */
function wildcard(text: string): WrittenValue {
  if (text.length <= LONGEST_TEXT && !/["\ud800-\udfff]|\*\*/u.test(text)) {
    return { value: { wildcard: text } };
  }
  const head = text.split(/[*\\]/)[0] ?? "";
  return { ...affix("prefix", head), loss: CUT };
}

/** The service refuses a block of one address. */
function block(text: string): WrittenValue {
  const range = parseCidr(text);
  if (range === undefined) return anyFor("it is no block of addresses");
  const [address = ""] = text.split("/");
  if (range.first !== range.last) {
    // Of every address there is, the service lets through what is none.
    const loss = text.endsWith("/0") ? "the service lets through what is no address" : undefined;
    return { value: { cidr: text }, ...(loss !== undefined && { loss }) };
  }
  return parseIpAddress(address) === undefined
    ? anyFor("it is no block of addresses")
    : { value: address };
}

/**
 * The service compares each character with its own upper and lower case. A few letters are also
 * what characters beyond ASCII become in lower or upper case; text is cut before those.
 */
function ignoringCase({ by, text }: TextTest, fold: "lower" | "upper"): WrittenValue {
  if (by !== "equals" && by !== "prefix" && by !== "suffix") {
    return anyFor("a pattern cannot search in text whatever its case");
  }
  const pieces = text.split(TRAPS[fold]);
  if (by === "equals" && pieces.length === 1 && text.length <= LONGEST_TEXT) {
    return { value: { "equals-ignore-case": text } };
  }
  const first = pieces[0]?.slice(0, LONGEST_TEXT) ?? "";
  const last = pieces.at(-1)?.slice(-LONGEST_TEXT) ?? "";
  const end = by === "equals" ? (first.length >= last.length ? "prefix" : "suffix") : by;
  // Where the text ends, one character may stand for the last letter and what follows it.
  const piece =
    end === "prefix"
      ? (EDGES[fold].upToLast.exec(first)?.[0] ?? "")
      : last.replace(EDGES[fold].first, "");
  if (piece === "") return anyFor(CUT);
  const value = { [end]: { "equals-ignore-case": piece } };
  return by !== "equals" && piece === text ? { value } : { value, loss: CUT };
}

/**
 * What is not compared: all beyond ASCII, what the service escapes, and letters that other
 * characters become: the Kelvin sign is k in lower case, a long s is S in upper case.
 */
const TRAPS = { lower: /[^\x20-\x7e]|["\\k]/i, upper: /[^\x20-\x7e]|["\\siflt]/i } as const;

/**
 * Letters with which what one character becomes begins, and all before those with which it ends: a
 * dotted I is i and its dot.
 */
const EDGES = {
  lower: { first: /^$/, upToLast: /^.*[^i]/is },
  upper: { first: /^n+/i, upToLast: /^.*[^jhwya]/is },
} as const;

function longestOf(pieces: readonly string[]): string {
  return pieces.reduce((best, piece) => (piece.length > best.length ? piece : best), "");
}

/** Cutting text may have cut a pair in two. */
function trimHalves(text: string): string {
  return text.replace(/^[\udc00-\udfff]/, "").replace(/[\ud800-\udbff]$/, "");
}
