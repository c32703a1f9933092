import { type CfnResource, Stack, Token } from "aws-cdk-lib";
import { CfnRule } from "aws-cdk-lib/aws-events";
import {
  ARN_FRAME,
  bucketField,
  type CallField,
  exact,
  functionNameValues,
  keyFields,
  queueField,
  topicFields,
} from "./call-field.ts";

/** What a resource is called by: what `Ref` gives, and its ARN. */
interface Called {
  readonly ref: string;
  readonly arn: string;
  /** Its name where the template gives it one. */
  readonly given: string | undefined;
  /** Characters of its name at most. */
  readonly length: number;
}

/**
 * What the calls have in their `requestParameters` that change, delete or re-point a resource: all
 * of its spellings that the service takes, a name, an ARN, an address.
 *
 * @returns None for a resource that carries no alert, or that calls on another one change.
 */
export function callFields(resource: CfnResource): readonly CallField[] {
  const kind = KINDS[resource.cfnResourceType];
  if (kind === undefined) return [];
  const [nameProperty, maxLength, fieldsOf] = kind;
  const given: unknown =
    nameProperty === undefined
      ? undefined
      : (resource as unknown as Readonly<Record<string, unknown>>)[nameProperty];
  const stack = Stack.of(resource);
  const name = typeof given === "string" && !Token.isUnresolved(given) ? given : undefined;
  // CloudFormation makes names of the stack's, the logical id and twelve characters.
  const made = stack.stackName.length + 14 + String(stack.getLogicalId(resource)).length;
  return fieldsOf(
    {
      ref: resource.ref,
      arn: resource.getAtt("Arn").toString(),
      given: name,
      length: name?.length ?? Math.min(maxLength, made),
    },
    resource,
  );
}

type Kind = readonly [
  nameProperty: string | undefined,
  maxLength: number,
  fields: (called: Called, resource: CfnResource) => readonly CallField[],
];

/** By a name or an ARN. */
function named(field: string, nameProperty: string, maxLength: number): Kind {
  return [
    nameProperty,
    maxLength,
    ({ ref, arn, given, length }) => [
      exact(field, given ?? ref, length),
      exact(field, arn, length + ARN_FRAME),
    ],
  ];
}

/** Calls of every day on a log group are the function's own: these are not. */
const LOG_GROUP_CALLS = [
  "DeleteLogGroup",
  "DeleteLogStream",
  "DeleteRetentionPolicy",
  "PutRetentionPolicy",
  "AssociateKmsKey",
  "DisassociateKmsKey",
];

const KINDS: Readonly<Record<string, Kind>> = {
  "AWS::Lambda::Function": [
    "functionName",
    64,
    ({ ref, arn, given, length }) => [
      ...functionNameValues(given ?? ref, arn).map(([value, more]) => ({
        field: "functionName",
        value,
        characters: length + more,
      })),
      exact("resource", arn, length + ARN_FRAME),
    ],
  ],
  "AWS::Lambda::EventSourceMapping": [undefined, 36, ({ ref }) => [exact("uUID", ref, 36)]],
  "AWS::Events::Rule": [
    "name",
    64,
    ({ ref, given, length }, rule) =>
      // Those of a bus of its own are known by the bus.
      rule instanceof CfnRule && rule.eventBusName !== undefined
        ? []
        : [exact("name", given ?? ref, length), exact("rule", given ?? ref, length)],
  ],
  "AWS::Events::EventBus": [
    "name",
    256,
    ({ ref, arn, given, length }) => [
      exact("eventBusName", given ?? ref, length),
      exact("eventBusName", arn, length + ARN_FRAME),
      exact("name", given ?? ref, length),
      // Of an archive that copies what is on it, and of its log deliveries and tags.
      ...["eventSourceArn", "resourceArn", "resourceARN"].map((field) =>
        exact(field, arn, length + ARN_FRAME),
      ),
    ],
  ],
  "AWS::Events::Archive": [
    "archiveName",
    48,
    ({ ref, length }) => [exact("archiveName", ref, length)],
  ],
  "AWS::Events::Connection": ["name", 64, ({ ref, length }) => [exact("name", ref, length)]],
  "AWS::Events::ApiDestination": ["name", 64, ({ ref, length }) => [exact("name", ref, length)]],
  "AWS::SQS::Queue": [
    "queueName",
    80,
    ({ given, length }, queue) => {
      const name = given ?? Token.asString(queue.getAtt("QueueName"));
      return [
        queueField(name, length),
        // Of a task that moves what is in it elsewhere.
        { field: "sourceArn", value: { suffix: `:${name}` }, characters: length + 14 },
      ];
    },
  ],
  "AWS::DynamoDB::Table": [
    "tableName",
    255,
    ({ ref, arn, given, length }) => [
      exact("tableName", given ?? ref, length),
      exact("tableName", arn, length + ARN_FRAME),
      exact("resourceArn", arn, length + ARN_FRAME),
    ],
  ],
  "AWS::SNS::Topic": ["topicName", 256, ({ ref, length }) => topicFields(ref, length + ARN_FRAME)],
  "AWS::SNS::Subscription": [
    undefined,
    256 + ARN_FRAME,
    ({ ref, length }) => [exact("subscriptionArn", ref, length + ARN_FRAME)],
  ],
  "AWS::KMS::Key": [undefined, 36, ({ ref, arn }) => keyFields(ref, arn)],
  "AWS::IAM::Role": [
    "roleName",
    64,
    ({ ref, given, length }) => [exact("roleName", given ?? ref, length)],
  ],
  "AWS::CloudWatch::Alarm": [
    "alarmName",
    255,
    ({ given }, alarm) => {
      // There are many: CloudFormation begins all their names with the stack's.
      const prefix = given ?? `${Stack.of(alarm).stackName}-`;
      // The last is of a rule that mutes them.
      return ["alarmName", "alarmNames", "muteTargets.alarmNames"].map((field) => ({
        field,
        value: { prefix },
        characters: prefix.length + 12,
      }));
    },
  ],
  "AWS::Logs::LogGroup": [
    "logGroupName",
    512,
    ({ ref, given, length }) => [
      { ...exact("logGroupName", given ?? ref, length), only: LOG_GROUP_CALLS },
    ],
  ],
  "AWS::Logs::ResourcePolicy": [
    "policyName",
    255,
    ({ given, ref, length }) => [exact("policyName", given ?? ref, length)],
  ],
  "AWS::KinesisFirehose::DeliveryStream": named("deliveryStreamName", "deliveryStreamName", 64),
  "AWS::S3::Bucket": ["bucketName", 63, ({ ref }) => [bucketField(ref)]],
};

/** The part of a stack's ARN that is the same for every update of it. */
export function stackFields(stack: Stack): readonly CallField[] {
  const arn = stack.formatArn({
    service: "cloudformation",
    resource: "stack",
    resourceName: `${stack.stackName}/`,
  });
  const { length } = stack.stackName;
  return [
    exact("stackName", stack.stackName, length),
    { field: "stackName", value: { prefix: arn }, characters: length + ARN_FRAME },
  ];
}
