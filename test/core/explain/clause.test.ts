import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type Clause,
  createExplainer,
  explainExpression,
} from "../../../src/core/explain/clause.ts";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { compile, ExpressionError } from "../../../src/core/expression/expression.ts";
import { expression } from "../../support/expression-arbitrary.ts";
import { record } from "../../support/record-arbitrary.ts";

const test = suite("explainExpression()");

const EVENT = { eventName: "B", readOnly: false, requestParameters: { n: "1" } };

const explained = (text: string, event: Record<string, unknown> = EVENT, strict = false) =>
  explainExpression(text, viewOfRecord(event), { self: ["own"], strict });

test("refuses what is no expression", () => {
  assert.throws(
    () => explained("eventName ="),
    (error: unknown) => error instanceof ExpressionError,
  );
});

test("gives each clause its text, place, value and what it reads", () => {
  const text = "eventName == 'A'\n  && (readOnly || exists(errorCode))";
  const { result, joint, children } = explained(text);
  assert.equal([result, joint], ["false", "all"]);
  const [name, either] = children;
  assert.equal(
    { ...name, children: undefined },
    {
      text: "eventName == 'A'",
      span: { start: 0, end: 16 },
      joint: undefined,
      result: "false",
      value: false,
      reached: true,
      reads: [{ path: "eventName", value: "B" }],
      children: undefined,
    },
  );
  assert.is(either?.text, "readOnly || exists(errorCode)");
  assert.equal(
    either?.children.map(({ text: of, value, reads }) => [of, value, reads[0]?.value]),
    [
      ["readOnly", false, false],
      ["exists(errorCode)", false, null],
    ],
  );
});

test("says which clauses judging does not reach", () => {
  const reached = (text: string) => explained(text).children.map((clause) => clause.reached);
  assert.equal(reached("readOnly && eventName == 'B' && eventName"), [true, false, false]);
  assert.equal(reached("eventName == 'B' || readOnly"), [true, false]);
  assert.equal(reached("eventName == 'B' ? readOnly : errorCode == 'x'"), [true, true, false]);
  assert.equal(reached("readOnly ? readOnly : errorCode == 'x'"), [true, false, true]);
  assert.equal(reached("requestParameters.n + `1` == `2` || eventName == 'B'"), [true, false]);
  const [, inner] = explained("readOnly && (eventName == 'B' || errorCode == 'x')").children;
  assert.equal(
    inner?.children.map((clause) => clause.reached),
    [false, false],
  );
});

test("says which clause faults, and that the whole does", () => {
  const { result, fault, children } = explained("requestParameters.n + `1` == `2`");
  assert.is(result, "fault");
  assert.match(fault ?? "", /^Cannot calculate/);
  assert.equal(children, []);
  assert.is(explained("requestParameters.n").result, "fault");
  assert.match(explained("requestParameters.n").fault ?? "", /must be true, false or null/);
});

test("looks into negations, lets and pipes", () => {
  const { joint, children } = explained("let $n = length(eventName) in !(readOnly || $n == `1`)");
  assert.is(joint, "not");
  assert.equal(
    children[0]?.children.map(({ text, value, reads }) => [text, value, reads]),
    [
      ["readOnly", false, [{ path: "readOnly", value: false }]],
      ["$n == `1`", true, [{ path: "$n", value: 1 }]],
    ],
  );
  assert.equal(
    explained("@ | (eventName == 'B' && readOnly)").children.map(({ text }) => text),
    ["eventName == 'B'", "readOnly"],
  );
});

test("explains the reading of colliding keys that satisfies the expression", () => {
  const event = { "requestParameters.a": "x", requestParameters: { a: "y" } };
  for (const value of ["x", "y"]) {
    const { result, children } = explained(
      `exists(requestParameters.a) && requestParameters.a == '${value}'`,
      event,
    );
    assert.equal([result, children[1]?.reads[0]?.value], ["true", value]);
  }
});

test("says of an ignore rule that an element it cannot judge keeps it from holding", () => {
  const event = { requestParameters: { ns: ["1", 5] } };
  const text = "any(requestParameters.ns, &@ + `1` == `6`)";
  assert.is(explained(text, event).result, "true");
  assert.is(explained(text, event, true).result, "fault");
});

test("explains one event after another", () => {
  const explain = createExplainer("eventName == 'B'", { self: [] });
  const results = ["A", "B"].map((eventName) => explain(viewOfRecord({ eventName })).result);
  assert.equal(results, ["false", "true"]);
});

test("agrees with judging, clause by clause", () => {
  const seen = { true: 0, false: 0, fault: 0 };
  fc.assert(
    fc.property(expression, record, (text, event) => {
      const view = viewOfRecord(event);
      const clause = explainExpression(text, view, { self: [] });
      seen[clause.result]++;
      assert.is(clause.result, judged(text, event));
      if (view.collisions.size === 0) assertJoined(clause, text);
    }),
    { numRuns: 1_500 },
  );
  assert.ok(
    Object.values(seen).every((count) => count > 20),
    JSON.stringify(seen),
  );
});

function judged(text: string, event: Record<string, unknown>): Clause["result"] {
  try {
    return compile(text, { self: [] })(viewOfRecord(event)) ? "true" : "false";
  } catch (error) {
    if (error instanceof ExpressionError) return "fault";
    throw error;
  }
}

/** The last clause that is reached decides; each lies inside the one it is part of. */
function assertJoined(clause: Clause, text: string): void {
  const last = clause.children.filter(({ reached }) => reached).at(-1);
  if (clause.reached && last !== undefined && clause.fault === undefined) {
    const opposite = last.result === "true" ? "false" : "true";
    assert.is(clause.result, clause.joint === "not" ? opposite : last.result, text);
  }
  for (const child of clause.children) {
    assert.ok(child.span.start >= clause.span.start && child.span.end <= clause.span.end, text);
    assertJoined(child, text);
  }
}

test.run();
