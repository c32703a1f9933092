import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileRule } from "../../../src/core/compiler/compile-rule.ts";
import { printCondition } from "../../../src/core/condition/print.ts";

const test = suite("printCondition()");

const conditions: [match: string, lines: string[]][] = [
  ["`false`", ["no event"]],
  ["length(resources) > `1`", ["every event"]],
  ["eventName == 'A' && errorCode == `null`", ['errorCode: none; eventName: "A"']],
  ["eventName == 'B' || errorCode == 'A'", ['errorCode: "A"', 'eventName: "B"']],
  ["starts_with(eventName, 'A') || ends_with(eventName, 'B')", ['eventName: "A…", "…B"']],
  ["contains(userAgent, 'A') && userAgent != 'BA'", ['userAgent: "…A…" but "BA"']],
  ["!starts_with(eventName, 'A') && eventName != 'B'", ['eventName: none, any but "A…" or "B"']],
  ["errorCode != `null`", ["errorCode: any"]],
  ["readOnly == `true`", ["readOnly: true"]],
];

for (const [match, lines] of conditions) {
  test(`writes ${match}`, () => {
    const { condition } = compileRule({ id: "r", match }, { self: [] });
    assert.equal(printCondition(condition), lines);
  });
}

test("cuts a long list short", () => {
  const names = JSON.stringify(Array.from({ length: 30 }, (_, n) => `E${n}`));
  const { condition } = compileRule(
    { id: "r", match: `contains(\`${names}\`, eventName)` },
    { self: [] },
  );
  assert.match(printCondition(condition)[0] ?? "", /^eventName: "E0", .* and 10 more$/);
});

test.run();
