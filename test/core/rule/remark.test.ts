import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ruleSetRemarks } from "../../../src/core/rule/remark.ts";
import type { IgnoreRule } from "../../../src/core/rule/rule.ts";
import { ruleOf } from "../../support/rules.ts";

const test = suite("ruleSetRemarks()");

const NOW = Date.parse("2026-03-04T09:00:00Z");

test("says that there is no rule", () => {
  assert.match(ruleSetRemarks({ rules: [], ignoreRules: [] }, NOW)[0] ?? "", /no rule.*ever alert/);
});

test("names the ignore rules that expired, and when", () => {
  const ignoreRules = [
    ignoreRule("old", "2026-03-03"),
    ignoreRule("today", "2026-03-04"),
    ignoreRule("ever"),
  ];
  const remarks = ruleSetRemarks({ rules: [ruleOf("a")], ignoreRules }, NOW);
  assert.is(remarks.length, 1);
  assert.match(remarks[0] ?? "", /"old" of ada expired on 2026-03-03/);
});

test("names rules and ignore rules that look for text anywhere in an ARN", () => {
  const match = "contains(userIdentity.arn, 'AWSReservedSSO')";
  const remarks = ruleSetRemarks(
    { rules: [ruleOf("loose", { match })], ignoreRules: [{ ...ignoreRule("quiet"), match }] },
    NOW,
  );
  assert.equal(
    remarks.map((remark) => remark.slice(0, 60)),
    [
      'Rule "loose" looks for text anywhere in userIdentity.arn, wh',
      'Rule "quiet" looks for text anywhere in userIdentity.arn, wh',
    ],
  );
});

test.run();

function ignoreRule(id: string, expires?: string): IgnoreRule {
  return { id, match: "eventName == 'A'", reason: "r", owner: "ada", ...(expires && { expires }) };
}
