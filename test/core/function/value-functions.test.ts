import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Budget } from "../../../src/core/function/budget.ts";
import { callOf } from "../../../src/core/function/function.ts";
import { netOf, VALUE_FUNCTIONS } from "../../../src/core/function/value-functions.ts";
import { assertResults, assertSteps } from "../../support/function-call.ts";

const test = suite("VALUE_FUNCTIONS");

test("refuse what is no net where it is the same for every event", () => {
  const check = VALUE_FUNCTIONS.in_cidr?.check;
  const said = (bad: string) =>
    `its argument 2 must be a net like 192.0.2.0/24 or 2001:db8::/32, or a list of nets: it has ${bad}`;
  for (const [nets, bad] of [
    ["office", '"office"'],
    ["192.0.2.0/33", '"192.0.2.0/33"'],
    [["192.0.2.0/24", 5], "5"],
    [["192.0.2.0/24", null], "null"],
    ["", '""'],
  ] as const) {
    assert.is(check?.([undefined, nets]), said(bad));
  }
  for (const nets of [undefined, [], "192.0.2.1", ["192.0.2.0/24", "2001:db8::/32"]]) {
    assert.is(check?.([undefined, nets]), undefined);
  }
});

const inCidr: readonly [address: string, nets: unknown, expected: boolean | null][] = [
  ["192.0.2.7", "192.0.2.0/24", true],
  ["192.0.3.7", "192.0.2.0/24", false],
  ["192.0.2.7", "192.0.2.7", true],
  ["192.0.2.8", "192.0.2.7", false],
  ["2001:db8::1", "2001:db8::1", true],
  ["2001:db8::2", "2001:db8::1", false],
  ["192.0.2.7", ["198.51.100.0/24", "192.0.2.0/24"], true],
  ["192.0.2.7", ["198.51.100.0/24", "2001:db8::/32"], false],
  ["192.0.2.7", [], false],
  ["AWS Internal", "0.0.0.0/0", false],
  ["192.0.2.7", "nowhere", null],
  ["192.0.2.7", ["192.0.2.0/24", 1], null],
];

test("tell whether an address lies in a net, told while compiling or by the event", () => {
  assertResults(inCidr.map(([address, nets, expected]) => [["in_cidr", address, nets], expected]));
  for (const [address, nets, expected] of inCidr) {
    const call = callOf("in_cidr", 2, [undefined, nets]);
    assert.is(call([address, nets], new Budget()), expected, `${address} ${nets}`);
  }
});

test("compare with stars for any text, told while compiling or by the event", () => {
  for (const [text, pattern, expected] of [
    ["arn:role/ci-1", "arn:*role/ci-*", true],
    ["arn:role/dev", "arn:*role/ci-*", false],
    ["a", "a", true],
    ["ab", "a", false],
    ["a\\b", "a\\b", true],
    ["", "**", true],
  ] as const) {
    assertResults([[["like", text, pattern], expected]]);
    const call = callOf("like", 2, [undefined, pattern]);
    assert.is(call([text, pattern], new Budget()), expected, `${text} ${pattern}`);
  }
});

test("are worked out while compiling only where the event has no say", () => {
  assert.is(VALUE_FUNCTIONS.in_cidr?.prepare?.(["192.0.2.1", undefined]), undefined);
  assert.is(VALUE_FUNCTIONS.in_cidr?.prepare?.([undefined, "nowhere"]), undefined);
  assert.type(VALUE_FUNCTIONS.in_cidr?.prepare?.([undefined, "192.0.2.1"]), "function");
  assert.is(VALUE_FUNCTIONS.like?.prepare?.(["a", undefined]), undefined);
  assert.type(VALUE_FUNCTIONS.like?.prepare?.([undefined, "a*"]), "function");
});

test("tell whether there is a value", () => {
  assertResults([
    [["exists", null], false],
    [["exists", false], true],
    [["exists", ""], true],
  ]);
  assertSteps([[["exists", "x".repeat(80)], 1]]);
});

test.run();

const nets = suite("netOf()");

nets("knows nets and addresses, and nothing else", () => {
  for (const bad of [undefined, null, 5, "", "a", "192.0.2.0/", ["192.0.2.0/24"]]) {
    assert.is(netOf(bad), undefined);
  }
  assert.equal(netOf("192.0.2.1"), netOf("192.0.2.1/32"));
  assert.equal(netOf("2001:db8::1"), netOf("2001:db8::1/128"));
});

nets.run();
