import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ExpressionError } from "../../src/core/expression/expression.ts";
import type { FunctionConfig } from "../../src/core/settings/config.ts";
import { splitterAccepts } from "../../src/splitter/accepts.ts";
import { HOSTILE_RECORDS, ordinary } from "../support/hostile.ts";

const test = suite("splitterAccepts()");

test("refuses a filter that is no expression", () => {
  assert.throws(
    () => accepts({ filter: "eventName ==" }),
    (error: Error) => error instanceof ExpressionError,
  );
});

test("publishes what the filter cannot judge, and says so once", () => {
  const { wanted, errors } = accepts({ filter: "eventName" });
  assert.ok(wanted?.(ordinary()));
  assert.ok(wanted?.(ordinary()));
  assert.is(errors.length, 1);
});

test("publishes what a rule cannot judge", () => {
  const { wanted } = accepts("matched", ["eventName"]);
  assert.ok(wanted?.(ordinary()));
});

test("wants everything without being asked when all is published", () => {
  assert.is(accepts("all").wanted, undefined);
});

test("wants what the filter passes, by flat key or nested record", () => {
  const { wanted } = accepts({
    filter: "\"userIdentity.type\" == 'Root' || userIdentity.x == `1`",
  });
  assert.not(wanted?.(ordinary()));
  assert.ok(wanted?.({ userIdentity: { type: "Root" } }));
  assert.ok(wanted?.({ userIdentity: { x: 1 } }));
});

test("wants what some rule matches, and what counts as denied", () => {
  const { wanted } = accepts("matched", [
    "eventName == 'DeleteTrail'",
    "eventName == 'StopLogging'",
  ]);
  assert.ok(wanted?.(ordinary()));
  assert.not(wanted?.({ ...ordinary(), eventName: "DescribeTrails" }));
  assert.ok(wanted?.({ eventName: "GetObject", errorCode: "AccessDenied" }));
});

test("wants what an ignore rule would silence: the notifier counts it", () => {
  const { wanted } = accepts(
    "matched",
    ["eventName == 'StopLogging'"],
    "eventName == 'StopLogging'",
  );
  assert.ok(wanted?.(ordinary()));
});

test("never throws, whatever the record", () => {
  for (const publish of ["matched", { filter: "contains(userIdentity.arn, 'x')" }] as const) {
    const { wanted } = accepts(publish, ["starts_with(errorCode, 'x')"]);
    for (const record of HOSTILE_RECORDS) assert.type(wanted?.(record), "boolean");
  }
});

test.run();

function accepts(
  publish: FunctionConfig["settings"]["publish"],
  matches: readonly string[] = [],
  ignores?: string,
) {
  const rules = matches.map((match, i) => ({
    id: `rule-${i}`,
    title: "t",
    description: "d",
    severity: "low" as const,
    match,
    tags: [],
    references: [],
  }));
  const ignoreRules =
    ignores === undefined ? [] : [{ id: "ignore", match: ignores, reason: "r", owner: "o" }];
  const config = {
    ruleSet: { rules, ignoreRules },
    settings: { publish },
  } as unknown as FunctionConfig;
  const errors: string[] = [];
  const log = {
    info() {},
    warn() {},
    error: (message: string) => void errors.push(message),
    metrics() {},
  };
  return { wanted: splitterAccepts(config, ["trailbridge-splitter"], log), errors };
}
