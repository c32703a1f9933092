import { suite } from "uvu";
import * as assert from "uvu/assert";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { type Accepts, createAccepts, type Publish } from "../../../src/core/rule/accepts.ts";
import type { Rule } from "../../../src/core/rule/rule.ts";

const test = suite("createAccepts()");

const SELF = "arn:aws:iam::111122223333:role/notifier";

test("decides nothing where everything goes on the bus", () => {
  assert.is(accepts("all"), undefined);
});

const matched: [record: Record<string, unknown>, accepted: boolean][] = [
  [{ eventName: "CreateUser" }, true],
  [{ eventName: "ListUsers" }, false],
  // It may be one of many that together make an alert.
  [{ eventName: "ListUsers", errorCode: "AccessDenied" }, true],
  [{ eventName: "ListUsers", errorCode: "NoSuchEntity" }, false],
  // A rule cannot judge it: keys() of a number.
  [{ eventName: "ListUsers", requestParameters: { name: 5 } }, true],
  [{ eventName: "ListUsers", requestParameters: { role: SELF } }, true],
];

for (const [record, accepted] of matched) {
  test(`${accepted ? "accepts" : "leaves out"} ${JSON.stringify(record)} for its rules`, () => {
    const decide = accepts("matched", [
      rule("eventName == 'CreateUser'"),
      rule("contains(keys(requestParameters.name || `{}`), 'a')"),
      rule("contains($self, requestParameters.role)"),
    ]);
    assert.is(decide?.(viewOfRecord(record)), accepted);
  });
}

test("asks the filter alone where there is one", () => {
  const decide = accepts({ filter: "eventName == 'A' || contains($self, requestParameters.role)" });
  assert.is(decide?.(viewOfRecord({ eventName: "A" })), true);
  assert.is(decide?.(viewOfRecord({ eventName: "CreateUser", errorCode: "AccessDenied" })), false);
  assert.is(decide?.(viewOfRecord({ requestParameters: { role: SELF } })), true);
});

test("accepts what the filter cannot judge, and says so", () => {
  const faults: unknown[] = [];
  const decide = accepts({ filter: "contains(keys(requestParameters.name), 'a')" }, [], faults);
  assert.is(decide?.(viewOfRecord({ requestParameters: { name: 5 } })), true);
  assert.is(faults.length, 1);
  assert.match(String(faults[0]), /keys\(\)/);
});

function accepts(
  publish: Publish,
  rules: readonly Rule[] = [rule("eventName == 'CreateUser'")],
  faults: unknown[] = [],
): Accepts | undefined {
  return createAccepts(publish, {
    rules,
    self: [SELF],
    onFault: (error) => faults.push(error),
  });
}

function rule(match: string): Rule {
  return {
    id: match,
    title: "",
    description: "",
    severity: "low",
    match,
    tags: [],
    references: [],
  };
}

test.run();
