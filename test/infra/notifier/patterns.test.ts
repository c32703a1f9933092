import { Aws } from "aws-cdk-lib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { notifierPatterns } from "../../../infra/notifier/patterns.ts";
import { loadRuleSet } from "../../../infra/shared/rules.ts";
import { NOTICE_DETAIL_TYPE } from "../../../src/contract.ts";
import { MAX_PATTERN_CHARACTERS, patternMatcher } from "../../../src/core/pattern/match.ts";

const RULES = loadRuleSet({ eventsToTrack: ["DeleteBucketPolicy"] });
const SELF = ["trailbridge-splitter", "trailbridge-notifier"];

const test = suite("notifierPatterns()");

test("pass what rules match, what counts as denied, and every notice", () => {
  const passes = matcher(notifierPatterns(RULES, { accessDeniedMetrics: true, self: SELF }));
  assert.ok(passes({ eventName: "DeleteBucketPolicy" }));
  assert.ok(passes({ eventName: "GetObject", errorCode: "AccessDeniedException" }));
  assert.ok(passes({ eventName: "StopLogging", eventSource: "cloudtrail.amazonaws.com" }));
  assert.ok(passes({ notice: { dedupe: "x" } }, NOTICE_DETAIL_TYPE));
  assert.not.ok(passes({ eventName: "DescribeInstances", "userIdentity.type": "AssumedRole" }));
});

test("leave denied events out that nobody counts", () => {
  const ruleSet = {
    rules: RULES.rules.filter(({ id }) => id === "cloudtrail-stop-logging"),
    ignoreRules: [],
  };
  const passes = matcher(notifierPatterns(ruleSet, { accessDeniedMetrics: false, self: SELF }));
  assert.not.ok(passes({ eventName: "GetObject", errorCode: "AccessDenied" }));
  assert.ok(passes({ notice: {} }, NOTICE_DETAIL_TYPE));
});

test("are one when a rule needs every event, which passes notices too", () => {
  const [rule] = RULES.rules;
  assert.ok(rule);
  const everything = { rules: [{ ...rule, match: "length(keys(@)) > `0`" }], ignoreRules: [] };
  const patterns = notifierPatterns(everything, { accessDeniedMetrics: true, self: SELF });
  assert.equal(patterns, [{ source: ["trailbridge"] }]);
});

test("are wider where the functions' names are not known before the deploy", () => {
  const own = { rules: RULES.rules.filter(({ id }) => id.startsWith("self-")), ignoreRules: [] };
  const event = {
    eventSource: "lambda.amazonaws.com",
    eventName: "UpdateFunctionCode20150331v2",
    "requestParameters.functionName": "other",
  };
  const options = { accessDeniedMetrics: false };
  assert.not.ok(matcher(notifierPatterns(own, { ...options, self: SELF }))(event));
  assert.ok(matcher(notifierPatterns(own, { ...options, self: [Aws.STACK_NAME] }))(event));
});

test("are short enough for a rule each, and the same each time", () => {
  const patterns = notifierPatterns(RULES, { accessDeniedMetrics: true, self: SELF });
  for (const pattern of patterns) {
    assert.ok(JSON.stringify(pattern).length <= MAX_PATTERN_CHARACTERS);
  }
  assert.equal(notifierPatterns(RULES, { accessDeniedMetrics: true, self: SELF }), patterns);
});

test.run();

function matcher(patterns: ReturnType<typeof notifierPatterns>) {
  const matchers = patterns.map(({ detailType, ...pattern }) =>
    patternMatcher({ ...pattern, ...(detailType && { "detail-type": detailType }) }),
  );
  return (detail: Record<string, unknown>, detailType = "AWS API Call via CloudTrail") =>
    matchers.some((matches) =>
      matches({ source: "trailbridge", "detail-type": detailType, detail }),
    );
}
