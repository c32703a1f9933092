import { suite } from "uvu";
import * as assert from "uvu/assert";
import { conditionHolds, readCondition } from "../../../src/local/iam/condition.ts";

const reading = suite("readCondition()");

for (const operator of [
  "StringMatches",
  "stringequal",
  "ForSomeValue:StringEquals",
  "NullIfExists",
  "IfExistsStringEquals",
  "toString",
  "",
]) {
  reading(`refuses operator "${operator}", which IAM does not have`, () => {
    assert.throws(() => readCondition(operator, "aws:SourceArn", ["x"]), /must know it/);
  });
}

reading("reads an operator in any case", () => {
  const { set, ifExists } = readCondition("forallvalues:stringlikeifexists", "aws:TagKeys", ["a"]);
  assert.equal([set, ifExists], ["ForAllValues", true]);
});

reading.run();

const holding = suite("conditionHolds()");

holding("refuses a key of several values without an operator of sets", () => {
  const condition = readCondition("StringEquals", "aws:TagKeys", ["a"]);
  assert.throws(
    () => conditionHolds(condition, { "aws:TagKeys": ["a", "b"] }),
    /must have one value: a, b/,
  );
});

const ROLE = "arn:aws:iam::111122223333:role/Splitter";
const QUEUE = "arn:aws:sqs:us-east-1:111122223333:Buffer";
const AT = "2026-11-27T00:00:00Z";

for (const [operator, value, wanted, expected] of [
  ["StringEquals", "a", ["b", "a"], true],
  ["StringEquals", "A", ["a"], false],
  ["StringEquals", "ab", ["a*"], false],
  ["StringNotEquals", "a", ["b", "a"], false],
  ["StringNotEquals", "a", ["b", "c"], true],
  ["StringEqualsIgnoreCase", "A", ["a"], true],
  ["StringNotEqualsIgnoreCase", "A", ["a"], false],
  ["StringLike", "s3.eu-central-1.amazonaws.com", ["s3.*.amazonaws.com*"], true],
  ["StringLike", "sqs.eu-central-1.amazonaws.com", ["s3.*.amazonaws.com*"], false],
  ["StringLike", "abc", ["a?c"], true],
  ["StringNotLike", "abc", ["a*"], false],
  ["NumericEquals", "1.0", ["1"], true],
  ["NumericNotEquals", "1", ["2"], true],
  ["NumericLessThan", "9", ["10"], true],
  ["NumericLessThanEquals", "10", ["10"], true],
  ["NumericGreaterThan", "9", ["10"], false],
  ["NumericGreaterThanEquals", "10", ["10"], true],
  ["NumericEquals", "", ["0"], false],
  ["NumericLessThan", "x", ["10"], false],
  ["DateEquals", AT, ["1795737600"], true],
  ["DateLessThan", AT, ["2026-11-28T00:00:00Z"], true],
  ["DateGreaterThan", AT, ["2026-11-28T00:00:00Z"], false],
  ["DateLessThan", AT, ["some day"], false],
  ["Bool", "true", ["TRUE"], true],
  ["Bool", "true", ["false"], false],
  ["BinaryEquals", "QmluYXJ5", ["QmluYXJ5"], true],
  ["IpAddress", "192.0.2.7", ["192.0.2.0/24"], true],
  ["IpAddress", "192.0.3.7", ["192.0.2.0/24"], false],
  ["IpAddress", "192.0.2.7", ["192.0.2.7"], true],
  ["IpAddress", "2001:db8::1", ["192.0.2.0/24", "2001:db8::/32"], true],
  ["IpAddress", "no address", ["192.0.2.0/24"], false],
  ["NotIpAddress", "192.0.2.7", ["192.0.2.0/24"], false],
  ["ArnEquals", ROLE, ["arn:aws:iam::*:role/*"], true],
  ["ArnLike", QUEUE, ["arn:aws:sqs:*:111122223333:Buf*"], true],
  ["ArnLike", QUEUE, ["arn:aws:sqs:*:Buffer"], false],
  ["ArnNotEquals", QUEUE, [QUEUE], false],
  ["ArnNotLike", QUEUE, ["arn:aws:sns:*:*:*"], true],
  ["Null", "a", ["true"], false],
  ["Null", "a", ["false"], true],
] as const) {
  holding(`${operator} of ${wanted} ${expected ? "holds" : "does not hold"} for "${value}"`, () => {
    const condition = readCondition(operator, "aws:Key", wanted);
    assert.is(conditionHolds(condition, { "AWS:key": value }), expected);
  });
}

for (const [operator, expected] of [
  ["StringEquals", false],
  ["StringLike", false],
  ["ArnLike", false],
  ["Bool", false],
  ["NumericLessThan", false],
  ["StringNotEquals", true],
  ["ArnNotLike", true],
  ["NotIpAddress", true],
  ["StringEqualsIfExists", true],
  ["BoolIfExists", true],
  ["ForAllValues:StringEquals", true],
  ["ForAnyValue:StringEquals", false],
  ["ForAnyValue:StringNotEquals", false],
  ["ForAnyValue:StringEqualsIfExists", true],
] as const) {
  holding(`${operator} ${expected ? "holds" : "does not hold"} without the key`, () => {
    assert.is(conditionHolds(readCondition(operator, "aws:Key", ["a"]), {}), expected);
  });
}

holding("Null asks whether the key is there", () => {
  assert.ok(conditionHolds(readCondition("Null", "aws:Key", ["true"]), {}));
  assert.not.ok(conditionHolds(readCondition("Null", "aws:Key", ["false"]), {}));
});

for (const [operator, values, expected] of [
  ["ForAllValues:StringEquals", ["a", "b"], true],
  ["ForAllValues:StringEquals", ["a", "c"], false],
  ["ForAnyValue:StringEquals", ["c", "b"], true],
  ["ForAnyValue:StringEquals", ["c", "d"], false],
  ["ForAllValues:StringNotEquals", ["c", "d"], true],
  ["ForAllValues:StringNotEquals", ["a", "d"], false],
  ["ForAnyValue:StringNotEquals", ["a", "d"], true],
  ["ForAllValues:StringLike", [], true],
  ["ForAnyValue:StringLike", [], false],
] as const) {
  holding(`${operator} of a, b ${expected ? "holds" : "does not hold"} for [${values}]`, () => {
    const condition = readCondition(operator, "aws:TagKeys", ["a", "b"]);
    assert.is(conditionHolds(condition, { "aws:TagKeys": values }), expected);
  });
}

for (const [operator, wanted, value, expected] of [
  ["StringEquals", "$" + "{aws:PrincipalAccount}", "111122223333", true],
  ["StringEquals", "$" + "{aws:PrincipalAccount}", "444455556666", false],
  ["StringLike", "$" + "{aws:PrincipalAccount}*", "111122223333/x", true],
  ["StringLike", "$" + "{aws:Absent, 'team-*'}", "team-*", true],
  ["StringLike", "$" + "{aws:Absent, 'team-*'}", "team-a", false],
  ["StringLike", "a$" + "{*}", "a*", true],
  ["StringLike", "a$" + "{*}", "ab", false],
  ["StringEquals", "$" + "{aws:Absent}", "", false],
  ["StringNotEquals", "$" + "{aws:Absent}", "x", true],
  ["ArnLike", "arn:aws:iam::$" + "{aws:PrincipalAccount}:role/*", ROLE, true],
] as const) {
  holding(`${operator} of ${wanted} ${expected ? "holds" : "does not hold"} for "${value}"`, () => {
    const context = { "aws:Key": value, "aws:PrincipalAccount": "111122223333" };
    const condition = readCondition(operator, "aws:Key", [wanted]);
    assert.is(conditionHolds(condition, context, context), expected);
  });
}

holding("takes a variable for plain text where the policy's version has none", () => {
  const text = "$" + "{aws:PrincipalAccount}";
  const condition = readCondition("StringEquals", "aws:Key", [text]);
  assert.ok(conditionHolds(condition, { "aws:Key": text, "aws:PrincipalAccount": "1" }));
});

holding.run();
