import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startStack } from "../../../src/local/stack.ts";
import type { Stack } from "../../../src/local/stack-types.ts";
import { clientConfig, errorName } from "../../support/client-config.ts";

const RoleArn = "arn:aws:iam::444455556666:role/audit/log-reader";

const test = suite<{ stack: Stack; sts: STSClient }>("createSts()");

test.before(async (context) => {
  context.stack = await startStack({ wiring: {} });
  context.sts = new STSClient(clientConfig(context.stack));
});
test.after(async ({ stack }) => await stack.close());

test("refuses what STS refuses: no role's ARN, more than an hour of a chained session", async ({
  sts,
}) => {
  for (const input of [
    { RoleArn: "arn:aws:iam::444455556666:user/x", RoleSessionName: "s" },
    { RoleArn, RoleSessionName: "s", DurationSeconds: 7_200 },
    { RoleArn, RoleSessionName: "" },
  ]) {
    assert.is(await errorName(sts.send(new AssumeRoleCommand(input))), "ValidationError");
  }
});

test("gives an hour's session of a role", async ({ sts }) => {
  const { Credentials, AssumedRoleUser } = await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: "trailbridge-splitter" }),
  );
  assert.is(
    AssumedRoleUser?.Arn,
    "arn:aws:sts::444455556666:assumed-role/log-reader/trailbridge-splitter",
  );
  assert.match(Credentials?.AccessKeyId ?? "", /^ASIA/);
  const hour = (Credentials?.Expiration?.getTime() ?? 0) - Date.now();
  assert.ok(hour > 3_500_000 && hour <= 3_600_000);
});

test("says who calls", async ({ sts }) => {
  assert.is((await sts.send(new GetCallerIdentityCommand({}))).Account, "111122223333");
});

test.run();
