import { partitionAt } from "../wiring/arn.ts";
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
  deployment: Deployment,
): PhysicalResource {
  const { account, region } = deployment;
  const { nameProperty, arnOf, refOf, keepsId } = KINDS[Type] ?? {};
  const given = nameProperty === undefined ? undefined : Properties[nameProperty];
  const plain = keepsId ? logicalId : logicalId.replace(/[0-9A-F]{8}$/, "");
  const made = madeName(Type, plain, deployment);
  const name = typeof given === "string" ? given : made;
  const place = `${region}:${account}`;
  const bus = busNameOf(Properties.EventBusName, deployment);
  const arn = `arn:${partitionAt(region)}:${arnOf?.(name, place, bus) ?? `unknown:${place}:${name}`}`;
  return { type: Type, name, arn, ref: refOf?.(name, arn) ?? name };
}

/** Alarms alone are known by how CloudFormation begins a name: with the stack's. */
function madeName(type: string, plain: string, { stackName }: Deployment): string {
  if (type === "AWS::CloudWatch::Alarm") return `${stackName}-${plain}`;
  return type === "AWS::S3::Bucket" ? plain.toLowerCase() : plain;
}

/** Name of the bus a rule is on: its own, or that of the resource it refers to. */
function busNameOf(bus: unknown, deployment: Deployment): string {
  if (typeof bus === "string") return bus.split("/").at(-1) ?? bus;
  const { Ref, "Fn::GetAtt": attribute } = Object(bus);
  const id = Ref ?? [attribute].flat()[0];
  const resource = deployment.template.Resources[id];
  return resource === undefined ? "default" : physicalResource(id, resource, deployment).name;
}

interface Kind {
  readonly nameProperty?: string;
  readonly arnOf: (name: string, place: string, bus: string) => string;
  /** Whether what has no name is named by the whole logical id. */
  readonly keepsId?: true;
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
    arnOf: (name, place, bus) =>
      `events:${place}:rule/${bus === "default" ? "" : `${bus}/`}${name}`,
    keepsId: true,
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
  "AWS::KMS::Key": { arnOf: (name, place) => `kms:${place}:key/${name}` },
  "AWS::CloudWatch::Alarm": {
    nameProperty: "AlarmName",
    arnOf: (name, place) => `cloudwatch:${place}:alarm:${name}`,
  },
  "AWS::IAM::ManagedPolicy": {
    nameProperty: "ManagedPolicyName",
    arnOf: (name, place) => `iam::${place.split(":")[1]}:policy/${name}`,
    refOf: (_, arn) => arn,
  },
  "AWS::S3::Bucket": { nameProperty: "BucketName", arnOf: (name) => `s3:::${name}` },
};
