import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseSettings } from "../../src/adapters/settings-file.ts";
import { PATIENCE, type Row, silence } from "./silencing.ts";

const SETTINGS = parseSettings(
  `
account: "111122223333"
region: eu-central-1
logs: { bucket: org-logs }
slack: { app: { botTokenSecretId: trailbridge/bot, channel: C0SECURITY } }
`,
  "settings.yaml",
);

/** One of each kind of thing; `npm run silencing` has them all. */
const SOME =
  /^Trailbridge(?:NotifierCriticalRule1|NotifierRule1|NotifierSweep|NotifierBuffer|NotifierFunctionRole|NotifierFunctionSqs.*|Splitter(?:Function|Continuations)|Canary.*|Bus|AlarmTopic(?:Policy)?|AlarmsCanary|TamperOn1)$/;

const test = suite("whatever is disabled, deleted or re-pointed");
let rows: readonly Row[];

test.before(async () => {
  rows = await silence(SETTINGS, ".", ({ resource }) => SOME.test(resource));
});

test("is heard of within a quarter of an hour", () => {
  assert.ok(rows.length > 30, `${rows.length}`);
  const silent = rows.filter(
    ({ canary, deadLetters, toTopic, toAlerts }) =>
      canary === undefined && deadLetters === undefined && !toTopic && !toAlerts,
  );
  assert.equal(silent, []);
});

test("misses its canary wherever one passes, whoever is told of the call", () => {
  const passed =
    /Rule1$|Sweep|Buffer$|FunctionRole$|FunctionSqs|SplitterFunction$|Continuations$|Canary|Bus$/;
  for (const { resource, how, canary, type } of rows) {
    if (!passed.test(resource) || type === "AWS::CloudWatch::Alarm") continue;
    assert.ok(canary !== undefined && canary <= PATIENCE, `${resource} ${how}: ${canary}`);
  }
});

test("is told of in Slack where the alarm topic itself is gone", () => {
  const topic = rows.filter(({ type }) => /^AWS::SNS::/.test(type));
  assert.ok(topic.length > 0);
  for (const { toAlerts, resource } of topic) assert.ok(toAlerts, resource);
});

test.run();
