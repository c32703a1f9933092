import type { ServiceCall } from "../protocol/service.ts";
import { arnAt, arnOf, bucketArn, busArn, type Place, secretArn } from "../wiring/arn.ts";

/** One thing that a call needs a permission for. */
export interface Ask {
  /** e.g. `sqs:SendMessage` */
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

/**
 * What a call of an operation needs permissions for.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function asksOf({ service, operation, input }: ServiceCall, place: Place): readonly Ask[] {
  switch (service) {
    case "sqs": {
      const url = String(input.QueueUrl ?? input.QueueName ?? "*");
      const resource = arnOf("sqs", url.slice(url.lastIndexOf("/") + 1), place);
      // A batch is allowed by the action of its single message.
      return [{ action: `sqs:${operation.replace(/Batch$/, "")}`, resource }];
    }
    case "events":
      return operation === "PutEvents" ? entriesOf(input).map((it) => putAsk(it, place)) : [];
    case "dynamodb":
      return tablesOf(input).map((name) => ({
        action: `dynamodb:${operation}`,
        resource: name.startsWith("arn:") ? name : arnAt("dynamodb", `table/${name}`, place),
      }));
    case "secretsmanager": {
      const id = String(input.SecretId);
      const resource = id.startsWith("arn:") ? id : secretArn(id, place);
      return [{ action: `secretsmanager:${operation}`, resource }];
    }
    case "sns":
      return [{ action: `sns:${operation}`, resource: String(input.TopicArn ?? input.TargetArn) }];
    case "sts":
      return operation === "AssumeRole" ? [roleAsk(input)] : [];
    case "s3":
      return [s3Ask(operation, input, place)];
    default:
      return [{ action: `${service}:${operation}`, resource: "*" }];
  }
}

type Members = Readonly<Record<string, unknown>>;

function entriesOf({ Entries }: Members): readonly Members[] {
  return Array.isArray(Entries) ? Entries.map(Object) : [];
}

function putAsk({ EventBusName = "default", Source, DetailType }: Members, place: Place): Ask {
  const context = { "events:source": String(Source), "events:detail-type": String(DetailType) };
  return { action: "events:PutEvents", resource: busArn(String(EventBusName), place), context };
}

function roleAsk({ RoleArn, ExternalId }: Members): Ask {
  return {
    action: "sts:AssumeRole",
    resource: String(RoleArn),
    ...(ExternalId !== undefined && { context: { "sts:ExternalId": String(ExternalId) } }),
  };
}

function tablesOf({ TableName, RequestItems, TransactItems }: Members): readonly string[] {
  const ofItems = Array.isArray(TransactItems)
    ? TransactItems.flatMap((item) => Object.values(Object(item)).map((it) => Object(it).TableName))
    : [];
  const names = TableName === undefined ? Object.keys(Object(RequestItems)) : [TableName];
  return [...new Set([...names, ...ofItems].map(String))];
}

/** S3's names of actions, where they are not those of the operations. */
const S3_ACTIONS: Readonly<Record<string, string>> = {
  ListBuckets: "ListAllMyBuckets",
  HeadBucket: "ListBucket",
  ListObjectsV2: "ListBucket",
  HeadObject: "GetObject",
  DeleteObjects: "DeleteObject",
  CreateMultipartUpload: "PutObject",
  UploadPart: "PutObject",
  CompleteMultipartUpload: "PutObject",
};

function s3Ask(operation: string, { Bucket, Key = "" }: Members, { region }: Place): Ask {
  const action = `s3:${S3_ACTIONS[operation] ?? operation}`;
  if (Bucket === "") return { action, resource: "*" };
  const arn = bucketArn(String(Bucket), region);
  if (operation === "DeleteObjects") return { action, resource: `${arn}/*` };
  return { action, resource: Key === "" ? arn : `${arn}/${Key}` };
}
