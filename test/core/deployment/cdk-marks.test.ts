import { suite } from "uvu";
import * as assert from "uvu/assert";
import { cdkMarkProblems } from "../../../src/core/deployment/cdk-marks.ts";

const test = suite("cdkMarkProblems()");

for (const sign of ["$", "#"]) {
  const mark = `${sign}{Token[TOKEN.12]}`;
  for (const [what, value, field] of [
    ["in a text", { match: `eventName == '${mark}'` }, ["match"]],
    ["in a list", { tags: ["a", mark] }, ["tags", 1]],
    ["in a key", { tests: [{ event: { [mark]: "a" } }] }, ["tests", 0, "event", mark]],
    ["in a text that is all", mark, []],
  ] as const) {
    test(`finds ${mark} ${what}`, () => {
      const problems = cdkMarkProblems(value);
      assert.equal(
        problems.map((it) => it.field),
        [field],
      );
      assert.match(
        problems[0]?.message ?? "",
        /^Cannot use .* the CDK's own marks: write it without$/,
      );
    });
  }
}

test("takes what merely resembles them", () => {
  for (const text of ["{token[1]}", "{Tokens}", "Token[1]", " {Token["].map((it) => `$${it}`)) {
    assert.equal(cdkMarkProblems({ match: `a == '${text}'` }), [], text);
  }
  assert.equal(cdkMarkProblems({ a: null, b: 1, c: [true] }), []);
});

test.run();
