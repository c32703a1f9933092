import { suite } from "uvu";
import * as assert from "uvu/assert";
import { flatten } from "../../../src/core/record/flatten.ts";

const test = suite("flatten()");

test("leaves no key for null, empty objects and empty arrays", () => {
  assert.equal(flatten({ responseElements: null, requestParameters: {}, resources: [] }), {});
});

test("keeps __proto__ as an ordinary path and pollutes nothing", () => {
  const flat = flatten(JSON.parse('{"__proto__":"x","a":{"__proto__":{"isAdmin":true}}}'));
  assert.equal(Object.keys(flat), ["__proto__", "a.__proto__.isAdmin"]);
  assert.is(({} as Record<string, unknown>).isAdmin, undefined);
});

test("flattens 100,000 levels without overflowing the stack", () => {
  const depth = 100_000;
  const flat = flatten(JSON.parse(`${'{"a":'.repeat(depth)}"deep"${"}".repeat(depth)}`));
  assert.equal(Object.values(flat), ["deep"]);
});

test("keeps the later of two paths that collide", () => {
  assert.equal(flatten({ "a.b": 1, a: { b: 2 } }), { "a.b": 2 });
  assert.equal(flatten({ a: { b: 2 }, "a.b": 1 }), { "a.b": 1 });
});

test("joins nested keys with dots and indexes arrays, in document order", () => {
  const flat = flatten({
    eventName: "CreateUser",
    userIdentity: { type: "IAMUser", sessionContext: { attributes: { mfa: "true" } } },
    resources: [{ ARN: "arn:aws:iam::111122223333:user/ada" }, { count: 2 }],
    readOnly: false,
  });
  assert.equal(Object.entries(flat), [
    ["eventName", "CreateUser"],
    ["userIdentity.type", "IAMUser"],
    ["userIdentity.sessionContext.attributes.mfa", "true"],
    ["resources.0.ARN", "arn:aws:iam::111122223333:user/ada"],
    ["resources.1.count", 2],
    ["readOnly", false],
  ]);
});

test("does not mutate its input", () => {
  const record = { eventName: "GetUser", userIdentity: { type: "Root" } };
  flatten(record);
  assert.equal(record, { eventName: "GetUser", userIdentity: { type: "Root" } });
});

test.run();
