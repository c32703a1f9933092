import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  ANY_TEXT,
  excludes,
  implies,
  isSame,
  meets,
  strongest,
  type TextTest,
  weakest,
} from "../../../src/core/condition/text-test.ts";

const prefix = (text: string, fold?: "lower" | "upper"): TextTest => of("prefix", text, fold);
const suffix = (text: string, fold?: "lower" | "upper"): TextTest => of("suffix", text, fold);
const part = (text: string): TextTest => of("substring", text);
const exactly = (text: string, fold?: "lower" | "upper"): TextTest => of("equals", text, fold);
const wildcard = (text: string): TextTest => of("wildcard", text);
const net = (text: string): TextTest => of("cidr", text);

function of(by: TextTest["by"], text: string, fold?: "lower" | "upper"): TextTest {
  return { by, text, ...(fold !== undefined && { fold }) };
}

function shown({ by, text, fold }: TextTest): string {
  return `${by} "${text}" ${fold ?? ""}`.trim();
}

const test = suite("tests of text");

/** Whether the first implies the second, and whether no text meets both. */
const pairs: [a: TextTest, b: TextTest, implied: boolean, excluded: boolean][] = [
  [prefix("AB"), prefix("A"), true, false],
  [prefix("A"), prefix("AB"), false, false],
  [prefix("A"), prefix("B"), false, true],
  [prefix("A"), suffix("A"), false, false],
  [suffix("BA"), suffix("A"), true, false],
  [suffix("A"), suffix("B"), false, true],
  [prefix("ABC"), part("B"), true, false],
  [suffix("ABC"), part("B"), true, false],
  [part("ABC"), part("B"), true, false],
  [part("A"), part("B"), false, false],
  [part("A"), prefix("A"), false, false],
  [exactly("AB"), prefix("A"), true, false],
  [exactly("AB"), prefix("B"), false, true],
  [exactly("AB"), suffix("B"), true, false],
  [exactly("AB"), part("B"), true, false],
  [exactly("AB"), exactly("AB"), true, false],
  [exactly("AB"), exactly("A"), false, true],
  [exactly("A1B"), wildcard("A*B"), true, false],
  [exactly("A1"), wildcard("A*B"), false, true],
  [exactly("192.0.2.1"), net("192.0.2.0/24"), true, false],
  [exactly("192.0.3.1"), net("192.0.2.0/24"), false, true],
  [exactly("host"), net("192.0.2.0/24"), false, true],
  [prefix("A"), exactly("A"), false, false],
  [prefix("A"), exactly("B"), false, true],
  [net("192.0.2.0/25"), net("192.0.2.0/24"), true, false],
  [net("192.0.2.128/25"), net("192.0.2.0/24"), true, false],
  [net("192.0.2.0/24"), net("192.0.2.0/25"), false, false],
  [net("192.0.2.0/24"), net("192.0.2.128/25"), false, false],
  [net("192.0.3.0/24"), net("192.0.2.0/24"), false, false],
  [net("192.0.1.0/24"), net("192.0.2.0/24"), false, false],
  [net("::/0"), net("0.0.0.0/0"), false, false],
  [net("::/128"), net("0.0.0.0/0"), false, false],
  [net("host"), net("192.0.2.0/24"), false, false],
  [net("192.0.2.0/24"), net("host"), false, false],
  [net("192.0.2.0/24"), prefix("192"), false, false],
  [prefix("192.0.2.1"), net("192.0.2.0/24"), false, false],
  [net("192.0.2.0/24"), part("192"), false, false],
  [wildcard("A*B"), part("A"), false, false],
  [wildcard("A*B"), prefix("A"), false, false],
  [prefix("A1B"), wildcard("A*B"), false, false],
  [wildcard("A*B"), wildcard("A*B"), true, false],
  [prefix("ab", "lower"), prefix("a", "lower"), true, false],
  [prefix("ab", "lower"), prefix("a"), false, false],
  [prefix("ab"), prefix("a", "lower"), false, false],
  [prefix("a", "lower"), prefix("b", "lower"), false, true],
  [prefix("a", "lower"), prefix("b"), false, false],
  [exactly("a", "lower"), exactly("B", "upper"), false, false],
  [wildcard("x*"), ANY_TEXT, true, false],
  [exactly("a", "lower"), ANY_TEXT, true, false],
];

for (const [a, b, implied, excluded] of pairs) {
  test(`${shown(a)} ${implied ? "implies" : "does not imply"}, ${excluded ? "excludes" : "does not exclude"} ${shown(b)}`, () => {
    assert.is(implies(a, b), implied);
    assert.is(excludes(a, b), excluded);
    if (a.fold === b.fold) assert.is(excludes(b, a), excluded);
  });
}

/** Tests → those of them that all must meet, and those that none may. */
const reduced: [tests: TextTest[], strong: TextTest[] | undefined, weak: TextTest[]][] = [
  [[prefix("A"), prefix("AB")], [prefix("AB")], [prefix("A")]],
  [[prefix("AB"), prefix("A")], [prefix("AB")], [prefix("A")]],
  [[prefix("A"), prefix("A")], [prefix("A")], [prefix("A")]],
  [
    [prefix("A"), suffix("B")],
    [prefix("A"), suffix("B")],
    [prefix("A"), suffix("B")],
  ],
  [[prefix("A"), prefix("B")], undefined, [prefix("A"), prefix("B")]],
  [[suffix(""), prefix("A")], [prefix("A")], [ANY_TEXT]],
  [[part("")], [ANY_TEXT], [ANY_TEXT]],
  [[wildcard("")], [exactly("")], [exactly("")]],
  [[exactly("", "lower")], [exactly("")], [exactly("")]],
  [[exactly("A", "lower"), prefix("B")], undefined, [prefix("B")]],
  [[exactly("a", "upper")], undefined, []],
  [[exactly("a", "lower")], [exactly("a", "lower")], [exactly("a", "lower")]],
  [[net("10.1.2.3/8")], [net("10.0.0.0/8")], [net("10.0.0.0/8")]],
  [[net("192.168.77.5/20")], [net("192.168.64.0/20")], [net("192.168.64.0/20")]],
  [[net("2001:db8::1/32")], [net("2001:db8::1/32")], [net("2001:db8::1/32")]],
  [[net("host")], [net("host")], [net("host")]],
];

for (const [tests, strong, weak] of reduced) {
  test(`of ${tests.map(shown).join(", ")}, some tell the rest`, () => {
    assert.equal(strongest(tests), strong);
    assert.equal(weakest(tests), weak);
  });
}

test("are met by text alone, brought into their case", () => {
  assert.ok(meets("AB", prefix("ab", "lower")));
  assert.ok(meets("ab", prefix("AB", "upper")));
  assert.not(meets("ab", prefix("AB", "lower")));
  assert.not(meets("AB", prefix("ab")));
  assert.ok(meets("xAB", suffix("AB")));
  assert.not(meets("ABx", suffix("AB")));
  for (const value of [5, true, null, undefined, {}]) assert.not(meets(value, ANY_TEXT));
});

test("are the same by all that they say", () => {
  assert.ok(isSame(prefix("a", "lower"), prefix("a", "lower")));
  for (const other of [suffix("a", "lower"), prefix("b", "lower"), prefix("a")]) {
    assert.not(isSame(prefix("a", "lower"), other));
  }
});

test.run();
