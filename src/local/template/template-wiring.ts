import type { BusWiring, QueueWiring, RuleWiring, Wiring } from "../wiring/wiring.ts";
import { bucketWirings } from "./bucket-wiring.ts";
import type { Deployment } from "./deployment.ts";
import { functionWirings, mappingWirings } from "./function-wiring.ts";
import { permissionWiring } from "./permission-wiring.ts";
import { createRegistry, type Registry } from "./registry.ts";
import { createResolver, type Resolver } from "./resolver.ts";
import { ruleWirings } from "./rule-wiring.ts";
import { scheduleWirings } from "./schedule-wiring.ts";
import { stackWiring } from "./stack-wiring.ts";
import { tableWirings } from "./table-wiring.ts";
import { topicWirings } from "./topic-wiring.ts";

/** What a local stack runs of some templates, and what it does not. */
export interface TemplateWiring {
  readonly wiring: Wiring;
  /** Parts of the data's way that have no local equivalent, a line each. */
  readonly notRun: readonly string[];
}

/**
 * Reads off synthesized templates what the local stack is to run: functions with their assets,
 * environment and queues, buses and rules with their patterns and input paths, S3 notifications
 * with their filters, tables and topics. Whatever a template only names, another account's bus or
 * an existing queue, is made up; where the local stack cannot run a target, what it would get is
 * kept in a sink.
 *
 * @param deployments The first says account and Region; further ones may be of other accounts.
 */
export function wiringOf(deployments: readonly [Deployment, ...Deployment[]]): TemplateWiring {
  const [home] = deployments;
  const notRun: string[] = [];
  const registry = createRegistry(deployments);
  const parts = deployments.map((deployment) => {
    const resolver = createResolver(deployment);
    return {
      functions: functionWirings(deployment, resolver, registry, notRun),
      queues: queueWirings(deployment, resolver, registry),
      eventSourceMappings: mappingWirings(deployment, resolver, registry),
      buses: busWirings(deployment, resolver, registry),
      rules: ruleWirings(deployment, resolver, registry, notRun),
      schedules: scheduleWirings(deployment, resolver, registry, notRun),
      buckets: bucketWirings(deployment, resolver, registry),
      tables: tableWirings(deployment, resolver, notRun),
      topics: topicWirings(deployment, resolver, registry, notRun),
      permissions: permissionWiring(deployment, resolver),
      stack: stackWiring(deployment, resolver),
    };
  });
  const made = registry.made();
  const buses = parts.flatMap((part) => part.buses);
  const foreign = made.foreignBuses.filter((arn) => !buses.some(({ name }) => name === arn));
  const topics = parts.flatMap((part) => part.topics);
  return {
    notRun,
    wiring: {
      account: home.account,
      region: home.region,
      functions: parts.flatMap((part) => part.functions),
      queues: [...parts.flatMap((part) => part.queues), ...made.queues],
      eventSourceMappings: parts.flatMap((part) => part.eventSourceMappings),
      buses: [...buses, ...foreign.map((name) => ({ name }))],
      rules: [...parts.flatMap((part) => part.rules), ...foreign.map(keepAll)],
      schedules: parts.flatMap((part) => part.schedules),
      buckets: parts.flatMap((part) => part.buckets),
      tables: parts.flatMap((part) => part.tables),
      topics: [
        ...topics,
        ...made.topics
          .filter((arn) => !topics.some(({ name }) => name === arn))
          .map((name) => ({ name })),
      ],
      permissions: {
        roles: parts.flatMap(({ permissions }) => permissions.roles),
        resources: parts.flatMap(({ permissions }) => permissions.resources),
        serviceCalls: parts.flatMap(({ permissions }) => permissions.serviceCalls),
      },
      stacks: parts.map(({ stack }) => stack),
      sinks: [
        ...made.sinks,
        ...foreign.map((arn) => ({ name: sinkOfBus(arn), arn, delimiter: "\n" })),
      ],
    },
  };
}

/** Name of the sink that keeps what another account's bus gets, e.g. `bus-444455556666-trailbridge`. */
export function sinkOfBus(arn: string): string {
  const [, , , , account, resource = ""] = arn.split(":");
  return `bus-${account}-${resource.replace(/^event-bus\//, "").replaceAll("/", "-")}`;
}

function keepAll(bus: string): RuleWiring {
  const target = { kind: "sink", sink: sinkOfBus(bus) } as const;
  return {
    name: `kept-${sinkOfBus(bus)}`,
    bus,
    pattern: { version: [{ exists: true }] },
    targets: [target],
  };
}

function queueWirings(
  { template }: Deployment,
  { resolve, physical }: Resolver,
  registry: Registry,
): QueueWiring[] {
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties = {} }]) => {
    if (Type !== "AWS::SQS::Queue") return [];
    const { VisibilityTimeout, DelaySeconds, RedrivePolicy } = resolve(
      Properties,
    ) as QueueProperties;
    return [
      {
        name: physical(id).name,
        ...(VisibilityTimeout !== undefined && { visibilityTimeoutSeconds: VisibilityTimeout }),
        ...(DelaySeconds !== undefined && { delaySeconds: DelaySeconds }),
        ...(RedrivePolicy !== undefined && {
          maxReceiveCount: RedrivePolicy.maxReceiveCount,
          deadLetterQueue: registry.queue(RedrivePolicy.deadLetterTargetArn),
        }),
      },
    ];
  });
}

function busWirings(
  { template }: Deployment,
  { physical }: Resolver,
  registry: Registry,
): BusWiring[] {
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === "AWS::Events::EventBus")
    .map(([id]) => ({ name: registry.bus(physical(id).arn) }));
}

interface QueueProperties {
  readonly VisibilityTimeout?: number;
  readonly DelaySeconds?: number;
  readonly RedrivePolicy?: {
    readonly maxReceiveCount: number;
    readonly deadLetterTargetArn: string;
  };
}
