import { gzipSync } from "node:zlib";
import { synthesizeSettings } from "../../infra/build/synthesize.ts";
import type { Settings } from "../../src/core/settings/settings.ts";
import type { AccessRequest } from "../../src/local/iam/request.ts";
import { AwsError } from "../../src/local/protocol/aws-error.ts";
import { startTrailbridge } from "../../src/local/trailbridge.ts";
import type { PermissionWiring } from "../../src/local/wiring/permission-wiring.ts";

/** What some settings' deployment asked for while it did everything it can. */
export interface Traffic {
  readonly permissions: PermissionWiring;
  readonly asked: readonly AccessRequest[];
  /** What was refused, a line each: nothing, if the template is right. */
  readonly refused: readonly string[];
}

const DAY = "CloudTrail/eu-central-1/2026/01/02";

/** Records of every severity, of other accounts, root, refused and read calls. */
function records(): readonly object[] {
  const user = { type: "IAMUser", accountId: "111122223333", userName: "a" };
  const calls = [
    { eventName: "StopLogging", eventSource: "cloudtrail.amazonaws.com" },
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
    eventID: `e-${i}`,
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

/**
 * Runs some settings' deployment: log files, one that is unreadable, one whose events the bus does
 * not take at first, a removed file, and messages that are nothing.
 *
 * @param quick Whether only the first file and what is removed goes through.
 */
export async function runTraffic(
  settings: Settings,
  folder: string,
  quick = false,
): Promise<Traffic> {
  const synthesis = await synthesizeSettings(settings, folder);
  const asked: AccessRequest[] = [];
  let isBusDown = false;
  const local = await startTrailbridge({
    settings,
    deployments: [synthesis.stacks.trailbridge],
    onAsked: (request) => asked.push(request),
    intercept: ({ service, operation, accessKeyId }) =>
      isBusDown && service === "events" && operation === "PutEvents" && accessKeyId !== undefined
        ? new AwsError("InternalFailure", "The bus is down", { status: 500 })
        : undefined,
  });
  try {
    const { stack, wiring } = local;
    const { bucket, prefix } = settings.logs;
    const tree = prefix.includes("AWSLogs/") ? prefix : `${prefix}AWSLogs/`;
    const key = (name: string) =>
      `${tree}111122223333/${DAY}/111122223333_CloudTrail_${name}.json.gz`;
    const traffic = (): Traffic => {
      const refused = stack
        .refusals()
        .map(({ caller, action, resource, why }) => `${caller} ${action} ${resource}: ${why}`);
      if (wiring.permissions === undefined) throw new Error("Cannot judge without policies");
      return { permissions: wiring.permissions, asked, refused };
    };
    const all = records();
    const put = (name: string, body: string | Uint8Array) =>
      stack.putObject(bucket, key(name), body);
    const idle = () =>
      stack.idle({ patienceSeconds: 6, stillSeconds: 20, movedAt: () => Date.now() - 10_000 });
    await put("a", gzipSync(JSON.stringify({ Records: all })));
    await put("b", "this is no gzip");
    stack.deleteObject(bucket, key("b"));
    await idle();
    if (quick) return traffic();
    await put("c", gzipSync(JSON.stringify({ Records: all.map((it) => ({ ...it })) })));
    stack.deleteObject(bucket, key("a"));
    await idle();
    isBusDown = true;
    await put("d", gzipSync(JSON.stringify({ Records: all.slice(0, 1) })));
    await idle();
    isBusDown = false;
    for (const { queue } of wiring.eventSourceMappings ?? []) {
      await fetch(stack.endpointUrl, {
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.0",
          "x-amz-target": "AmazonSQS.SendMessage",
        },
        body: JSON.stringify({ QueueUrl: stack.queueUrl(queue), MessageBody: "nothing" }),
      });
    }
    await idle();
    return traffic();
  } finally {
    await local.close();
    synthesis.close();
  }
}
