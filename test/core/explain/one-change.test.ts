import { suite } from "uvu";
import * as assert from "uvu/assert";
import { changesToMatch } from "../../../src/core/explain/one-change.ts";
import { viewOfDetail } from "../../../src/core/expression/event-view.ts";
import { compile, ExpressionError } from "../../../src/core/expression/expression.ts";

const EVENT = {
  eventName: "StopLogging",
  eventSource: "cloudtrail.amazonaws.com",
  errorCode: "AccessDenied",
  "userIdentity.type": "IAMUser",
  sourceIPAddress: "192.0.2.7",
  "resources.0.ARN": "arn:aws:s3:::a",
  "resources.1.ARN": "arn:aws:s3:::b",
};

const test = suite("changesToMatch()");

test("refuses what is no expression", () => {
  assert.throws(
    () => changesToMatch("a ==", EVENT, { self: [] }),
    (error: unknown) => error instanceof ExpressionError,
  );
});

test("has nothing to say of an event that satisfies it, or that one change cannot help", () => {
  assert.equal(changes("eventName == 'StopLogging'"), []);
  assert.equal(changes("eventName == 'A' && eventSource == 'B'"), []);
  assert.equal(changes("`1` == `2`"), []);
});

for (const [match, path, to] of [
  ["errorCode && eventName == 'DeleteTrail'", "eventName", "DeleteTrail"],
  ["eventName == 'StopLogging' && !errorCode", "errorCode", undefined],
  ["eventName == 'StopLogging' && errorCode == null", "errorCode", undefined],
  ["errorCode != 'AccessDenied'", "errorCode", undefined],
  ["starts_with(eventName, 'Delete')", "eventName", "Delete"],
  ["contains(['A', 'B'], eventName)", "eventName", "A"],
  ["\"userIdentity.type\" == 'Root' && eventName == 'StopLogging'", "userIdentity.type", "Root"],
  ["userIdentity.type == 'Root'", "userIdentity.type", "Root"],
  ["length(resources[?ARN == 'arn:aws:s3:::c']) > `0`", "resources.0.ARN", "arn:aws:s3:::c"],
  ["contains(resources[].ARN, 'arn:aws:s3:::c')", "resources.0.ARN", "arn:aws:s3:::c"],
  ["readOnly == `true`", "readOnly", true],
  ["let $n = eventName in (errorCode && $n == 'X')", "eventName", "X"],
  ["(errorCode ? eventName : eventSource) == 'X'", "eventName", "X"],
  ["contains($self, requestParameters.functionName)", "requestParameters.functionName", "own"],
] as const) {
  test(`finds what would make it match ${match}`, () => {
    const [first] = changes(match);
    assert.equal([first?.path, first?.to], [path, to]);
  });
}

test("says each change with what stands there, and each was judged", () => {
  const match = "eventName == 'A' || errorCode == 'B' || missing == `true`";
  const found = changes(match);
  assert.equal(
    found.map(({ path, from }) => [path, from]),
    [
      ["eventName", "StopLogging"],
      ["errorCode", "AccessDenied"],
      ["missing", undefined],
    ],
  );
  const holds = compile(match, { self: [] });
  for (const { path, to } of found) {
    assert.ok(holds(viewOfDetail({ ...EVENT, [path]: to })));
  }
});

test("gives up in time on what is dear to judge", () => {
  const list = Array.from({ length: 3_000 }, (_, index) => [`resources.${index}.ARN`, "x"]);
  const match =
    "resources[?contains(join('', @.resources[].ARN || ['']), 'y')] && eventName == 'A'";
  assert.equal(changesToMatch(match, Object.fromEntries(list), { self: [] }), []);
});

test.run();

function changes(match: string) {
  return changesToMatch(match, EVENT, { self: ["own"] });
}
