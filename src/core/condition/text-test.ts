import { inRange, parseCidr, parseIpAddress } from "../pattern/ip-address.ts";
import { wildcardTest } from "../pattern/text.ts";

/** A test that only text can meet. */
export interface TextTest {
  /**
   * How `text` is compared. wildcard: its `*` stands for any text, `\*` and `\\` for themselves;
   * cidr: it is a block of addresses, and what is no address is not in it.
   */
  readonly by: "prefix" | "suffix" | "substring" | "equals" | "wildcard" | "cidr";
  /** What a value is compared with. */
  readonly text: string;
  /** The case into which a value is brought before it is compared; absent: it is taken as it is. */
  readonly fold?: "lower" | "upper";
}

/** The test that every text meets. */
export const ANY_TEXT: TextTest = { by: "prefix", text: "" };

/** Whether a value meets a test; what is no text never does. */
export function meets(value: unknown, test: TextTest): boolean {
  if (typeof value !== "string") return false;
  return meetsAsItIs(folded(value, test.fold), test);
}

/** The test itself, the same however it was spelled; undefined where nothing can meet it. */
function canonicalTest({ by, text, fold }: TextTest): TextTest | undefined {
  if (by === "cidr") return { by, text: networkOf(text) };
  if (text === "" && by !== "equals" && by !== "wildcard") return ANY_TEXT;
  if (text === "") return NO_TEXT;
  if (fold !== undefined && OTHER_CASE[fold].test(text)) return undefined;
  return fold === undefined ? { by, text } : { by, text, fold };
}

/** The test that the empty text alone meets. */
const NO_TEXT: TextTest = { by: "equals", text: "" };

/** A block of version 4 addresses by its first address, whichever address of it was written. */
function networkOf(block: string): string {
  const range = parseCidr(block);
  if (range === undefined || range.bits === 128) return block;
  const bytes = [24n, 16n, 8n, 0n].map((shift) => (range.first >> shift) & 255n);
  return `${bytes.join(".")}/${block.split("/")[1]}`;
}

/** Letters that no text has any more once it was brought into this case. */
const OTHER_CASE = { lower: /[A-Z]/, upper: /[a-z]/ } as const;

/** Whether whatever meets one test surely meets the other. */
export function implies(test: TextTest, other: TextTest): boolean {
  if (isSame(other, ANY_TEXT) || isSame(test, other)) return true;
  if (test.fold !== other.fold) return false;
  if (test.by === "equals") return meetsAsItIs(test.text, other);
  if (test.by === "cidr" || other.by === "cidr") return test.by === other.by && within(test, other);
  if (test.by === "wildcard" || other.by === "wildcard") return false;
  if (other.by === "substring") return test.text.includes(other.text);
  return test.by === other.by && meetsAsItIs(test.text, other);
}

/** Whether surely nothing meets both tests. */
export function excludes(a: TextTest, b: TextTest): boolean {
  if (a.fold !== b.fold) return false;
  if (a.by === "equals") return !meetsAsItIs(a.text, b);
  if (b.by === "equals") return !meetsAsItIs(b.text, a);
  if (a.by !== b.by || (a.by !== "prefix" && a.by !== "suffix")) return false;
  return !meetsAsItIs(a.text, b) && !meetsAsItIs(b.text, a);
}

/** Tests to meet, without those that others imply; undefined if nothing can meet them all. */
export function strongest(tests: readonly TextTest[]): readonly TextTest[] | undefined {
  const canonical = tests.map(canonicalTest);
  if (canonical.includes(undefined)) return undefined;
  const known = canonical as TextTest[];
  if (known.some((a) => known.some((b) => excludes(a, b)))) return undefined;
  return withoutRedundant(known, (test, other) => implies(other, test));
}

/** Tests to fail, without those that failing others implies. */
export function weakest(tests: readonly TextTest[]): readonly TextTest[] {
  const canonical = tests.flatMap((test) => canonicalTest(test) ?? []);
  return withoutRedundant(canonical, implies);
}

/** Whether two tests are the same, not only alike. */
export function isSame(a: TextTest, b: TextTest): boolean {
  return a.by === b.by && a.text === b.text && a.fold === b.fold;
}

function folded(value: string, fold: TextTest["fold"]): string {
  if (fold === undefined) return value;
  return fold === "lower" ? value.toLowerCase() : value.toUpperCase();
}

function meetsAsItIs(value: string, { by, text }: TextTest): boolean {
  switch (by) {
    case "prefix":
      return value.startsWith(text);
    case "suffix":
      return value.endsWith(text);
    case "substring":
      return value.includes(text);
    case "equals":
      return value === text;
    case "wildcard":
      return wildcardTest(text, "")(value);
    case "cidr": {
      const [range, address] = [parseCidr(text), parseIpAddress(value)];
      return range !== undefined && address !== undefined && inRange(address, range);
    }
  }
}

/** Whether one block of addresses lies in the other. */
function within({ text }: TextTest, other: TextTest): boolean {
  const [inner, outer] = [parseCidr(text), parseCidr(other.text)];
  if (inner === undefined || outer === undefined || inner.bits !== outer.bits) return false;
  return inner.first >= outer.first && inner.last <= outer.last;
}

/** In one order; of two that make each other redundant, the first stays. */
function withoutRedundant(
  tests: readonly TextTest[],
  redundant: (test: TextTest, other: TextTest) => boolean,
): readonly TextTest[] {
  const distinct = [...new Map(tests.map((test) => [JSON.stringify(test), test]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, test]) => test);
  const kept: TextTest[] = [];
  for (const [at, test] of distinct.entries()) {
    const rest = [...kept, ...distinct.slice(at + 1)];
    if (!rest.some((other) => redundant(test, other))) kept.push(test);
  }
  return kept;
}
