import { suite } from "uvu";
import * as assert from "uvu/assert";
import { partsOf } from "../../../src/core/alert/alert-part.ts";
import { detailOf } from "../../support/bus-events.ts";
import { HOSTILE_RECORDS } from "../../support/hostile.ts";

const test = suite("partsOf()");

const parts = (record: Record<string, unknown>) => partsOf(detailOf(record), "111122223333");
const LONG = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`key${i}`, "x".repeat(90)]));

test("takes records of every shape", () => {
  for (const record of HOSTILE_RECORDS)
    assert.ok(parts(record).every(({ text }) => text.length > 0));
});

test("leaves out what is missing, null or empty", () => {
  assert.equal(
    parts({ requestParameters: null, responseElements: {}, resources: [], insightDetails: "" }),
    [],
  );
});

test("gives every part some room, and all of them no more than a message has", () => {
  const names = ["requestParameters", "serviceEventDetails", "insightDetails", "responseElements"];
  const made = parts(Object.fromEntries(names.map((name) => [name, LONG])));
  assert.equal(
    made.map(({ name }) => name),
    names,
  );
  for (const { text, cut } of made) assert.ok(cut && text.length > 400, String(text.length));
  assert.ok(made.reduce((sum, { text }) => sum + text.length, 0) <= 9_000);
});

const KEY = { ARN: "arn:aws:kms:us-east-1:111122223333:key/k", type: "AWS::KMS::Key" };

for (const [what, resources, text] of [
  ["no list", { a: 1 }, '{"a": 1}'],
  ["a list of something else", [KEY.ARN, null], `["${KEY.ARN}", null]`],
  ["a resource with more to it", [{ ARN: "a", extra: 1 }], '[{"ARN": "a", "extra": 1}]'],
  ["a resource of an odd type", [{ ARN: 7 }], '[{"ARN": 7}]'],
  ["a resource", [KEY], `AWS::KMS::Key  ${KEY.ARN}`],
  ["our own account", [{ ...KEY, accountId: "111122223333" }], `AWS::KMS::Key  ${KEY.ARN}`],
  [
    "another account",
    [{ ARN: "arn:aws:s3:::b", accountId: "444455556666" }],
    "arn:aws:s3:::b  (account 444455556666)",
  ],
] as const) {
  test(`shows resources: ${what}`, () => {
    assert.equal(parts({ resources }), [{ name: "resources", text, cut: false }]);
  });
}

test("counts resources beyond the tenth", () => {
  const [made] = parts({ resources: Array.from({ length: 25 }, () => KEY) });
  assert.ok(made?.cut);
  assert.is(made?.text.split("\n").length, 11);
  assert.match(made?.text ?? "", /… 15 more$/);
});

test.run();
