import { existsSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readRuleSet } from "../../src/adapters/rule-folder.ts";
import { ExpressionError } from "../../src/core/expression/expression.ts";
import { RecordScanner } from "../../src/core/log/record-scanner.ts";
import type { FunctionConfig } from "../../src/core/settings/config.ts";
import { FlatWalk } from "../../src/core/walk/flat-walk.ts";
import { LearnedKeys } from "../../src/core/walk/learned-keys.ts";
import { type AcceptsFound, splitterAccepts } from "../../src/splitter/accepts.ts";
import { corpusLines, corpusSources } from "../support/corpus.ts";
import { HOSTILE_RECORDS, ordinary } from "../support/hostile.ts";
import { rawRecord } from "../support/raw-record.ts";
import { hasShared, SHARED } from "../support/shared.ts";

const SELF = ["trailbridge-splitter"];

/** Rules of three packs. */
const SHIPPED = readRuleSet(
  {
    packs: ["default", "attack", "tamper"],
    ...{ directories: [], ignoreDirectories: [], disable: [], eventsToTrack: [] },
  },
  "/",
);

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

/** Each asks for something else: scalars that a walk finds, the nested record, all of the event. */
const FILTERS = [
  "eventName == 'GetObject' && \"userIdentity.type\" != 'AWSService'",
  "resources[?starts_with(ARN, 'arn:aws:s3')] || \"resources.0.accountId\" == '111122223333'",
  "length(keys(@)) > `25`",
  'readOnly == `true` || errorCode || "requestParameters.count" > `2`',
].map((filter) => ({ filter }));

for (const publish of ["matched", ...FILTERS] as const) {
  const name = typeof publish === "string" ? publish : publish.filter;
  test(`decides on what was walked over as on a record that is parsed: ${name}`, () => {
    const [walked, parsed] = decisions(
      acceptsOf(publish),
      HOSTILE_RECORDS.map((record) => JSON.stringify(record)),
    );
    assert.equal(walked, parsed);
    if (!existsSync(SHARED)) return;
    for (const source of corpusSources()) {
      const [walked, parsed] = decisions(
        acceptsOf(publish),
        corpusLines(source).filter((_, n) => n % 5 === 0),
      );
      assert.equal(walked, parsed, source);
    }
  });
}

hasShared(test, "decisions on real records");

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
  const wanted = splitterAccepts(config, SELF, log);
  return { wanted: wanted && ((record: object) => wanted(rawRecord(record))), errors };
}

/** The decisions on a file's records, each walked over and each parsed at first; undefined for what is no record. */
function decisions(accepts: AcceptsFound, records: readonly string[]): (boolean | undefined)[][] {
  const keys = new LearnedKeys(accepts.asks);
  const file = Buffer.from(`{"Records":[${records.join(",")}]}`);
  return [new FlatWalk(keys, false), undefined].map((walk) => {
    const scanner = new RecordScanner(undefined, { walk });
    scanner.push(file);
    const made: (boolean | undefined)[] = [];
    for (let item = scanner.next(); item !== undefined; item = scanner.next()) {
      made.push("value" in item ? accepts(item) : undefined);
    }
    return made;
  });
}

function acceptsOf(publish: FunctionConfig["settings"]["publish"]): AcceptsFound {
  const config = { ruleSet: SHIPPED, settings: { publish } } as unknown as FunctionConfig;
  const log = { info() {}, warn() {}, error() {}, metrics() {} };
  return splitterAccepts(config, SELF, log) as AcceptsFound;
}
