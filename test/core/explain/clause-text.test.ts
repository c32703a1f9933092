import { suite } from "uvu";
import * as assert from "uvu/assert";
import { explainExpression } from "../../../src/core/explain/clause.ts";
import { type ClauseStyle, clauseLines } from "../../../src/core/explain/clause-text.ts";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";

const test = suite("clauseLines()");

const EVENT = { eventName: "B", readOnly: false, requestParameters: { tags: ["x\u202e"], n: "1" } };

const lines = (text: string, event: Record<string, unknown> = EVENT, style?: ClauseStyle) =>
  clauseLines(explainExpression(text, viewOfRecord(event), { self: [] }), style);

test("draws a branch for each clause, with its value and what it reads", () => {
  assert.equal(
    lines("eventName == 'B' && (readOnly || exists(errorCode)) && eventName != 'C' && !(a && b)"),
    [
      "all of these: false",
      "├─ eventName == 'B': true (eventName is \"B\")",
      "├─ any of these: false",
      "│  ├─ readOnly: false",
      "│  └─ exists(errorCode): false (errorCode is null)",
      "├─ eventName != 'C': true, not reached (eventName is \"B\")",
      "└─ not this: true, not reached",
      "   └─ all of these: null, not reached",
      "      ├─ a: null, not reached",
      "      └─ b: null, not reached",
    ],
  );
});

test("says why a clause faults", () => {
  const [, fault] = lines("requestParameters.n + `1` == `2` && eventName == 'B'");
  assert.match(fault ?? "", /: a fault: Cannot calculate .* \(requestParameters\.n is "1"\)$/);
});

test("shows nothing that moves the cursor, and long values in part", () => {
  assert.equal(lines("contains(requestParameters.tags, 'y\u001b')"), [
    "contains(requestParameters.tags, 'y\\u{1b}'): false (requestParameters.tags is [\"x\\u{202e}\"])",
  ]);
  const [long = ""] = lines("errorMessage == 'x'", { errorMessage: "a".repeat(10_000) });
  assert.ok(long.length < 200);
});

test("styles results and what is beside the point", () => {
  const style = { result: (text: string) => `<${text}>`, aside: (text: string) => `(${text})` };
  assert.equal(lines("readOnly || eventName == 'B'", EVENT, style), [
    "any of these: <true>",
    "(├─ )readOnly: <false>",
    "(└─ )eventName == 'B': <true>( (eventName is \"B\"))",
  ]);
});

test.run();
