import { gzipSync } from "node:zlib";
import { DeleteObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";

/** A deployment that runs, on AWS or on the local stack, as the steps reach it. */
export interface Deployed {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly bucket: string;
  readonly account: string;
  readonly region: string;
  /** Queue that gets every record. */
  readonly recordsQueueUrl: string;
  /** Queue that gets every alert. */
  readonly alertsQueueUrl: string;
  /** Longest wait for one step, in seconds. */
  readonly patienceSeconds: number;
}

/** Settings of the deployment the steps are for: two queues on the bus show what came of a file. */
export function integSettings(name: string, bucket: string, account: string, region: string) {
  return {
    name,
    account,
    region,
    logs: { bucket, prefix: "AWSLogs/", via: "eventbridge" },
    sns: { subscriptions: {}, topicArn: `arn:aws:sns:${region}:${account}:${name}-alerts` },
    threads: { groupWaitSeconds: 0 },
    consumers: { records: { queue: {} }, alerts: { alerts: true, queue: {} } },
  };
}

/**
 * Drops a log file, sees its record forwarded and its alert, removes the file and sees that told.
 *
 * @throws {Error} Naming the step that did not come about in time.
 */
export async function runSteps(deployed: Deployed, say: (line: string) => void): Promise<void> {
  const { s3, bucket: Bucket, account, region, recordsQueueUrl, alertsQueueUrl } = deployed;
  const id = `integ-${Date.now().toString(36)}`;
  const Key = `AWSLogs/${account}/CloudTrail/${region}/2026/01/02/${account}_CloudTrail_${region}_20260102T0305Z_${id}.json.gz`;
  const record = {
    eventVersion: "1.11",
    eventID: id,
    eventName: "StopLogging",
    eventSource: "cloudtrail.amazonaws.com",
    eventTime: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    eventType: "AwsApiCall",
    awsRegion: region,
    sourceIPAddress: "192.0.2.1",
    readOnly: false,
    userIdentity: { type: "IAMUser", accountId: account, userName: "integ" },
    recipientAccountId: account,
  };
  say(`drop a log file: s3://${Bucket}/${Key}`);
  const Body = gzipSync(JSON.stringify({ Records: [record] }));
  await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  await arrival(deployed, recordsQueueUrl, "the record, forwarded", (it) => it.includes(id));
  say("forwarded: the record is in the consumer's queue");
  await arrival(deployed, alertsQueueUrl, "the alert", (it) => it.includes("StopLogging"));
  say("alerted: the alert is on the bus");
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  await arrival(deployed, alertsQueueUrl, "the alert of the removed file", (it) =>
    it.includes(Key),
  );
  say("removed: the alert of the removed log file is on the bus");
}

async function arrival(
  { sqs, patienceSeconds }: Deployed,
  QueueUrl: string,
  what: string,
  isIt: (body: string) => boolean,
): Promise<void> {
  const until = Date.now() + patienceSeconds * 1000;
  while (Date.now() < until) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 }),
    );
    for (const { Body = "", ReceiptHandle } of Messages) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      if (isIt(Body)) return;
    }
  }
  throw new Error(`Cannot see ${what} as it must come within ${patienceSeconds} s: it did not`);
}
