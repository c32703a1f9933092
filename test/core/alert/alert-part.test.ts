import { suite } from "uvu";
import * as assert from "uvu/assert";
import { LEADING_PARTS, partsOf } from "../../../src/core/alert/alert-part.ts";
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

test("has six parts in a fixed order, of which three say what happened", () => {
  const names = [
    ...["requestParameters", "serviceEventDetails", "resources"],
    ...["insightDetails", "responseElements", "additionalEventData"],
  ];
  assert.equal(LEADING_PARTS, names.slice(0, 3));
  const record = Object.fromEntries(names.map((name) => [name, { a: 1 }]).reverse());
  assert.equal(
    parts(record),
    names.map((name) => ({ name, text: '{"a": 1}', cut: false })),
  );
});

test("gives the first what the others leave, and the others their least", () => {
  const names = ["requestParameters", "serviceEventDetails", "insightDetails", "responseElements"];
  const made = parts(Object.fromEntries(names.map((name) => [name, LONG])));
  for (const [i, most] of [7_000, 1_000, 500, 500].entries()) {
    const { length } = made[i]?.text ?? "";
    assert.ok(length <= most && length > most - 20, `${length} of ${most}`);
  }
});

const KEY = { ARN: "arn:aws:kms:us-east-1:111122223333:key/k", type: "AWS::KMS::Key" };

test("splits no character that takes two units in a line it cuts", () => {
  for (const name of ["k", "kk"]) {
    const [part] = parts({ resources: [{ ...KEY, ARN: `${name}${"😀".repeat(300)}` }] });
    assert.ok((part?.text.length ?? 0) >= 399);
    assert.not.match(part?.text ?? "", /\p{Cs}/u);
  }
  for (const name of ["k", "kk"]) {
    const long = { ...KEY, ARN: `${name}${"😀".repeat(180)}` };
    const [part] = parts({ resources: [long, long, long, long] });
    assert.ok(part?.cut);
    assert.not.match(part.text, /\p{Cs}/u);
  }
});

for (const [what, resources, text] of [
  ["no list", { a: 1 }, '{"a": 1}'],
  ["a list of something else", [KEY.ARN, null], `["${KEY.ARN}", null]`],
  ["a list of nothing", [null], "[null]"],
  ["a resource with more to it", [{ ARN: "a", extra: 1 }], '[{"ARN": "a", "extra": 1}]'],
  ["a resource of an odd type", [{ ARN: 7 }], '[{"ARN": 7}]'],
  ["a resource without a type", [{ ARN: "a", type: 7 }], "a"],
  ["a resource", [KEY], `AWS::KMS::Key  ${KEY.ARN}`],
  ["our own account", [{ ...KEY, accountId: "111122223333" }], `AWS::KMS::Key  ${KEY.ARN}`],
  [
    "another account",
    [{ ARN: "arn:aws:s3:::b", accountId: "444455556666" }],
    "arn:aws:s3:::b  (account 444455556666)",
  ],
  [
    "another account, which the ARN says",
    [{ ARN: "arn:aws:sns:us-east-1:444455556666:t", accountId: "444455556666" }],
    "arn:aws:sns:us-east-1:444455556666:t",
  ],
  ["a long one", [{ ARN: "x".repeat(900) }], "x".repeat(400)],
  ["ten", Array(10).fill({ ARN: "a" }), Array(10).fill("a").join("\n")],
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

test("does not look at resources it does not show", () => {
  const [made] = parts({ resources: [...Array(10).fill(KEY), 7] });
  assert.match(made?.text ?? "", /\n… 1 more$/);
});

test("shows resources within 1,200 characters", () => {
  const lines = (last: number) => [400, 400, last].map((length) => ({ ARN: "x".repeat(length) }));
  const [fits] = parts({ resources: lines(398) });
  assert.equal([fits?.text.length, fits?.cut], [1_200, false]);
  const [cut] = parts({ resources: lines(399) });
  assert.equal([cut?.text.length, cut?.cut], [1_200, true]);
  assert.match(cut?.text ?? "", /^x{400}\nx{400}\nx{396} …$/);
});

test("reads a list of ARNs as resources nowhere else", () => {
  assert.equal(parts({ responseElements: [{ ARN: "a" }] }), [
    { name: "responseElements", text: '[{"ARN": "a"}]', cut: false },
  ]);
});

test.run();
