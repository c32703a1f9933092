import { schemaOf, topLevel } from "./resource-schema.ts";
import { type DeployResource, type DeployTemplate, referencesOf } from "./template.ts";

/** Properties of a type that can be set at creation alone: another value makes another resource. */
export function fixedOf(type: string): readonly string[] {
  const { createOnlyProperties, conditionalCreateOnlyProperties } = schemaOf(type) ?? {};
  return [
    ...new Set([
      ...topLevel(createOnlyProperties),
      ...topLevel(conditionalCreateOnlyProperties),
      ...(ALSO_FIXED[type] ?? []),
    ]),
  ];
}

/**
 * What the service does not let change though the schema does not say so: a delivery source keeps
 * the resource it was made for, a table its keys.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
 */
const ALSO_FIXED: Readonly<Record<string, readonly string[]>> = {
  "AWS::Logs::DeliverySource": ["ResourceArn"],
  "AWS::DynamoDB::Table": ["KeySchema"],
};

/** Properties of a resource, set at creation alone, that differ, or refer to a resource that is replaced. */
export function replacedBy(id: string, before: DeployTemplate, after: DeployTemplate): string[] {
  const now = after.Resources[id] as DeployResource;
  return fixedOf(now.Type).filter(
    (name) =>
      incarnation(before.Resources[id]?.Properties?.[name], before) !==
      incarnation(now.Properties?.[name], after),
  );
}

/** A value as text, in which a reference to a resource changes when the resource is replaced. */
export function incarnation(value: unknown, template: DeployTemplate, within = ""): string {
  const made = referencesOf(value).map((id) => {
    const resource = template.Resources[id];
    if (resource === undefined || within.includes(`/${id}/`)) return id;
    const own = fixedOf(resource.Type).map((name) =>
      incarnation(resource.Properties?.[name], template, `${within}/${id}/`),
    );
    return `${id} ${own}`;
  });
  return `${JSON.stringify(value)} ${made}`;
}

/**
 * What of a template a rehearsal looks at: of each resource its type, its policies, what can be set
 * at creation alone and what only one resource can hold; of the outputs what is exported.
 */
export function reduced({ Resources, Outputs = {} }: DeployTemplate): DeployTemplate {
  const exported = Object.entries(Outputs).filter(([, it]) => it.Export !== undefined);
  return {
    Resources: Object.fromEntries(
      Object.entries(Resources).map(([id, it]) => [id, reducedResource(it)]),
    ),
    ...(exported.length > 0 && { Outputs: Object.fromEntries(exported) }),
  };
}

function reducedResource({ Type, Properties = {}, ...more }: DeployResource): DeployResource {
  const kept = [...new Set([...fixedOf(Type), ...heldBy(Type), "ServiceToken"])]
    .filter((name) => Properties[name] !== undefined)
    .sort();
  const { DeletionPolicy, UpdateReplacePolicy } = more;
  return {
    Type,
    ...(kept.length > 0 && {
      Properties: Object.fromEntries(kept.map((name) => [name, Properties[name]])),
    }),
    ...(DeletionPolicy !== undefined && { DeletionPolicy }),
    ...(UpdateReplacePolicy !== undefined && { UpdateReplacePolicy }),
  };
}

/** Properties that say what a resource holds for itself, and no second one can. */
export function heldBy(type: string): readonly string[] {
  return HELD[type]?.by ?? [];
}

/** What becomes of a second resource that holds the same while the first is there. */
export function secondIs(type: string): "refused" | "lost" | undefined {
  return HELD[type]?.second;
}

/**
 * Types without a name of their own that are the only one for something. Where CloudFormation makes
 * a second one under another logical id, the service either refuses it, or takes it for the first,
 * which is deleted afterwards, and the second with it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
const HELD: Readonly<Record<string, { by: readonly string[]; second: "refused" | "lost" }>> = {
  "AWS::Lambda::EventSourceMapping": { by: ["EventSourceArn", "FunctionName"], second: "refused" },
  "AWS::Lambda::EventInvokeConfig": { by: ["FunctionName", "Qualifier"], second: "refused" },
  "AWS::S3::BucketPolicy": { by: ["Bucket"], second: "refused" },
  "AWS::SNS::Subscription": { by: ["TopicArn", "Protocol", "Endpoint"], second: "lost" },
  "AWS::SNS::TopicPolicy": { by: ["Topics"], second: "lost" },
  "AWS::SQS::QueuePolicy": { by: ["Queues"], second: "lost" },
  // Both notify of the same keys, which S3 refuses; were they others, the first one's deletion takes both.
  "Custom::S3BucketNotifications": { by: ["BucketName"], second: "refused" },
  "AWS::IAM::Policy": { by: ["PolicyName", "Roles"], second: "lost" },
};
