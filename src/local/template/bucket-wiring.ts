import type { BucketWiring, NotificationWiring } from "../wiring/wiring.ts";
import type { Deployment } from "./deployment.ts";
import type { Registry } from "./registry.ts";
import type { Resolver } from "./resolver.ts";

/**
 * Reads the buckets of a template and what they notify: the CDK configures both its own buckets
 * and existing ones through a resource of its own.
 */
export function bucketWirings(
  { template }: Deployment,
  { resolve, physical }: Resolver,
  registry: Registry,
): BucketWiring[] {
  const buckets = new Map<string, BucketWiring>();
  for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
    if (Type === "AWS::S3::Bucket") {
      const { name } = physical(id);
      buckets.set(name, { name, ...buckets.get(name) });
    }
    if (Type === "Custom::S3BucketNotifications") {
      const { BucketName, NotificationConfiguration } = resolve(Properties) as Configured;
      const notifications = notificationsOf(NotificationConfiguration, registry);
      const eventBridge = NotificationConfiguration.EventBridgeConfiguration !== undefined;
      buckets.set(BucketName, { name: BucketName, notifications, eventBridge });
    }
  }
  return [...buckets.values()];
}

function notificationsOf(configuration: Configuration, registry: Registry): NotificationWiring[] {
  const {
    LambdaFunctionConfigurations: functions = [],
    QueueConfigurations: queues = [],
    TopicConfigurations: topics = [],
  } = configuration;
  return [
    ...functions.map((it) => {
      const name = registry.function(it.LambdaFunctionArn);
      return { ...asked(it), ...(name !== undefined && { function: name }) };
    }),
    ...queues.map((it) => ({ ...asked(it), queue: registry.queue(it.QueueArn) })),
    ...topics.map((it) => ({ ...asked(it), topic: registry.topic(it.TopicArn) })),
  ];
}

function asked({
  Events,
  Filter,
}: Asked): Pick<NotificationWiring, "events" | "prefix" | "suffix"> {
  const rules = Filter?.Key?.FilterRules ?? [];
  const value = (name: string) => rules.find((it) => it.Name.toLowerCase() === name)?.Value;
  const prefix = value("prefix");
  const suffix = value("suffix");
  return {
    events: Events,
    ...(prefix !== undefined && { prefix }),
    ...(suffix !== undefined && { suffix }),
  };
}

interface Asked {
  readonly Events: readonly string[];
  readonly Filter?: {
    readonly Key?: { readonly FilterRules?: readonly { Name: string; Value: string }[] };
  };
}

interface Configuration {
  readonly LambdaFunctionConfigurations?: readonly (Asked & { LambdaFunctionArn: string })[];
  readonly QueueConfigurations?: readonly (Asked & { QueueArn: string })[];
  readonly TopicConfigurations?: readonly (Asked & { TopicArn: string })[];
  readonly EventBridgeConfiguration?: unknown;
}

interface Configured {
  readonly BucketName: string;
  readonly NotificationConfiguration: Configuration;
}
