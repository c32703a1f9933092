import type {
  AttachedPolicy,
  PermissionWiring,
  PolicyDocument,
  ResourceWiring,
  RoleWiring,
} from "../wiring/permission-wiring.ts";
import type { Deployment } from "./deployment.ts";
import { QUEUE_URL } from "./physical.ts";
import type { Resolver } from "./resolver.ts";
import { serviceCallWirings } from "./service-calls.ts";

/** Types of resources whose access a policy of their own may say. */
const WITH_POLICY = [
  "AWS::SQS::Queue",
  "AWS::SNS::Topic",
  "AWS::KMS::Key",
  "AWS::S3::Bucket",
  "AWS::Events::EventBus",
  "AWS::Lambda::Function",
  "AWS::Logs::LogGroup",
  "AWS::DynamoDB::Table",
  "AWS::KinesisFirehose::DeliveryStream",
  "AWS::Events::ApiDestination",
];

/**
 * Reads off a template who may do what.
 *
 * @throws {Error} If a policy is attached to something by means it does not know.
 */
export function permissionWiring(deployment: Deployment, resolver: Resolver): PermissionWiring {
  const { Resources } = deployment.template;
  const { resolve, physical } = resolver;
  const entries = Object.entries(Resources).map(([id, { Type, Properties = {} }]) => ({
    id,
    type: Type,
    get properties() {
      return resolve(Properties) as Readonly<Record<string, unknown>>;
    },
  }));
  const of = (type: string) => entries.filter((it) => it.type === type);
  const nameOf = (ref: unknown) => String(ref).replace(QUEUE_URL, "").split(/[:/]/).at(-1);

  const roles = of("AWS::IAM::Role").map(({ id, properties }): RoleWiring => {
    const { arn, name } = physical(id);
    const inline = (properties.Policies ?? []) as { PolicyDocument: PolicyDocument }[];
    const attached = [...of("AWS::IAM::Policy"), ...of("AWS::IAM::ManagedPolicy")].filter(
      ({ properties: { Roles = [] } }) => (Roles as unknown[]).some((it) => nameOf(it) === name),
    );
    const boundary = of("AWS::IAM::ManagedPolicy").find(
      (it) => properties.PermissionsBoundary === physical(it.id).ref,
    );
    return {
      arn,
      trust: { id, document: documentOf(properties.AssumeRolePolicyDocument) },
      policies: [
        ...inline.map((it) => ({ id, document: documentOf(it.PolicyDocument) })),
        ...attached.map((it) => attachedPolicy(it.id, it.properties.PolicyDocument)),
      ],
      ...(boundary && {
        boundary: attachedPolicy(boundary.id, boundary.properties.PolicyDocument),
      }),
    };
  });

  const listed = (type: string, list: string, target: string) =>
    of(type).flatMap(({ id, properties }) =>
      [properties[list]].flat().map((ref) => ({
        on: (resource: { type: string; name: string }) =>
          resource.type === target && resource.name === nameOf(ref),
        policy: attachedPolicy(id, properties.PolicyDocument),
      })),
    );
  const policies = [
    ...listed("AWS::SQS::QueuePolicy", "Queues", "AWS::SQS::Queue"),
    ...listed("AWS::SNS::TopicPolicy", "Topics", "AWS::SNS::Topic"),
    ...listed("AWS::S3::BucketPolicy", "Bucket", "AWS::S3::Bucket"),
    ...of("AWS::Events::EventBusPolicy").map(({ id, properties }) => ({
      on: (resource: { type: string; name: string }) =>
        resource.type === "AWS::Events::EventBus" &&
        resource.name === nameOf(properties.EventBusName),
      policy: attachedPolicy(id, { Version: "2012-10-17", Statement: [properties.Statement] }),
    })),
    ...of("AWS::Lambda::Permission").map(({ id, properties }) => ({
      on: (resource: { type: string; name: string }) =>
        resource.type === "AWS::Lambda::Function" &&
        resource.name === nameOf(properties.FunctionName),
      policy: attachedPolicy(id, permissionDocument(properties)),
    })),
    ...of("AWS::Logs::ResourcePolicy").map(({ id, properties }) => ({
      on: (resource: { type: string }) => resource.type === "AWS::Logs::LogGroup",
      policy: attachedPolicy(id, properties.PolicyDocument),
    })),
  ];
  const resources = entries
    .filter(({ type }) => WITH_POLICY.includes(type))
    .map(({ id, type, properties }): ResourceWiring => {
      const { arn, name } = physical(id);
      const own =
        properties.KeyPolicy ??
        Object(properties.ResourcePolicy).PolicyDocument ??
        (type === "AWS::Events::EventBus" && properties.Policy);
      const kmsKeyArn = properties.KmsMasterKeyId;
      return {
        arn: arn.replace(/:\*$/, ""),
        policies: [
          ...(own ? [attachedPolicy(id, own)] : []),
          ...policies.filter(({ on }) => on({ type, name })).map(({ policy }) => policy),
        ],
        ...(typeof kmsKeyArn === "string" && { kmsKeyArn }),
      };
    });
  return { roles, resources, serviceCalls: serviceCallWirings(deployment, resolver) };
}

function attachedPolicy(id: string, document: unknown): AttachedPolicy {
  return { id, document: documentOf(document) };
}

function documentOf(value: unknown): PolicyDocument {
  const document = typeof value === "string" ? JSON.parse(value) : Object(value);
  return { ...document, Statement: [document.Statement].flat() };
}

/**
 * A function's permission, as Lambda writes it into the function's policy.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
function permissionDocument(properties: Readonly<Record<string, unknown>>): PolicyDocument {
  const { Action, FunctionName, Principal, SourceArn, SourceAccount, PrincipalOrgID } = properties;
  const isService = /\.amazonaws\.com(\.cn)?$/.test(String(Principal));
  const equals = {
    ...(SourceAccount !== undefined && { "aws:SourceAccount": SourceAccount }),
    ...(PrincipalOrgID !== undefined && { "aws:PrincipalOrgID": PrincipalOrgID }),
  };
  const Condition = {
    ...(SourceArn !== undefined && { ArnLike: { "aws:SourceArn": SourceArn } }),
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
  };
  const arn = String(FunctionName);
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action,
        Principal: isService ? { Service: Principal } : { AWS: Principal },
        Resource: arn.startsWith("arn:") ? arn : `arn:*:lambda:*:*:function:${arn}`,
        ...(Object.keys(Condition).length > 0 && { Condition }),
      },
    ],
  };
}
