import "../support/handler-bundles.ts";
import { gzipSync } from "node:zlib";
import { Ajv } from "ajv";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { synthesizeSettings } from "../../infra/build/synthesize.ts";
import { parseSettings } from "../../src/adapters/settings-file.ts";
import { ALERT_EVENT_SCHEMA } from "../../src/core/alert-event/schema.ts";
import { startTrailbridge } from "../../src/local/trailbridge.ts";
import { eventually } from "../support/eventually.ts";
import { PAGERDUTY_EVENT, TEAMS_MESSAGE } from "../support/paging-schemas.ts";

const SETTINGS = `
logs: { bucket: logs, prefix: "" }
slack: { app: { botTokenSecretId: bot, channel: C0SECURITY } }
threads: { windowSeconds: 2 }
consumers:
  pager: { pagerduty: { routingKeySecretId: key }, only: { severity: [critical] } }
  chat: { teams: { workflowUrl: "https://teams.example.com/w?sp=1", signatureSecretId: sig } }
  hook: { http: { url: "https://hooks.example.com", header: Authorization, secretId: hook }, alerts: true }
  lake: { http: { url: "https://lake.example.com", header: Authorization, secretId: lake } }
`;

const STOP = {
  eventVersion: "1.08",
  userIdentity: { type: "IAMUser", userName: 'ada "the\\admin" <x>', accountId: "111122223333" },
  eventTime: "2026-01-24T00:05:12Z",
  eventSource: "cloudtrail.amazonaws.com",
  eventName: "StopLogging",
  awsRegion: "us-east-1",
  sourceIPAddress: '192.0.2.10","event_action":"resolve',
  requestParameters: { name: 'main"}}' },
  eventID: "0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af",
  eventType: "AwsApiCall",
  recipientAccountId: "111122223333",
};

const test = suite("alerts on the bus");

test("reach whom they are for as each takes them, and come to nobody who gets records", async () => {
  const settings = parseSettings(SETTINGS, "settings.yaml");
  const synthesis = await synthesizeSettings(settings, ".");
  const local = await startTrailbridge({ settings, deployments: [synthesis.stacks.trailbridge] });
  const bodies = (sink: string) =>
    local.stack
      .delivered(sink)
      .split(/(?<=\})(?=\{)|\n/)
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  try {
    const denied = { ...STOP, eventName: "GetObject", errorCode: "AccessDenied", eventID: "e-2" };
    const records = [STOP, denied];
    const key = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/24/a.json.gz";
    await local.stack.putObject("logs", key, gzipSync(JSON.stringify({ Records: records })));
    await eventually(() => bodies("hook").length, 4);
    for (const [sink, schema, count, added] of [
      ["hook", ALERT_EVENT_SCHEMA, 4, {}],
      ["chat", TEAMS_MESSAGE, 2, {}],
      ["pager", PAGERDUTY_EVENT, 1, { routing_key: "R".repeat(32) }],
    ] as const) {
      const validate = new Ajv({ strict: true }).compile(schema);
      const sent = bodies(sink);
      assert.is(sent.length, count, sink);
      for (const body of sent) {
        validate({ ...body, ...added });
        assert.equal(validate.errors, null);
      }
    }
    const told = bodies("hook").map(({ state, eventName, count }) => [eventName, state, count]);
    assert.equal(told.sort(), [
      ["GetObject", "began", 1],
      ["GetObject", "closed", 1],
      ["StopLogging", "began", 1],
      ["StopLogging", "closed", 1],
    ]);
    assert.is(bodies("pager")[0].event_action, "trigger");
    assert.equal(
      bodies("lake")
        .map(({ eventName }) => eventName)
        .sort(),
      ["GetObject", "StopLogging"],
    );
  } finally {
    await local.close();
    synthesis.close();
  }
});

test.run();
