import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { synthesizeSettings } from "../../infra/build/synthesize.ts";
import { partitionOf } from "../../src/core/settings/arn.ts";
import type { Settings } from "../../src/core/settings/settings.ts";
import type { AccessRequest } from "../../src/local/iam/request.ts";
import { AwsError } from "../../src/local/protocol/aws-error.ts";
import { startTrailbridge } from "../../src/local/trailbridge.ts";
import type { PermissionWiring } from "../../src/local/wiring/permission-wiring.ts";
import { OPERATOR } from "./guests.ts";

/** What some settings' deployment asked for while it did everything it can. */
export interface Traffic {
  readonly permissions: PermissionWiring;
  readonly asked: readonly AccessRequest[];
  /** What was refused, a line each: nothing, if the template is right. */
  readonly refused: readonly string[];
}

const DAY = "CloudTrail/eu-central-1/2026/01/02";

/** Seconds a thread stays open here, so that it is drawn to its end while somebody looks. */
const WINDOW_SECONDS = 3;

/** Seconds in which nothing is asked for that was not asked before, after which nothing more will be. */
const STILL_SECONDS = 8;

/** Milliseconds that what must come of a fault is waited for. */
const PATIENCE = 15_000;

/** Begins where a number is to stand that JSON of 64 bits does not hold. */
const TOO_LARGE = "too-large:";

/**
 * Records of every severity, of other accounts, root, refused and read calls, and with a number that
 * the bus does not take: each of the notifier's rules gets one.
 *
 * @param of Begins their ids.
 */
function records(of: string): readonly object[] {
  const user = { type: "IAMUser", accountId: "111122223333", userName: "a" };
  const calls = [
    { eventName: "StopLogging", eventSource: "cloudtrail.amazonaws.com" },
    { eventName: "UpdateTrail", eventSource: "cloudtrail.amazonaws.com" },
    {
      eventName: "PutMetricAlarm",
      eventSource: "monitoring.amazonaws.com",
      requestParameters: { threshold: `${TOO_LARGE}12345678901234567890` },
    },
    { eventName: "DeleteBucketPolicy", eventSource: "s3.amazonaws.com" },
    { eventName: "CreateAccessKey", eventSource: "iam.amazonaws.com" },
    { eventName: "ListBuckets", eventSource: "s3.amazonaws.com", errorCode: "AccessDenied" },
    {
      eventName: "ConsoleLogin",
      eventSource: "signin.amazonaws.com",
      eventType: "AwsConsoleSignIn",
      userIdentity: { type: "Root", accountId: "777788889999" },
      recipientAccountId: "777788889999",
      responseElements: { ConsoleLogin: "Success" },
      additionalEventData: { MFAUsed: "No" },
    },
    ...Array.from({ length: 8 }, (_, i) => ({
      eventName: `GetObject${i}`,
      eventSource: "s3.amazonaws.com",
      errorCode: "AccessDenied",
      userIdentity: { ...user, userName: `user-${i}` },
    })),
  ];
  return calls.map((call, i) => ({
    eventVersion: "1.11",
    eventID: `${of}-${i}`,
    eventTime: "2026-01-02T03:04:05Z",
    eventType: "AwsApiCall",
    awsRegion: "eu-central-1",
    sourceIPAddress: "192.0.2.1",
    userAgent: "test",
    readOnly: false,
    userIdentity: user,
    recipientAccountId: "111122223333",
    ...call,
  }));
}

/** A log file with records, as CloudTrail writes it. */
function logFile(records: readonly object[]): Uint8Array {
  const text = JSON.stringify({ Records: records });
  return gzipSync(text.replaceAll(new RegExp(`"${TOO_LARGE}(\\d+)"`, "g"), "$1"));
}

/**
 * Runs some settings' deployment: log files, one that is unreadable, one that is overwritten, a removed file, messages that
 * are nothing, a call on its own bus, a table and a bus that do not answer for a while, threads drawn to their end.
 *
 * @param quick Whether it ends as soon as all has been done, and not once all has come to rest.
 */
export async function runTraffic(
  settings: Settings,
  folder: string,
  quick = false,
): Promise<Traffic> {
  const synthesis = await synthesizeSettings(
    {
      ...settings,
      threads: { ...settings.threads, windowSeconds: WINDOW_SECONDS },
      operators: [...settings.operators, operatorOf(settings)],
    },
    folder,
  );
  const asked = new Map<string, AccessRequest>();
  let newsAt = Date.now();
  let down: "dynamodb" | "events" | undefined;
  const local = await startTrailbridge({
    settings,
    deployments: [synthesis.stacks.trailbridge],
    // A bucket of a landing zone tells of removed files in either way.
    bucketEvents: true,
    recordCalls: true,
    onAsked(request) {
      const key = JSON.stringify(request);
      if (!asked.has(key)) newsAt = Date.now();
      asked.set(key, request);
    },
    intercept: ({ service, accessKeyId }) =>
      service === down && accessKeyId !== undefined
        ? new AwsError("InternalServerError", `Service ${service} is down`, { status: 500 })
        : undefined,
  });
  try {
    const { stack, wiring } = local;
    const { permissions } = wiring;
    if (permissions === undefined) throw new Error("Cannot judge without policies");
    const { bucket, prefix } = settings.logs;
    const tree = prefix.includes("AWSLogs/") ? prefix : `${prefix}AWSLogs/`;
    const key = (name: string) =>
      `${tree}111122223333/${DAY}/111122223333_CloudTrail_${name}.json.gz`;
    const put = (name: string, body: string | Uint8Array = logFile(records(name))) =>
      stack.putObject(bucket, key(name), body);
    const idle = () =>
      stack.idle({
        patienceSeconds: WINDOW_SECONDS + 2,
        stillSeconds: STILL_SECONDS,
        movedAt: () => newsAt,
      });
    /** Waits until an action was asked for of each of some queues; for some seconds at most. */
    const untilAsked = async (action: string, names: readonly string[]) => {
      const isAsked = (name: string) =>
        [...asked.values()].some((it) => it.action === action && it.resource.endsWith(`:${name}`));
      const end = Date.now() + PATIENCE;
      while (!names.every(isAsked) && Date.now() < end) await sleep(100);
    };
    const queues = (wiring.eventSourceMappings ?? []).map(({ queue }) => queue);
    const ending = (name: RegExp) => queues.filter((queue) => name.test(queue));

    const tamper = () =>
      stack.calls?.note({
        service: "events",
        operation: "DisableRule",
        input: { Name: "any", EventBusName: wiring.buses?.[0]?.name ?? "" },
      });

    await put("a");
    await put("b", "this is no gzip");
    await idle();
    await put("a", logFile(records("other")));
    stack.deleteObject(bucket, key("b"));
    for (const queue of queues) await send(stack.endpointUrl, stack.queueUrl(queue), "nothing");
    tamper();
    await idle();
    down = "dynamodb";
    await put("c");
    await untilAsked("sqs:ChangeMessageVisibility", ending(/(Buffer|Critical)$/));
    down = "events";
    await put("d");
    await untilAsked("sqs:SendMessage", ending(/Continuations$/));
    down = undefined;
    if (!quick) await idle();
    const refused = stack
      .refusals()
      .map(({ caller, action, resource, why }) => `${caller} ${action} ${resource}: ${why}`);
    return { permissions, asked: [...asked.values()], refused };
  } finally {
    await local.close();
    synthesis.close();
  }
}

/** The role that works by hand in the deployment of some settings. */
function operatorOf({ account = "111122223333", region = "eu-central-1" }: Settings): string {
  return `arn:${partitionOf(region) ?? "aws"}:iam::${account}:${OPERATOR}`;
}

/** Sends a message as the account's own. */
async function send(endpoint: string, QueueUrl: string, MessageBody: string): Promise<void> {
  const headers = {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": "AmazonSQS.SendMessage",
  };
  const body = JSON.stringify({ QueueUrl, MessageBody });
  await fetch(endpoint, { method: "POST", headers, body });
}
