import type { CountedTemplate } from "./deployed-value.ts";
import { counted, each, type Properties, type Quota, size, stack, text } from "./quota.ts";

const EVENTBRIDGE = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html";
const IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
const SQS =
  "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html";
const LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html";
const LOGS = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html";
const S3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html";
const KMS = "https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html";

/** Quotas of policies: how large each may be once the deploy has filled it in. */
export const POLICY_QUOTAS: readonly Quota[] = [
  {
    what: "characters of one event bus's policy",
    most: 10_240,
    source: EVENTBRIDGE,
    count: (deployed) =>
      counted(
        deployed.of("AWS::Events::EventBusPolicy"),
        "EventBusName",
        ({ Statement, StatementId }) =>
          JSON.stringify({ Sid: StatementId, ...Object(Statement) }).length,
      ),
  },
  {
    what: "characters of inline policies of one role",
    most: 10_240,
    source: IAM,
    count: (deployed) =>
      counted(deployed.of("AWS::IAM::Policy"), "Roles", ({ PolicyDocument }) =>
        text(PolicyDocument),
      ),
  },
  each("AWS::IAM::Role", "characters of trust policy", 2_048, IAM, (role) =>
    text(role.AssumeRolePolicyDocument),
  ),
  each("AWS::IAM::Role", "managed policies of one role", 10, IAM, (role) =>
    size(role.ManagedPolicyArns),
  ),
  each("AWS::IAM::ManagedPolicy", "characters of managed policy", 6_144, IAM, (policy) =>
    text(policy.PolicyDocument),
  ),
  each("AWS::SQS::QueuePolicy", "bytes of queue policy", 8_192, SQS, ({ PolicyDocument }) =>
    text(PolicyDocument),
  ),
  each(
    "AWS::SQS::QueuePolicy",
    "statements of queue policy",
    20,
    SQS,
    (it) => statements(it).length,
  ),
  each("AWS::SQS::QueuePolicy", "actions of one statement of queue policy", 7, SQS, (it) =>
    Math.max(0, ...statements(it).map(({ Action }) => size([Action].flat()))),
  ),
  each("AWS::SQS::QueuePolicy", "principals of queue policy", 50, SQS, (it) =>
    statements(it).reduce((sum, { Principal }) => sum + principals(Principal), 0),
  ),
  each("AWS::S3::BucketPolicy", "bytes of bucket policy", 20 * 1024, S3, ({ PolicyDocument }) =>
    text(PolicyDocument),
  ),
  each("AWS::KMS::Key", "bytes of key policy", 32 * 1024, KMS, ({ KeyPolicy }) => text(KeyPolicy)),
  {
    what: "bytes of one function's resource policy",
    most: 20 * 1024,
    source: LAMBDA,
    count: (deployed) =>
      counted(
        deployed.of("AWS::Lambda::Permission"),
        "FunctionName",
        ({ FunctionName, SourceArn, SourceAccount, Principal, Action }) =>
          text({
            Sid: "x".repeat(100),
            Effect: "Allow",
            Principal: { Service: Principal },
            Action,
            Resource: FunctionName,
            Condition: { StringEquals: { SourceAccount }, ArnLike: { SourceArn } },
          }),
      ),
  },
  each(
    "AWS::Logs::ResourcePolicy",
    "characters of log resource policy",
    5_120,
    LOGS,
    (it) => String(it.PolicyDocument).length,
  ),
  stack(
    "resource policies of CloudWatch Logs in one Region",
    10,
    (template) => ofType(template, "AWS::Logs::ResourcePolicy").length,
    LOGS,
  ),
];

function ofType({ Resources }: CountedTemplate, type: string) {
  return Object.values(Resources).filter(({ Type }) => Type === type);
}

function statements({ PolicyDocument }: Properties): readonly Properties[] {
  return [Object(PolicyDocument).Statement ?? []].flat();
}

function principals(principal: unknown): number {
  if (typeof principal !== "object" || principal === null) return 1;
  return Object.values(principal).flat().length;
}
