import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { synthesizeSettings } from "../../../infra/build/synthesize.ts";
import { createRunCommand } from "../../../src/cli/commands/run.ts";
import type { RunSummary } from "../../../src/cli/run-summary-text.ts";
import { runCli } from "../../support/cli.ts";

const test = suite("run command");

let folder = "";
test.before(() => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
});
test.after(() => rmSync(folder, { recursive: true }));

test("refuses a file that is not there and a port that is none", async () => {
  assert.match((await run(join(folder, "nowhere"))).err, /there is no file or folder ".*nowhere"/);
  assert.match(
    (await run("--desk-port", "x")).err,
    '--desk-port takes a number from 1 to 65535: it is "x"',
  );
});

test("leaves with status 1 and the reason when a file ends as a dead letter, its whole records alerted", async () => {
  const record = {
    eventID: "e-1",
    eventSource: "cloudtrail.amazonaws.com",
    eventName: "StopLogging",
  };
  const whole = gzipSync(JSON.stringify({ Records: [record] }));
  const path = join(folder, "111122223333_CloudTrail_eu-central-1_20261102T0905Z_cut.json.gz");
  writeFileSync(path, whole.subarray(0, -8));
  const { status, out } = await run("--exit", "--json", path);
  const summary: RunSummary = JSON.parse(out);
  assert.is(status, 1);
  assert.is(summary.deadLetters.length, 1);
  assert.match(
    summary.deadLetters[0]?.reason ?? "",
    /^Cannot read log file as its gzip data must be whole/,
  );
  assert.equal(summary.rules, [{ id: "cloudtrail-stop-logging", severity: "critical", alerts: 1 }]);
  assert.is(summary.counters.notifier.notices, 2, "the notice goes to the channel and the topic");
});

test("runs the samples to their end: every rule alerts, repeats fold, the sums hold", async () => {
  const { status, out, err } = await run("--exit", "--no-slack-limits");
  assert.is(status, 0, out);
  assert.match(out, /Slack desk +http:\/\/127\.0\.0\.1:\d+\//);
  assert.match(out, /92 objects: 91 log files split, 1 skipped/);
  assert.match(out, /records +1,227 += +1,227 published \+ 0 filtered \+ 0 rejected +holds/);
  assert.is(out.match(/ holds/g)?.length, 3);
  for (const [rule, alerts] of [
    ["access-denied", 53],
    ["unauthorized-operation", 6],
    ["root-activity", 4],
    ["console-login-without-mfa", 2],
    ["cloudtrail-stop-logging", 1],
    ["cloudtrail-update-trail", 1],
    ["cloudtrail-delete-trail", 1],
    ["self-function-configuration-changed", 1],
    ["self-function-code-changed", 1],
    ["events-to-track", 1],
  ]) {
    assert.match(out, new RegExp(`${rule} +\\w+ +${alerts}\\n`), `${rule}`);
  }
  // 67 alerts, a removed log file and a removed digest: to Slack, the topic and the bus.
  assert.match(out, /deliveries +[\d,]+ += +207 recorded /);
  // On a slow machine the topic and the bus, whose messages cannot be edited, hear of some when threads end.
  const figure = (name: string) => Number(out.match(new RegExp(`${name} +(\\d+)\n`))?.[1] ?? 0);
  assert.is(figure("drawn") + figure("to come"), 207, out);
  assert.ok(figure("drawn") >= 69, "what goes to Slack is all shown");
  assert.ok(figure("to come") === 0 || err.includes("threads that are still open"), err);
  assert.match(out, /topic trailbridge-alerts +[1-6]?\d messages/);
  assert.match(out, "Dead letters  none");
});

test.run();

const run = (...words: string[]) =>
  runCli([createRunCommand(synthesizeSettings)], ["run", ...words]);
