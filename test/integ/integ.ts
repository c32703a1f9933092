/**
 * `npm run integ -- --region <Region> --yes`: deploys to a fresh stage of the account whose
 * credentials the environment has, runs the steps of `steps.ts` there and destroys everything, also
 * when it fails or is interrupted. Less than 1 USD, and at most 30 minutes.
 */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  PutBucketNotificationConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateTopicCommand, DeleteTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { makeTempFolder } from "../../src/adapters/temp-folder.ts";
import { integSettings, runSteps } from "./steps.ts";

/** Longest a whole run takes before it gives up and destroys, in milliseconds. */
const LONGEST = 30 * 60_000;

const { values } = parseArgs({
  options: { region: { type: "string" }, yes: { type: "boolean", default: false } },
});
const { region, yes } = values;
if (region === undefined) throw new Error("Cannot deploy as --region <Region> must be there");
const config = { region };
const [s3, sns, sqs] = [new S3Client(config), new SNSClient(config), new SQSClient(config)];
const { Account: account = "" } = await new STSClient(config).send(
  new GetCallerIdentityCommand({}),
);
const name = `trailbridge-integ-${Date.now().toString(36)}`;
const bucket = `${name}-${account}`;
say(`account ${account}, ${region}, stack ${name}: less than 1 USD, destroyed at the end`);
if (!yes) throw new Error("Cannot deploy as it costs money: say --yes");

const folder = makeTempFolder("integ");
const file = join(folder.path, "settings.yaml");
/** The CDK's command that runs: what it does is ended before anything is destroyed. */
let underWay: Promise<unknown> = Promise.resolve();
/** What undoes what was made, the last first. */
const undo: (() => Promise<unknown>)[] = [];
const ended = new AbortController();
const end = () => ended.abort(new Error("Cannot go on as it was interrupted"));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
const timer = setTimeout(
  () => ended.abort(new Error("Cannot go on as 30 minutes are over")),
  LONGEST,
);
try {
  await Promise.race([run(), aborted(ended.signal)]);
  say("all steps came about");
} catch (error) {
  say((error as Error).message);
  process.exitCode = 1;
} finally {
  clearTimeout(timer);
  await underWay;
  for (const step of undo.reverse()) {
    try {
      await step();
    } catch (error) {
      say(`NOT DESTROYED, do it by hand (${name}, ${bucket}): ${(error as Error).message}`);
      process.exitCode = 1;
    }
  }
  folder.remove();
  say("destroyed");
  process.exit();
}

async function run(): Promise<void> {
  undo.push(emptyBucket);
  const where = region === "us-east-1" ? {} : { LocationConstraint: region as "eu-central-1" };
  await s3.send(
    new CreateBucketCommand({
      Bucket: bucket,
      ...(region !== "us-east-1" && { CreateBucketConfiguration: where }),
    }),
  );
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucket,
      NotificationConfiguration: { EventBridgeConfiguration: {} },
    }),
  );
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: `${name}-alerts` }));
  undo.push(() => sns.send(new DeleteTopicCommand({ TopicArn })));
  writeFileSync(file, JSON.stringify(integSettings(name, bucket, account, region as string)));
  undo.push(() => cdk("destroy", "--force"));
  await cdk("deploy", "--require-approval", "never");
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: name }));
  const queueUrl = (part: RegExp) => {
    const url = QueueUrls.find((it) => part.test(it) && !/DeadLetters/.test(it));
    if (url === undefined) throw new Error(`Cannot find the queue ${part} of ${name}`);
    return url;
  };
  const [recordsQueueUrl, alertsQueueUrl] = [
    queueUrl(/Consumersrecords/i),
    queueUrl(/Consumersalerts/i),
  ];
  const deployed = { s3, sqs, bucket, account, region: region as string, patienceSeconds: 300 };
  await runSteps({ ...deployed, recordsQueueUrl, alertsQueueUrl }, say);
}

async function emptyBucket(): Promise<void> {
  for (;;) {
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    if (Versions.length === 0) break;
    const Objects = Versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
    await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
  }
  await s3.send(new DeleteBucketCommand({ Bucket: bucket }));
}

/** In a process group of its own, so that an interrupt ends the run and not the destroying. */
function cdk(...args: readonly string[]): Promise<void> {
  const all = [...args, name, "--no-notices", "-c", `settings=${file}`];
  const ended = new Promise<void>((done, fail) => {
    const child = spawn("node_modules/.bin/cdk", all, {
      detached: true,
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", fail);
    child.on("close", (code) =>
      code === 0 ? done() : fail(new Error(`Cannot ${args[0]}: cdk ended with ${code}`)),
    );
  });
  underWay = ended.catch(() => {});
  return ended;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, fail) => signal.addEventListener("abort", () => fail(signal.reason)));
}

function say(line: string): void {
  console.log(line);
}
