import { randomUUID } from "node:crypto";
import { type Ask, asksOf } from "../access/operation-asks.ts";
import { callerName, type Principal } from "../iam/request.ts";
import type { ServiceCall } from "../protocol/service.ts";
import { type Place, partitionAt } from "../wiring/arn.ts";
import { requestParametersOf } from "./request-parameters.ts";

/** A call as CloudTrail gets to see it. */
export interface RecordedCall extends Pick<ServiceCall, "service" | "operation" | "input"> {
  /** Who called. @default a user of the account's own */
  readonly caller?: Principal;
  /** How the service refused it. @default it did not */
  readonly error?: { readonly code: string; readonly message?: string };
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly sourceIp?: string;
  readonly userAgent?: string;
}

/**
 * Writes the record of a call as CloudTrail does. A call for what a resource holds is a data event,
 * another is a management event; what a message, an item or a secret holds is in neither.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function callRecord(call: RecordedCall, place: Place): Readonly<Record<string, unknown>> {
  const { service, operation, input, caller, error, time } = call;
  const isData = DATA_CALLS[service]?.test(operation) ?? false;
  const resources = asksOf({ service, operation, input }, place).flatMap((ask) =>
    resourcesOf(ask, place),
  );
  return {
    eventVersion: "1.11",
    userIdentity: identityOf(caller, place, time),
    eventTime: new Date(time).toISOString().replace(/\.\d+/, ""),
    eventSource: `${SOURCES[service] ?? service}.amazonaws.com`,
    eventName: EVENT_NAMES[`${service}:${operation}`] ?? operation,
    awsRegion: place.region,
    sourceIPAddress: caller?.kind === "service" ? caller.service : (call.sourceIp ?? "127.0.0.1"),
    userAgent: caller?.kind === "service" ? caller.service : (call.userAgent ?? "aws-cli/2.27.0"),
    ...(error !== undefined && {
      errorCode: error.code,
      ...(error.message !== undefined && { errorMessage: error.message }),
    }),
    requestParameters: requestParametersOf(call, place),
    responseElements: null,
    requestID: randomUUID(),
    eventID: randomUUID(),
    readOnly: READS.test(operation),
    ...(resources.length > 0 && { resources }),
    eventType: "AwsApiCall",
    managementEvent: !isData,
    recipientAccountId: place.account,
    eventCategory: isData ? "Data" : "Management",
  };
}

/** `userIdentity` of a caller. */
function identityOf(
  caller: Principal | undefined,
  { account, region }: Place,
  time: number,
): object {
  if (caller === undefined) {
    const userName = "local";
    const arn = `arn:${partitionAt(region)}:iam::${account}:user/${userName}`;
    return {
      type: "IAMUser",
      principalId: "AIDALOCAL00000000000",
      arn,
      accountId: account,
      userName,
    };
  }
  const arn = callerName(caller);
  switch (caller.kind) {
    case "service":
      return { type: "AWSService", invokedBy: caller.service };
    case "root":
      return { type: "Root", principalId: caller.account, arn, accountId: caller.account };
    case "role": {
      const accountId = caller.roleArn.split(":")[4] ?? account;
      const userName = caller.roleArn.slice(caller.roleArn.lastIndexOf("/") + 1);
      const principalId = `AROA${Buffer.from(userName).toString("hex").toUpperCase().padEnd(17, "0").slice(0, 17)}`;
      return {
        type: "AssumedRole",
        principalId: `${principalId}:${caller.session}`,
        arn,
        accountId,
        sessionContext: {
          sessionIssuer: { type: "Role", principalId, arn: caller.roleArn, accountId, userName },
          attributes: {
            creationDate: new Date(time - 60_000).toISOString().replace(/\.\d+/, ""),
            mfaAuthenticated: "false",
          },
        },
      };
    }
  }
}

/** What a record lists as the resources of a call; those of S3 are an object and its bucket. */
function resourcesOf({ resource }: Ask, { account }: Place): readonly object[] {
  const [, , service = "", , owner = "", ...rest] = resource.split(":");
  const type = TYPES[service];
  if (type === undefined) return [];
  const accountId = owner === "" ? account : owner;
  if (service !== "s3") return [{ accountId, type, ARN: resource }];
  const bucket = { accountId, type: "AWS::S3::Bucket", ARN: resource.split("/", 1)[0] };
  return rest.join(":").includes("/") ? [{ type, ARN: resource }, bucket] : [bucket];
}

/** Calls that are data events. */
const DATA_CALLS: Readonly<Record<string, RegExp>> = {
  s3: /^(?:Get|Put|Delete|Head|Copy|List)Objects?(?:V2|Tagging|Acl)?$|Multipart|^UploadPart/,
  dynamodb: /Item$|^(?:Query|Scan)$|^Transact|^ExecuteStatement$/,
  sqs: /Message(?:Batch|Visibility|VisibilityBatch)?$/,
  sns: /^Publish(?:Batch)?$/,
  lambda: /^Invoke/,
  events: /^PutEvents$/,
};

/** Names of services in `eventSource`, where they are not those of their ARNs. */
const SOURCES: Readonly<Record<string, string>> = { cloudwatch: "monitoring" };

/** Names of events, where they are not those of the operations. */
const EVENT_NAMES: Readonly<Record<string, string>> = {
  "s3:ListObjectsV2": "ListObjects",
  "lambda:UpdateEventSourceMapping": "UpdateEventSourceMapping20150331",
  "lambda:DeleteEventSourceMapping": "DeleteEventSourceMapping20150331",
  "lambda:CreateEventSourceMapping": "CreateEventSourceMapping20150331",
  "lambda:DeleteFunction": "DeleteFunction20150331",
  "lambda:UpdateFunctionCode": "UpdateFunctionCode20150331v2",
  "lambda:UpdateFunctionConfiguration": "UpdateFunctionConfiguration20150331v2",
  "lambda:AddPermission": "AddPermission20150331v2",
  "lambda:RemovePermission": "RemovePermission20150331v2",
  "lambda:PutFunctionConcurrency": "PutFunctionConcurrency20171031",
};

const READS = /^(?:Get|List|Describe|Head|Query|Scan|BatchGet|Receive|Lookup|Test)/;

/** What resources of a service are called in a record. */
const TYPES: Readonly<Record<string, string>> = {
  s3: "AWS::S3::Object",
  dynamodb: "AWS::DynamoDB::Table",
  sqs: "AWS::SQS::Queue",
  sns: "AWS::SNS::Topic",
  events: "AWS::Events::EventBus",
  secretsmanager: "AWS::SecretsManager::Secret",
};
