import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { synthesizeSettings } from "../../infra/build/synthesize.ts";
import { parseSettings } from "../../src/adapters/settings-file.ts";
import { patternMatcher } from "../../src/core/pattern/match.ts";
import { startTrailbridge } from "../../src/local/trailbridge.ts";

const test = suite("severity by context in the local stack");

const CHANNEL = "C0SECURITY";
const PRODUCTION = "111122223333";
const FOLDER = `AWSLogs/${PRODUCTION}/CloudTrail/us-east-1/2026/01/02/${PRODUCTION}_CloudTrail_us-east-1_`;

test("takes an event of a production account the critical way, and shows it critical", async () => {
  const settings = parseSettings(
    `logs: { bucket: trail }
slack: { app: { botTokenSecretId: slack-token, channel: ${CHANNEL} } }
rules: { packs: [attack] }
accounts:
  "${PRODUCTION}": { name: shop, tags: [production] }
  "444455556666": sandbox`,
    "settings.yaml",
  );
  const synthesis = await synthesizeSettings(settings, ".");
  const deployments = [synthesis.stacks.trailbridge] as const;
  const sent: Readonly<Record<string, unknown>>[] = [];
  const local = await startTrailbridge({
    settings,
    deployments,
    maxEnvironments: 1,
    onEvent: (event) => {
      if (event.kind === "bus-event") sent.push(event.event.parsed);
    },
  });
  try {
    const { stack, desk, wiring } = local;
    const Records = [PRODUCTION, "444455556666"].map((account) => ({
      eventVersion: "1.11",
      eventID: `deleted-in-${account}`,
      eventName: "DeleteDBInstance",
      eventSource: "rds.amazonaws.com",
      eventTime: "2026-01-02T03:04:05Z",
      eventType: "AwsApiCall",
      awsRegion: "us-east-1",
      sourceIPAddress: "192.0.2.1",
      recipientAccountId: account,
      requestParameters: { dBInstanceIdentifier: "orders" },
      userIdentity: { type: "IAMUser", userName: "ada", accountId: account },
    }));
    await stack.putObject("trail", `${FOLDER}a.json.gz`, gzipSync(JSON.stringify({ Records })));
    await stack.idle();

    const critical = (wiring.rules ?? []).filter(({ name }) => name.includes("CriticalRule"));
    const waysOf = (account: string) => {
      const event = sent.find(({ detail }) => Object(detail).eventID === `deleted-in-${account}`);
      return critical.filter(({ pattern }) => patternMatcher(pattern as never)(event as never))
        .length;
    };
    assert.ok(waysOf(PRODUCTION) > 0, "the production account's event has the critical queue");
    assert.is(waysOf("444455556666"), 0);

    // The others are replies with details.
    const shown = desk
      .messages(CHANNEL)
      .map((message) => JSON.stringify(message))
      .filter((text) => /(CRITICAL|HIGH) · /.test(text));
    assert.is(shown.length, 2);
    const [own, other] = ["shop", "sandbox"].map((name) => shown.find((it) => it.includes(name)));
    assert.match(own ?? "", /CRITICAL · /);
    assert.match(own ?? "", /Raised from high to critical: the account is tagged production/);
    assert.match(other ?? "", /HIGH · /);
    assert.not.match(other ?? "", /Raised/);
    assert.is(stack.report().deadLetters, 0);
  } finally {
    await local.close();
    synthesis.close();
  }
});

test.run();
