import { existsSync } from "node:fs";
import { join } from "node:path";
import { arnOf } from "../wiring/arn.ts";
import type {
  EnvironmentValue,
  EventSourceMappingWiring,
  FunctionWiring,
} from "../wiring/wiring.ts";
import type { Deployment } from "./deployment.ts";
import { QUEUE_URL } from "./physical.ts";
import type { Registry } from "./registry.ts";
import type { Resolver } from "./resolver.ts";

/** File a Node handler's asset begins with. */
const MODULE = "index.mjs";

/**
 * Reads the Lambda functions of a template: those whose asset is a Node module. A function whose
 * code stands in the template is a helper of the deploy.
 */
export function functionWirings(
  deployment: Deployment,
  { resolve, physical }: Resolver,
  registry: Registry,
  notRun: string[],
): FunctionWiring[] {
  const { Resources } = deployment.template;
  const asynchronous = Object.values(Resources)
    .filter(({ Type }) => Type === "AWS::Lambda::EventInvokeConfig")
    .map(({ Properties }) => resolve(Properties) as InvokeConfig);
  return Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
    if (Type !== "AWS::Lambda::Function") return [];
    const { name } = physical(id);
    const properties = resolve(Properties) as FunctionProperties;
    if (properties.Code.ZipFile !== undefined) return [];
    const folder = deployment.assetFolder(properties.Code.S3Key?.replace(/\.zip$/, "") ?? "");
    const modulePath = join(folder, MODULE);
    if (!existsSync(modulePath)) {
      notRun.push(`function ${name}: its asset holds no ${MODULE}`);
      return [];
    }
    const invoked = asynchronous.find(({ FunctionName }) => FunctionName === name);
    const onFailure = invoked?.DestinationConfig?.OnFailure?.Destination;
    const queue = onFailure?.split(":")[2] === "sqs" ? registry.queue(onFailure) : undefined;
    if (onFailure !== undefined && queue === undefined) {
      notRun.push(`on-failure destination ${onFailure} of function ${name}: no queue`);
    }
    return [
      {
        name,
        modulePath,
        environment: environmentOf(properties.Environment?.Variables ?? {}, registry),
        ...(properties.Role !== undefined && { roleArn: properties.Role }),
        ...(properties.Timeout !== undefined && { timeoutSeconds: properties.Timeout }),
        ...(properties.MemorySize !== undefined && { memoryMiB: properties.MemorySize }),
        ...(properties.ReservedConcurrentExecutions !== undefined && {
          concurrency: properties.ReservedConcurrentExecutions,
        }),
        ...(invoked?.MaximumRetryAttempts !== undefined && {
          asyncRetries: invoked.MaximumRetryAttempts,
        }),
        ...(queue !== undefined && { onFailureQueue: queue }),
        ...(properties.RecursiveLoop !== undefined && { recursiveLoop: properties.RecursiveLoop }),
      },
    ];
  });
}

/** Reads the event source mappings of a template. */
export function mappingWirings(
  { template }: Deployment,
  { resolve }: Resolver,
  registry: Registry,
): EventSourceMappingWiring[] {
  return Object.values(template.Resources).flatMap(({ Type, Properties }) => {
    if (Type !== "AWS::Lambda::EventSourceMapping") return [];
    const mapping = resolve(Properties) as MappingProperties;
    const concurrency = mapping.ScalingConfig?.MaximumConcurrency;
    return [
      {
        queue: registry.queue(mapping.EventSourceArn),
        function: mapping.FunctionName,
        ...(mapping.BatchSize !== undefined && { batchSize: mapping.BatchSize }),
        ...(mapping.MaximumBatchingWindowInSeconds !== undefined && {
          batchWindowSeconds: mapping.MaximumBatchingWindowInSeconds,
        }),
        ...(concurrency !== undefined && { maxConcurrency: concurrency }),
        reportBatchItemFailures: (mapping.FunctionResponseTypes ?? []).includes(
          "ReportBatchItemFailures",
        ),
      },
    ];
  });
}

function environmentOf(variables: Readonly<Record<string, string>>, registry: Registry) {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]): [string, EnvironmentValue] => {
      if (value.startsWith(QUEUE_URL)) return [name, { queueUrl: value.slice(QUEUE_URL.length) }];
      const existing = EXISTING_QUEUE_URL.exec(value)?.groups;
      if (existing === undefined) return [name, value];
      const { name: queue = "", account = "", region = "" } = existing;
      const arn = arnOf("sqs", queue, { account, region });
      return [name, { queueUrl: registry.queue(arn) }];
    }),
  );
}

/** Address of a queue that is not in the template. */
const EXISTING_QUEUE_URL =
  /^https:\/\/sqs\.(?<region>[\w-]+)\.[\w.-]+\/(?<account>\d{12})\/(?<name>[\w.-]+)$/;

interface FunctionProperties {
  readonly Code: { readonly ZipFile?: string; readonly S3Key?: string };
  readonly Role?: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly ReservedConcurrentExecutions?: number;
  readonly RecursiveLoop?: "Allow" | "Terminate";
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
}

interface InvokeConfig {
  readonly FunctionName: string;
  readonly MaximumRetryAttempts?: number;
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } };
}

interface MappingProperties {
  readonly EventSourceArn: string;
  readonly FunctionName: string;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
}
