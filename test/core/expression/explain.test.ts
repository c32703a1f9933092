import { suite } from "uvu";
import * as assert from "uvu/assert";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { explain } from "../../../src/core/expression/explain.ts";
import { parseExpression } from "../../../src/core/expression/parse.ts";
import { toTree } from "../../../src/core/expression/tree.ts";

const test = suite("explain()");

const EVENT = { eventName: "B", readOnly: false, requestParameters: { tags: ["x\u202e"], n: "1" } };

const lines = (text: string) =>
  explain(toTree(parseExpression(text).root, []), viewOfRecord(EVENT));

test("gives each clause its value and what it reads", () => {
  assert.equal(lines("eventName == 'A' && (readOnly || exists(errorCode)) && eventName != 'C'"), [
    "all of these: false",
    "  eventName == 'A': false (eventName is \"B\")",
    "  any of these: false",
    "    readOnly: false",
    "    exists(errorCode): false (errorCode is null)",
    "  eventName != 'C': true (eventName is \"B\")",
  ]);
});

test("says which clause faults, and goes on", () => {
  const [, fault, other] = lines("requestParameters.n + `1` == `2` && eventName == 'B'");
  assert.match(fault ?? "", /: a fault: Cannot calculate .* \(requestParameters\.n is "1"\)$/);
  assert.is(other, "  eventName == 'B': true (eventName is \"B\")");
});

test("looks into negations and lets", () => {
  assert.equal(lines("let $n = length(eventName) in !(readOnly || $n == `1`)"), [
    "not this: false",
    "  any of these: true",
    "    readOnly: false",
    "    $n == `1`: true",
  ]);
});

test("shows nothing that moves the cursor, and long values in part", () => {
  assert.equal(lines("contains(requestParameters.tags, 'y')"), [
    "contains(requestParameters.tags, 'y'): false (requestParameters.tags is [\"x\\u{202e}\"])",
  ]);
  const long = explain(
    toTree(parseExpression("errorMessage == 'x'").root, []),
    viewOfRecord({ errorMessage: "a".repeat(10_000) }),
  );
  assert.ok((long[0]?.length ?? 0) < 200);
});

test.run();
