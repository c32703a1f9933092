import { suite } from "uvu";
import * as assert from "uvu/assert";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { toPredicate } from "../../../src/core/expression/expression.ts";
import {
  everyState,
  exampleLists,
  expiredValues,
  listsOf,
  treeOf,
  valuesAt,
} from "../../../src/core/list/rule-lists.ts";
import { mergeLists } from "../../../src/core/list/value-list.ts";

const LISTS = {
  a: [
    { value: "x" },
    { value: "y", expires: "2026-01-31", owner: "o" },
    { value: "z", expires: "2026-02-28", owner: "o" },
  ],
};

const at = suite("valuesAt()");

const times: [day: string, values: string[]][] = [
  ["2026-01-31T23:59:59Z", ["x", "y", "z"]],
  ["2026-02-01T00:00:00Z", ["x", "z"]],
  ["2026-03-01T00:00:00Z", ["x"]],
];

for (const [day, values] of times) {
  at(`is ${values} at ${day}`, () => {
    assert.equal(valuesAt(LISTS, Date.parse(day)), { a: values });
  });
}

at("is all of it where the day makes no difference", () => {
  assert.equal(valuesAt(LISTS), { a: ["x", "y", "z"] });
  assert.equal(valuesAt(undefined), {});
});

at.run();

const states = suite("everyState()");

states("are what is left as one after the other expires", () => {
  const rules = everyState({ match: "contains($lists.a, eventName)", lists: LISTS });
  assert.equal(
    rules.map(({ lists }) => valuesAt(lists).a),
    [["x", "y", "z"], ["x", "z"], ["x"]],
  );
});

states("of what never expires is the rule itself", () => {
  const rule = { match: "contains($lists.a, eventName)", lists: { a: [{ value: "x" }] } };
  assert.equal(everyState(rule), [rule]);
});

states.run();

const expired = suite("expiredValues()");

expired("are told once, however many rules use the list", () => {
  const now = Date.parse("2026-02-01");
  assert.equal(expiredValues([{ lists: LISTS }, { lists: LISTS }, {}], now), [
    { value: "y", expires: "2026-01-31", owner: "o", list: "a" },
  ]);
});

expired.run();

const of = suite("listsOf()");

of("has those that the expressions use, empty ones too, and of the others nothing", () => {
  const entry = { owner: "o", reason: "r" };
  const lists = mergeLists([
    { path: "a", field: [], id: "a", entries: [{ ...entry, value: "x" }] },
    { path: "s", field: [], id: "a", entries: [{ ...entry, value: "y", expires: "2026-01-31" }] },
    { path: "b", field: [], id: "b", entries: [] },
    { path: "c", field: [], id: "c", entries: [] },
  ]);
  const used = listsOf(["contains($lists.b, eventName)", "contains($lists.a, eventName)"], lists);
  assert.equal(used, {
    a: [{ value: "x" }, { value: "y", expires: "2026-01-31", owner: "o" }],
    b: [],
  });
  assert.is(listsOf(["eventName == 'A'"], lists), undefined);
});

of.run();

const tree = suite("treeOf()");

const judged: [match: string, example: Record<string, string[]>, event: object, is: boolean][] = [
  ["contains($lists.a, eventName)", {}, { eventName: "x" }, false],
  ["!contains($lists.a, eventName)", {}, { eventName: "x" }, true],
  ["contains($lists.a, eventName)", { a: ["x"] }, { eventName: "x" }, true],
  [
    "contains($accounts, recipientAccountId)",
    { accounts: ["1"] },
    { recipientAccountId: "1" },
    true,
  ],
  ["like($issuer, $lists.a)", { a: ["arn:*:role/d-*"] }, session("arn:aws:iam::1:role/d-1"), true],
  ["like($issuer, $lists.a)", { a: ["arn:*:role/d-*"] }, session("arn:aws:iam::1:role/e"), false],
  ["like($issuer, $lists.a)", { a: ["arn:*:user/d"] }, user("arn:aws:iam::1:user/d"), true],
  ["like($issuer, $lists.a)", { a: ["a*"] }, {}, false],
  ["!like($issuer, $lists.a)", { a: ["a*"] }, {}, true],
  ["in_cidr(sourceIPAddress, $lists.a)", { a: ["192.0.2.0/24"] }, ip("192.0.2.9"), true],
  ["in_cidr(sourceIPAddress, $lists.a)", { a: ["192.0.2.0/24"] }, ip("AWS Internal"), false],
  ["!in_cidr(sourceIPAddress, $lists.a)", { a: ["192.0.2.0/24"] }, {}, true],
];

for (const [match, example, event, is] of judged) {
  tree(`gives ${is}: ${match} with ${JSON.stringify(example)} of ${JSON.stringify(event)}`, () => {
    const matches = toPredicate(treeOf({ match, lists: exampleLists([match], example) }, []));
    assert.is(matches(viewOfRecord(event as Record<string, unknown>)), is);
  });
}

tree("faults on a list that is not there, rather than take it for empty", () => {
  const matches = toPredicate(treeOf({ match: "!contains($lists.a, eventName)" }, []));
  assert.throws(() => matches(viewOfRecord({ eventName: "x" })), /\$lists\.a/);
});

tree.run();

function session(arn: string): object {
  return {
    userIdentity: {
      arn: "arn:aws:sts::1:assumed-role/d/session",
      sessionContext: { sessionIssuer: { arn } },
    },
  };
}

function user(arn: string): object {
  return { userIdentity: { arn } };
}

function ip(sourceIPAddress: string): object {
  return { sourceIPAddress };
}
