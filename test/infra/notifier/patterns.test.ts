import { Aws } from "aws-cdk-lib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { notifierPatterns } from "../../../infra/notifier/patterns.ts";
import { loadRuleSet } from "../../../infra/shared/rules.ts";
import { ALERT_DETAIL_TYPE, NOTICE_DETAIL_TYPE } from "../../../src/contract.ts";
import { MAX_PATTERN_CHARACTERS, patternMatcher } from "../../../src/core/pattern/match.ts";
import { canaryEvent } from "../../support/bus-events.ts";

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

test("feed what rules of critical severity select by itself, with every notice", () => {
  const { critical, others } = notifierPatterns(RULES, { accessDeniedMetrics: true, self: SELF });
  const isCritical = matcher({ critical, others: [] });
  const isOther = matcher({ critical: [], others });
  const stop = { eventName: "StopLogging", eventSource: "cloudtrail.amazonaws.com" };
  const denied = { eventName: "GetObject", errorCode: "AccessDenied" };
  assert.equal([isCritical(stop), isOther(stop)], [true, false]);
  assert.equal([isCritical(denied), isOther(denied)], [false, true]);
  assert.equal(
    [isCritical({ notice: {} }, NOTICE_DETAIL_TYPE), isOther({ notice: {} }, NOTICE_DETAIL_TYPE)],
    [true, false],
  );
});

for (const severity of ["medium", "critical"] as const) {
  test(`select no alert on the bus, even where a ${severity} rule needs every event`, () => {
    const [rule] = RULES.rules;
    assert.ok(rule);
    const everything = { ...rule, id: "everything", severity, match: "length(keys(@)) > `0`" };
    const ruleSet = { rules: [...RULES.rules, everything], ignoreRules: [] };
    const passes = matcher(notifierPatterns(ruleSet, { accessDeniedMetrics: true, self: SELF }));
    assert.ok(passes({ eventName: "Anything" }));
    // An alert's keys may be those of a record.
    const alert = { eventName: "StopLogging", eventSource: "cloudtrail.amazonaws.com" };
    assert.not.ok(passes(alert, ALERT_DETAIL_TYPE));
    assert.ok(passes({ notice: {} }, NOTICE_DETAIL_TYPE));
  });
}

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
  for (const { pattern } of [...patterns.critical, ...patterns.others]) {
    assert.ok(JSON.stringify(pattern).length <= MAX_PATTERN_CHARACTERS);
  }
  assert.equal(notifierPatterns(RULES, { accessDeniedMetrics: true, self: SELF }), patterns);
});

test("let each the canary through that is addressed to it, and nothing that poses as one", () => {
  const { critical, others } = notifierPatterns(RULES, { accessDeniedMetrics: true, self: SELF });
  const all = [...critical, ...others];
  assert.ok(critical.length > 1 && others.length > 0);
  const passed = (event: Record<string, unknown>) =>
    all.filter(({ pattern }) => patternMatcher(pattern)(event)).map(({ id }) => id);
  for (const { id } of all) {
    const canary = canaryEvent({ rule: id, way: id, at: 1 });
    assert.equal(passed(canary), [id]);
    assert.equal(passed({ ...canary, source: "somebody" }), []);
    // A record may have any key.
    assert.equal(passed({ ...canary, "detail-type": "AWS API Call via CloudTrail" }), []);
  }
});

test.run();

function matcher({ critical, others }: ReturnType<typeof notifierPatterns>) {
  const matchers = [...critical, ...others].map(({ pattern }) => patternMatcher(pattern));
  return (detail: Record<string, unknown>, detailType = "AWS API Call via CloudTrail") =>
    matchers.some((matches) =>
      matches({ source: "trailbridge", "detail-type": detailType, detail }),
    );
}
