import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createLiveReport } from "../../../src/cli/run/live-report.ts";
import type { RuleSet } from "../../../src/core/rule/rule.ts";
import type { Settings } from "../../../src/core/settings/settings.ts";
import type { Stack, StackEvent } from "../../../src/local/stack-types.ts";
import { bufferedIo } from "../../support/cli.ts";

const SETTINGS = {
  name: "trailbridge",
  logs: { bucket: "logs", prefix: "AWSLogs/" },
  splitter: { functionName: "splitter" },
  notifier: { functionName: "notifier" },
} as Settings;

const RULE = { id: "stop", title: "Stop", severity: "high", match: "eventName == 'StopLogging'" };
const RULES = { rules: [RULE], ignoreRules: [] } as unknown as RuleSet;
const LOG = "AWSLogs/111122223333/CloudTrail/eu-central-1/a.json.gz";

const test = suite("createLiveReport()");

test("is deaf until it begins", async () => {
  const { told, report } = started(false);
  report.onEvent(put("logs", LOG));
  assert.is(await told(), "");
  assert.is(report.objects(), 0);
});

test("says of each file how many records and alerts came of it", async () => {
  const { told, report } = started();
  report.onEvent(put("logs", LOG));
  report.onEvent(event(LOG, "StopLogging"));
  report.onEvent(event(LOG, "ListUsers"));
  report.onEvent(event("AWSLogs/of-before.json.gz", "StopLogging"));
  assert.is(await told(), `${LOG}: 2 records on the bus, 1 alert\n`);
  assert.is(report.objects(), 1);
});

test("says at its end what has come of files that are under way", async () => {
  const { report, result } = started(true, new Promise(() => {}));
  report.onEvent(put("logs", LOG));
  report.onEvent(event(LOG, "ListUsers"));
  report.end();
  assert.is(result().err, `${LOG}: 1 record on the bus, no rule matches any\n`);
});

for (const [what, bucket, key, says] of [
  ["another bucket", "other", LOG, "the log files' bucket is logs"],
  [
    "a key that is not under the prefix",
    "logs",
    "trail.json.gz",
    'its key is not under logs.prefix, "AWSLogs/"',
  ],
  [
    "a digest file",
    "logs",
    "AWSLogs/111122223333/CloudTrail-Digest/a.json.gz",
    "it is a digest file",
  ],
  [
    "another service's file",
    "logs",
    "AWSLogs/111122223333/Config/a.json.gz",
    "its key is not one of a CloudTrail log file",
  ],
] as const) {
  test(`says why nothing is read of ${what}`, async () => {
    const { told, report } = started();
    report.onEvent(put(bucket, key));
    assert.is(await told(), `${key}: not read: ${says}\n`);
  });
}

test("says each dead letter with its queue and its reason, in one line", async () => {
  const { told, report } = started();
  const body = JSON.stringify({ responsePayload: { errorMessage: "no gzip\n\u001b[2J" } });
  report.onEvent({ kind: "dead-letter", queue: "letters", message: { body } } as StackEvent);
  assert.is(await told(), "Dead letter in letters: no gzip\\u000a\\u001b[2J\n");
});

test.run();

function started(begins = true, idle: Promise<unknown> = Promise.resolve()) {
  const { io, result } = bufferedIo();
  const report = createLiveReport(SETTINGS, RULES, io);
  if (begins) report.begin({ idle: () => idle } as unknown as Stack);
  const told = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return result().err;
  };
  return { report, told, result };
}

function put(bucket: string, key: string): StackEvent {
  const change = { bucket, object: { key }, event: "ObjectCreated:Put", time: 0 };
  return { kind: "object", change } as unknown as StackEvent;
}

function event(key: string, eventName: string): StackEvent {
  const detail = { eventName, trailbridge: { bucket: "logs", key } };
  return { kind: "bus-event", bus: "b", event: { parsed: { detail } } } as unknown as StackEvent;
}
