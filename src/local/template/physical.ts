import type { Deployment, TemplateResource } from "./deployment.ts";

/** What CloudFormation would have made of one resource. */
export interface PhysicalResource {
  readonly type: string;
  readonly name: string;
  readonly arn: string;
  /** What `Ref` gives. */
  readonly ref: string;
}

/** Begins what `Ref` of a queue gives: an address that is known only once the stack runs. */
export const QUEUE_URL = "local-queue-url:";

/**
 * Names a resource and its ARN as a deploy would: by the name its properties give, else by its
 * logical id without the hash the CDK ends it with.
 */
export function physicalResource(
  logicalId: string,
  { Type, Properties = {} }: TemplateResource,
  { account, region }: Deployment,
): PhysicalResource {
  const { nameProperty, arnOf, refOf } = KINDS[Type] ?? {};
  const given = nameProperty === undefined ? undefined : Properties[nameProperty];
  const plain = logicalId.replace(/[0-9A-F]{8}$/, "");
  const made = Type === "AWS::S3::Bucket" ? plain.toLowerCase() : plain;
  const name = typeof given === "string" ? given : made;
  const arn = `arn:aws:${arnOf?.(name, `${region}:${account}`) ?? `unknown:${region}:${account}:${name}`}`;
  return { type: Type, name, arn, ref: refOf?.(name, arn) ?? name };
}

interface Kind {
  readonly nameProperty?: string;
  readonly arnOf: (name: string, place: string) => string;
  readonly refOf?: (name: string, arn: string) => string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  "AWS::SQS::Queue": {
    nameProperty: "QueueName",
    arnOf: (name, place) => `sqs:${place}:${name}`,
    refOf: (name) => QUEUE_URL + name,
  },
  "AWS::SNS::Topic": {
    nameProperty: "TopicName",
    arnOf: (name, place) => `sns:${place}:${name}`,
    refOf: (_, arn) => arn,
  },
  "AWS::Lambda::Function": {
    nameProperty: "FunctionName",
    arnOf: (name, place) => `lambda:${place}:function:${name}`,
  },
  "AWS::Events::EventBus": {
    nameProperty: "Name",
    arnOf: (name, place) => `events:${place}:event-bus/${name}`,
  },
  "AWS::Events::Rule": {
    nameProperty: "Name",
    arnOf: (name, place) => `events:${place}:rule/${name}`,
  },
  "AWS::Events::ApiDestination": {
    nameProperty: "Name",
    arnOf: (name, place) => `events:${place}:api-destination/${name}`,
  },
  "AWS::DynamoDB::Table": {
    nameProperty: "TableName",
    arnOf: (name, place) => `dynamodb:${place}:table/${name}`,
  },
  "AWS::IAM::Role": {
    nameProperty: "RoleName",
    arnOf: (name, place) => `iam::${place.split(":")[1]}:role/${name}`,
  },
  "AWS::Logs::LogGroup": {
    nameProperty: "LogGroupName",
    arnOf: (name, place) => `logs:${place}:log-group:${name}:*`,
  },
  "AWS::KinesisFirehose::DeliveryStream": {
    nameProperty: "DeliveryStreamName",
    arnOf: (name, place) => `firehose:${place}:deliverystream/${name}`,
  },
  "AWS::S3::Bucket": { nameProperty: "BucketName", arnOf: (name) => `s3:::${name}` },
};
