import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { sendTestCommand } from "../../../../src/cli/commands/deployed/send-test.ts";
import { startDesk } from "../../../../src/local/desk/desk.ts";
import { runCli } from "../../../support/cli.ts";
import {
  type DayTwo,
  denied,
  startDayTwo,
  startProgram,
  withoutCredentials,
} from "../../../support/day-two.ts";

const TOPIC = "arn:aws:sns:eu-central-1:111122223333:soc";
const SETTINGS = `
account: "111122223333"
region: eu-central-1
logs: { bucket: trail }
slack:
  app: { botTokenSecretId: slack-token, channel: C0SECURITY }
  webhook: { urlSecretId: slack-hook }
sns: { subscriptions: { soc@example.com: email } }
routes:
  - { severities: [critical], slackChannel: C0ONCALL, snsTopicArn: "${TOPIC}", continue: true }
consumers:
  changes: { queue: {}, only: { readOnly: [false], "userIdentity.type": [{ prefix: IAM }] } }
  pages: { queue: {}, alerts: true, only: { severity: [high] } }
`;

const test = suite("send-test");

let local: DayTwo;
let folder = "";

test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-send-test-"));
  local = await startDayTwo(SETTINGS);
  process.env.SLACK_API_URL = local.desk.apiUrl;
});
test.before.each(() => {
  local.fault = undefined;
});
test.after(async () => {
  rmSync(folder, { recursive: true });
  await local.end();
});

/** Sends by the settings, some of their text replaced. */
function send(words: readonly string[], ...changes: readonly (readonly [string, string])[]) {
  const file = join(folder, "my.yaml");
  writeFileSync(
    file,
    changes.reduce((text, [from, to]) => text.replaceAll(from, to), SETTINGS),
  );
  return runCli([sendTestCommand], ["send-test", "--settings", file, ...words]);
}

test("takes settings, and a part of them that is there", async () => {
  assert.match((await runCli([sendTestCommand], ["send-test"])).err, /whose destinations\?/);
  assert.match((await send(["slack"])).err, /takes options alone/);
  for (const part of ["0", "2", "x", "1.0", ""]) {
    assert.match((await send([`--route=${part}`])).err, /--route takes default, consumers or a ro/);
  }
  const gone = await runCli([sendTestCommand], ["send-test", "--settings", "/nonexistent.yaml"]);
  assert.is(gone.status, 2);
});

test("says what is missing: credentials, a stack, a permission", async () => {
  const file = join(folder, "credentials.yaml");
  writeFileSync(file, SETTINGS);
  const words = ["send-test", "--settings", file];
  const { err, out, status } = await startProgram(words, withoutCredentials(process.env)).result;
  assert.is(status, 2);
  assert.match(err, /AWS credentials are needed/);
  assert.is(out, "");
  const stack = await send(["--stack", "gone", "--route", "consumers"]);
  assert.is(stack.status, 2);
  assert.match(stack.out, /^unknown {2}consumer changes .*must be deployed/);
  local.fault = ({ operation }) => (operation === "GetSecretValue" ? denied() : undefined);
  const secret = await send(["--route", "1"]);
  assert.is(secret.status, 2);
  assert.match(secret.out, /unknown {2}slack channel C0ONCALL \(route 1\): its secret could not/);
  assert.match(secret.out, /fix: secretsmanager:GetSecretValue must be allowed/);
  assert.match(secret.out, /ok {7}topic arn:aws:sns:eu-central-1:111122223333:soc/);
  local.fault = ({ operation }) => (operation === "PutEvents" ? denied() : undefined);
  assert.match((await send(["--route", "consumers"])).out, /events:PutEvents, to a role or user/);
});

test("tells a wrong token, a secret that is gone, a channel the app is not in, a topic that is gone", async () => {
  const token = await send(["--route", "1"], ["slack-token", "slack-hook"]);
  assert.is(token.status, 1);
  assert.match(
    token.out,
    /FAILED {3}slack channel C0ONCALL \(route 1\): invalid_auth\n.*bot token/,
  );
  assert.not.match(token.out + token.err, /http:|services\/T0/, "it prints no address");
  const secret = await send(["--route", "1"], ["slack-token", "slack-tokn"]);
  assert.is(secret.status, 1);
  assert.match(secret.out, /its secret is not there\n.*it must be there, in that Region/);
  const channel = await send(["--route", "1"], ["C0ONCALL", "C0NOWHERE"]);
  assert.match(channel.out, /FAILED {3}slack channel C0NOWHERE .*: channel_not_found\n.*\/invite/);
  const topic = await send(["--route", "1"], [TOPIC, `${TOPIC}-gone`]);
  assert.is(topic.status, 1);
  assert.match(
    topic.out,
    /FAILED {3}topic .*:soc-gone \(route 1\): NotFound\n.*check the topic's ARN/,
  );
});

test("tells what the app lacks: to be in the channel, a scope, a channel that is open", async () => {
  const client = new SecretsManagerClient({});
  const { SecretString: token = "" } = await client.send(
    new GetSecretValueCommand({ SecretId: "slack-token" }),
  );
  for (const [channel, scopes, word, fix] of [
    [{ member: false }, ["chat:write"], "not_in_channel", /fix: invite the app in that channel/],
    [{ archived: true }, ["chat:write"], "is_archived", /fix: unarchive/],
    [{}, [], "missing_scope", /fix: give the app's bot the scope chat:write/],
  ] as const) {
    const channels = [{ id: "C0ONCALL", name: "oncall", ...channel }];
    const desk = await startDesk({ token, scopes, channels });
    process.env.SLACK_API_URL = desk.apiUrl;
    const { status, out } = await send(["--route", "1"]);
    process.env.SLACK_API_URL = local.desk.apiUrl;
    await desk.close();
    assert.is(status, 1);
    assert.ok(out.includes(`C0ONCALL (route 1): ${word}\n`), out);
    assert.match(out, fix);
    assert.not.ok(out.includes(token));
  }
});

test("sends each destination one message that says it is a test", async () => {
  const before = local.desk.messages("C0SECURITY").length;
  const published = local.stack.snsMessages().length;
  const { status, out } = await send(["--json"]);
  const { results } = JSON.parse(out);
  assert.is(status, 0, out);
  assert.equal(
    results.map((it: { destination: string; verdict: string }) => it.verdict),
    Array(7).fill("sent"),
    out,
  );
  const [message, ...others] = local.desk.messages("C0SECURITY").slice(before);
  assert.match(message?.text ?? "", /Test: nothing has happened/);
  assert.equal(others, []);
  assert.match(local.desk.messages("C0WEBHOOK0").at(-1)?.text ?? "", /Test: nothing/);
  assert.is(local.stack.snsMessages().length, published + 2);
  await local.stack.idle({ patienceSeconds: 3 });
  const [change, ...more] = local.stack.messages("TrailbridgeBusConsumerschangesQueue");
  assert.equal(more, []);
  assert.match(change?.body ?? "", /TrailbridgeTest/);
  const [page] = local.stack.messages("TrailbridgeBusConsumerspagesQueue");
  assert.match(page?.body ?? "", /TEST: nothing has happened/);
  assert.is(local.desk.messages("C0SECURITY").length, before + 1, "no rule tells of a test");
});

test("tells of a consumer that the stack has not", async () => {
  const { status, out } = await send(["--route", "consumers"], ["changes:", "others:"]);
  assert.is(status, 1);
  assert.match(out, /FAILED {3}consumer others .*no such consumer\n.*deploy the settings/);
});

test.run();
