import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseSettings } from "../../src/adapters/settings-file.ts";
import { deskSetup } from "../../src/local/desk-setup.ts";

const test = suite("deskSetup()");

test("asks for nothing where nothing is delivered", () => {
  assert.equal(deskSetup(parseSettings("logs: { bucket: logs }", "s.yaml")), {
    channels: [],
    webhooks: [],
    tokenSecretIds: [],
    topicArns: [],
  });
});

test("finds each channel, webhook and topic of defaults and routes once", () => {
  const settings = parseSettings(
    `
logs: { bucket: logs }
slack:
  app: { botTokenSecretId: bot, channel: C0SECURITY }
  webhook: { urlSecretId: hooks/default }
sns: { topicArn: "arn:aws:sns:eu-central-1:111122223333:alerts" }
routes:
  - { severities: [high], slackChannel: C0SECURITY }
  - { accounts: ["444455556666"], slackChannel: C01AB2CD3E }
  - { rules: [x], slackWebhookSecretId: hooks/prod, snsTopicArn: "arn:aws:sns:eu-central-1:111122223333:prod" }
`,
    "s.yaml",
  );
  const setup = deskSetup(settings);
  assert.equal(
    setup.channels.map(({ id, name }) => [id, name]),
    [
      ["C0SECURITY", "security"],
      ["C01AB2CD3E", "c01ab2cd3e"],
      ["C0WEBHOOK0", "webhook-default"],
      ["C0WEBHOOK1", "webhook-prod"],
    ],
  );
  assert.equal(
    setup.webhooks.map(({ name, channel }) => [name, channel]),
    [
      ["hooks/default", "C0WEBHOOK0"],
      ["hooks/prod", "C0WEBHOOK1"],
    ],
  );
  assert.equal(setup.tokenSecretIds, ["bot"]);
  assert.equal(
    setup.topicArns.map((arn) => arn.split(":").at(-1)),
    ["alerts", "prod"],
  );
});

test.run();
