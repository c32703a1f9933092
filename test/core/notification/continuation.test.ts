import { suite } from "uvu";
import * as assert from "uvu/assert";
import { resumptionOf, toContinuation } from "../../../src/core/notification/continuation.ts";

const odd = suite("resumptionOf(), odd values");

const WELL = { next: 7, offset: 900, hops: 2 };

for (const [name, value] of [
  ["nothing", undefined],
  ["null", null],
  ["a text", "7"],
  ["a number", 7],
  ["no field", {}],
  ...["next", "offset", "hops"].flatMap((field) =>
    [undefined, null, "7", -1, 1.5, Number.NaN, 2 ** 53, true, {}].map(
      (value) => [`${field} ${JSON.stringify(value)}`, { ...WELL, [field]: value }] as const,
    ),
  ),
] as const) {
  odd(`finds no place in ${name}`, () => assert.is(resumptionOf(value), undefined));
}

odd.run();

const test = suite("resumptionOf()");

for (const [name, value] of [
  ["the beginning", { next: 0, offset: 0, hops: 0 }],
  ["the largest numbers", { next: 2 ** 53 - 1, offset: 2 ** 53 - 1, hops: 2 ** 53 - 1 }],
  ["a tag", { ...WELL, etag: '"e"' }],
  ["a fault", { ...WELL, fault: "as before" }],
] as const) {
  test(`reads ${name} as it was written`, () => {
    const { continuation } = toContinuation({ bucket: "b", key: "k" }, value);
    assert.equal(continuation, { bucket: "b", key: "k", ...value });
    assert.equal(resumptionOf(continuation), value);
  });
}

test("leaves out a tag or a fault that is no text", () => {
  assert.equal(resumptionOf({ ...WELL, etag: 7, fault: {} }), WELL);
});

test.run();
