import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseSettings } from "../../../../src/adapters/settings-file.ts";
import { discoverCommand } from "../../../../src/cli/commands/deployed/discover.ts";
import { AwsError } from "../../../../src/local/protocol/aws-error.ts";
import { startStack } from "../../../../src/local/stack.ts";
import type { Stack } from "../../../../src/local/stack-types.ts";
import type { TrailWiring } from "../../../../src/local/wiring/wiring.ts";
import { runCli } from "../../../support/cli.ts";

const TRAILS: readonly TrailWiring[] = [
  {
    name: "own",
    arn: "arn:aws:cloudtrail:eu-central-1:111122223333:trail/own",
    bucket: "own-logs",
  },
  {
    name: "aws-controltower-BaselineCloudTrail",
    arn: "arn:aws:cloudtrail:eu-central-1:999900001111:trail/aws-controltower-BaselineCloudTrail",
    bucket: "aws-controltower-logs-444455556666-eu-central-1",
    keyPrefix: "o-a1b2c3d4e5",
    topicArn: "arn:aws:sns:eu-central-1:111122223333:aws-controltower-AllConfigNotifications",
    kmsKeyArn: "arn:aws:kms:eu-central-1:999900001111:key/1a2b3c4d-1111-2222-3333-444455556666",
    isOrganizationTrail: true,
  },
];

const test = suite<{ before: NodeJS.ProcessEnv }>("discover");

let stack: Stack;
let bare: Stack;
let fault: AwsError | undefined;

test.before(async (context) => {
  context.before = { ...process.env };
  const region = "eu-central-1";
  bare = await startStack({ wiring: { region } });
  stack = await startStack({
    wiring: { region, trails: TRAILS },
    intercept: ({ service }) => (service === "cloudtrail" ? fault : undefined),
  });
});
test.before.each(() => {
  fault = undefined;
  Object.assign(process.env, stack.env);
});
test.after(async ({ before }) => {
  process.env = before;
  await stack.close();
  await bare.close();
});

const discover = (...words: string[]) => runCli([discoverCommand], ["discover", ...words]);

test("takes no operand and no word for a Region, and says what to write", async () => {
  const named = await discover("own");
  assert.is(named.status, 2);
  assert.match(named.err, /--trail own/);
  assert.match((await discover("--region", "Frankfurt")).err, /takes a Region.*"Frankfurt"/);
});

test("says which permission is missing", async () => {
  fault = new AwsError("AccessDeniedException", "User: x is not authorized", { status: 400 });
  const { status, err } = await discover();
  assert.is(status, 2);
  assert.match(
    err,
    /^trailbridge: Cannot ask CloudTrail .* cloudtrail:DescribeTrails must be allowed/,
  );
});

test("names the trails there are when none is named so", async () => {
  const { status, err } = await discover("--trail", "other");
  assert.is(status, 1);
  assert.match(err, /Account 111122223333 sees no trail named other: there are own, aws-control/);
});

test("prints a landing zone's settings, which are settings, and what is to be done", async () => {
  const { status, out, err } = await discover();
  assert.is(status, 0);
  assert.match(err, /Not taken: own/);
  const { account, region, logs } = parseSettings(out, "discovered.yaml");
  assert.equal([account, region], ["111122223333", "eu-central-1"]);
  assert.equal(logs, {
    bucket: "aws-controltower-logs-444455556666-eu-central-1",
    prefix: "o-a1b2c3d4e5/AWSLogs/o-a1b2c3d4e5/",
    kmsKeyArn: TRAILS[1]?.kmsKeyArn,
    readRoleArn: "arn:aws:iam::444455556666:role/trailbridge-log-reader",
    via: "sns",
    topicArn: TRAILS[1]?.topicArn,
    validate: false,
  });
  assert.match(out, /^# Deploy log-reader\.template\.json in account 444455556666/m);
});

test("prints the settings of the trail that is named, by name or ARN", async () => {
  for (const name of ["own", TRAILS[0]?.arn as string]) {
    const { out } = await discover("--trail", name, "--region", "eu-central-1");
    assert.is(parseSettings(out, "own.yaml").logs.bucket, "own-logs");
  }
});

test("prints every trail as JSON, with the one it would take", async () => {
  const { status, out } = await discover("--json");
  assert.is(status, 0);
  const { account, trails } = JSON.parse(out);
  assert.is(account, "111122223333");
  assert.equal(
    trails.map(({ name, isChosen }: { name: string; isChosen: boolean }) => [name, isChosen]),
    [
      ["own", false],
      ["aws-controltower-BaselineCloudTrail", true],
    ],
  );
  assert.is(trails[1].settings.logs.via, "sns");
});

test("ends with 1 where there is no trail", async () => {
  Object.assign(process.env, bare.env);
  const { status, err } = await discover();
  assert.equal([status, err], [1, "Account 111122223333 sees no trail\n"]);
  assert.is((await discover("--json")).status, 1);
});

test.run();
