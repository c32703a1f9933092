import type { Deployment } from "../../src/local/template/deployment.ts";
import { createResolver } from "../../src/local/template/resolver.ts";
import type { Wiring } from "../../src/local/wiring/wiring.ts";
import type { ApiCall } from "./clients.ts";
import type { Deployed } from "./world.ts";

/** One thing done to one resource. */
export interface Taking {
  /** Logical id, or what it is called that the template does not make. */
  readonly resource: string;
  readonly type: string;
  /** What is done: `deleted`, `disabled`, `re-pointed`, … */
  readonly how: string;
  /** The call by which it is done. */
  readonly call: ApiCall;
  readonly change: (deployed: Deployed) => Deployed;
}

/** Types whose resources carry no alert and no record: none of them silences anything. */
export const NOT_IN_THE_WAY: Readonly<Record<string, string>> = {
  "AWS::CDK::Metadata": "says what made the template",
  "AWS::CloudWatch::Dashboard": "shows, and tells nobody",
  "AWS::Events::EventBusPolicy": "lets others in",
  "AWS::Logs::Delivery": "logs what EventBridge itself does",
  "AWS::Logs::DeliveryDestination": "logs what EventBridge itself does",
  "AWS::Logs::DeliverySource": "logs what EventBridge itself does",
  "AWS::Logs::LogStream": "is made anew",
  "AWS::Lambda::EventInvokeConfig": "says how often a failed call is tried again",
  "AWS::S3::BucketPolicy": "asks for encrypted connections",
};

/** What can be done to each resource of a deployment that the flow needs, one at a time. */
export function takingsOf(deployment: Deployment, deployed: Deployed): readonly Taking[] {
  const { resolve, physical } = createResolver(deployment);
  const { place } = deployed;
  const url = (name: string) =>
    `https://sqs.${place.region}.amazonaws.com/${place.account}/${name}`;
  return Object.entries(deployment.template.Resources).flatMap(([id, resource]) => {
    const { Type: type, Properties = {} } = resource;
    if (type in NOT_IN_THE_WAY || isDeploysOwn(id)) return [];
    const property = (name: string): unknown => resolve(Properties[name]);
    const { name, arn, ref } = physical(id);
    const take = (
      how: string,
      service: string,
      operation: string,
      input: ApiCall["input"],
      change: (wiring: Wiring) => Partial<Wiring>,
    ): Taking => ({
      resource: id.replace(/[0-9A-F]{8}$/, ""),
      type,
      how,
      call: { service, operation, input },
      change: (it) => ({ ...it, wiring: { ...it.wiring, ...change(it.wiring) } }),
    });
    const withoutPolicy = ({ permissions }: Wiring): Partial<Wiring> =>
      permissions === undefined
        ? {}
        : {
            permissions: {
              ...permissions,
              roles: permissions.roles.map((role) => ({
                ...role,
                policies: role.policies.filter((it) => it.id !== id),
              })),
              resources: permissions.resources.map((it) => ({
                ...it,
                policies: it.policies.filter((policy) => policy.id !== id),
              })),
            },
          };
    switch (type) {
      case "AWS::Lambda::Function": {
        const gone = ({ functions = [] }: Wiring) => ({
          functions: functions.filter((it) => it.name !== name),
        });
        return [
          take("deleted", "lambda", "DeleteFunction", { FunctionName: name }, gone),
          take(
            "throttled to nothing",
            "lambda",
            "PutFunctionConcurrency",
            { FunctionName: name, ReservedConcurrentExecutions: 0 },
            gone,
          ),
          take("given other code", "lambda", "UpdateFunctionCode", { FunctionName: arn }, gone),
        ];
      }
      case "AWS::Lambda::EventSourceMapping": {
        const queue = String(property("EventSourceArn")).split(":").at(-1);
        const gone = ({ eventSourceMappings = [] }: Wiring) => ({
          eventSourceMappings: eventSourceMappings.filter((it) => it.queue !== queue),
        });
        return [
          take(
            "disabled",
            "lambda",
            "UpdateEventSourceMapping",
            { UUID: ref, Enabled: false },
            gone,
          ),
          take("deleted", "lambda", "DeleteEventSourceMapping", { UUID: ref }, gone),
        ];
      }
      case "AWS::Lambda::Permission":
        return [
          take(
            "removed",
            "lambda",
            "RemovePermission",
            { FunctionName: String(property("FunctionName")), StatementId: id },
            withoutPolicy,
          ),
        ];
      case "AWS::Events::Rule": {
        const bus =
          Properties.EventBusName === undefined
            ? {}
            : { EventBusName: String(property("EventBusName")) };
        const change =
          (targets: (all: readonly never[]) => readonly never[]) =>
          ({ rules = [], schedules = [] }: Wiring) => ({
            rules: rules.map((it) =>
              it.name === name ? { ...it, targets: targets(it.targets as never) } : it,
            ),
            schedules: schedules.map((it) =>
              it.name === name ? { ...it, targets: targets(it.targets as never) } : it,
            ),
          });
        const none = change(() => []);
        return [
          take("disabled", "events", "DisableRule", { Name: name, ...bus }, none),
          take("deleted", "events", "DeleteRule", { Name: name, ...bus }, none),
          take(
            "left without targets",
            "events",
            "RemoveTargets",
            { Rule: name, ...bus, Ids: ["Target0"] },
            none,
          ),
          take(
            "re-pointed",
            "events",
            "PutTargets",
            { Rule: name, ...bus, Targets: [{ Id: "Target0", Arn: `${arn}-elsewhere` }] },
            none,
          ),
          take(
            "given another pattern",
            "events",
            "PutRule",
            { Name: name, ...bus, EventPattern: "{}" },
            none,
          ),
        ];
      }
      case "AWS::Events::EventBus":
        return [
          take(
            "deleted",
            "events",
            "DeleteEventBus",
            { Name: name },
            ({ buses = [], rules = [] }) => ({
              buses: buses.filter((it) => it.name !== name),
              rules: rules.filter((it) => it.bus !== name),
            }),
          ),
        ];
      case "AWS::Events::Archive":
        return [take("deleted", "events", "DeleteArchive", { ArchiveName: name }, () => ({}))];
      case "AWS::Events::Connection":
        return [take("deleted", "events", "DeleteConnection", { Name: name }, () => ({}))];
      case "AWS::Events::ApiDestination":
        return [
          take("deleted", "events", "DeleteApiDestination", { Name: name }, ({ sinks = [] }) => ({
            sinks: sinks.filter((it) => it.arn !== arn),
          })),
        ];
      case "AWS::SQS::Queue":
        return [
          take(
            "deleted",
            "sqs",
            "DeleteQueue",
            { QueueUrl: url(name) },
            ({ queues = [], eventSourceMappings = [] }) => ({
              queues: queues.filter((it) => it.name !== name),
              eventSourceMappings: eventSourceMappings.filter((it) => it.queue !== name),
            }),
          ),
        ];
      case "AWS::SQS::QueuePolicy": {
        const [queueUrl] = [property("Queues")].flat().map(String);
        return [
          take(
            "removed",
            "sqs",
            "SetQueueAttributes",
            { QueueUrl: url(String(queueUrl).split(":").at(-1) ?? "") },
            withoutPolicy,
          ),
        ];
      }
      case "AWS::IAM::Role":
        return [
          take("deleted", "iam", "DeleteRole", { RoleName: name }, ({ permissions }) =>
            permissions === undefined
              ? {}
              : {
                  permissions: {
                    ...permissions,
                    // Nobody may assume it, and it may do nothing.
                    roles: permissions.roles.map((it) =>
                      it.arn === arn
                        ? { ...it, trust: { ...it.trust, document: NOTHING }, policies: [] }
                        : it,
                    ),
                  },
                },
          ),
        ];
      case "AWS::IAM::Policy": {
        const [role] = [property("Roles")].flat().map(String);
        return [
          take(
            "removed",
            "iam",
            "DeleteRolePolicy",
            { RoleName: role, PolicyName: String(property("PolicyName")) },
            withoutPolicy,
          ),
        ];
      }
      case "AWS::DynamoDB::Table":
        return [
          take("deleted", "dynamodb", "DeleteTable", { TableName: name }, ({ tables = [] }) => ({
            tables: tables.filter((it) => it.name !== name),
          })),
        ];
      case "AWS::SNS::Topic":
        return [
          take("deleted", "sns", "DeleteTopic", { TopicArn: ref }, ({ topics = [] }) => ({
            topics: topics.filter((it) => it.name !== name),
          })),
        ];
      case "AWS::SNS::TopicPolicy": {
        const [topic] = [property("Topics")].flat().map(String);
        return [
          take(
            "removed",
            "sns",
            "SetTopicAttributes",
            { TopicArn: topic, AttributeName: "Policy" },
            withoutPolicy,
          ),
        ];
      }
      case "AWS::SNS::Subscription":
        return [take("deleted", "sns", "Unsubscribe", { SubscriptionArn: ref }, () => ({}))];
      case "AWS::KMS::Key":
        return [
          take("disabled", "kms", "DisableKey", { KeyId: arn }, ({ topics = [], permissions }) => ({
            topics: topics.filter(
              ({ name: topic }) =>
                !permissions?.resources.some(
                  (it) => it.kmsKeyArn !== undefined && it.arn.endsWith(`:${topic}`),
                ),
            ),
          })),
        ];
      case "AWS::CloudWatch::Alarm":
        return [
          take("deleted", "cloudwatch", "DeleteAlarms", { AlarmNames: [name] }, () => ({})),
          take(
            "made silent",
            "cloudwatch",
            "DisableAlarmActions",
            { AlarmNames: [name] },
            () => ({}),
          ),
        ];
      case "AWS::Logs::LogGroup":
        return [
          {
            ...take("deleted", "logs", "DeleteLogGroup", { LogGroupName: name }, () => ({})),
            change: (it: Deployed) => ({
              ...it,
              logGroups: new Set(
                [...it.logGroups].filter((group) => `/aws/lambda/${group}` !== name),
              ),
            }),
          },
        ];
      case "AWS::Logs::ResourcePolicy":
        return [
          take(
            "removed",
            "logs",
            "DeleteResourcePolicy",
            { PolicyName: String(property("PolicyName") ?? name) },
            withoutPolicy,
          ),
        ];
      case "AWS::KinesisFirehose::DeliveryStream":
        return [
          take(
            "deleted",
            "firehose",
            "DeleteDeliveryStream",
            { DeliveryStreamName: name },
            ({ sinks = [] }) => ({ sinks: sinks.filter((it) => it.arn !== arn) }),
          ),
        ];
      case "AWS::S3::Bucket":
        return [take("deleted", "s3", "DeleteBucket", { Bucket: name }, () => ({}))];
      case "Custom::S3BucketNotifications":
        return [
          take(
            "overwritten",
            "s3",
            "PutBucketNotificationConfiguration",
            { Bucket: String(property("BucketName")) },
            () => ({}),
          ),
        ];
      default:
        throw new Error(
          `Cannot take away ${id} as it is of a type that is not known here: ${type}`,
        );
    }
  });
}

const NOTHING = { Version: "2012-10-17", Statement: [] };

/** What the CDK brings to set a bucket's notifications, which runs in a deploy alone. */
function isDeploysOwn(id: string): boolean {
  return (
    id.startsWith("BucketNotificationsHandler") || id.startsWith("LogBucketNotificationsHandler")
  );
}
