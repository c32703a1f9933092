import { busArn } from "../wiring/arn.ts";
import type { QueueWiring, SinkWiring } from "../wiring/wiring.ts";
import type { Deployment } from "./deployment.ts";
import { physicalResource } from "./physical.ts";

/** What rules, notifications and mappings may name by its ARN, and how the local stack runs it. */
export interface Registry {
  /**
   * The local equivalent of a rule's target.
   *
   * @returns `undefined` if the local stack has none.
   */
  target(arn: string): TargetKind | undefined;
  /** Name of the local queue; made if the template only names it. */
  queue(arn: string): string;
  /** Name of the local topic; made if the template only names it. */
  topic(arn: string): string;
  /** Name of the local function, if its handler is in an asset. */
  function(arn: string): string | undefined;
  /** Name by which the local stack knows a bus: those of other places by ARN. */
  bus(arn: string): string;
  /** What was made for ARNs outside the templates, and the sinks. */
  made(): {
    readonly queues: readonly QueueWiring[];
    readonly topics: readonly string[];
    readonly foreignBuses: readonly string[];
    readonly sinks: readonly SinkWiring[];
  };
}

/** A target without what every target has. */
export type TargetKind =
  | { readonly kind: "sqs"; readonly queue: string }
  | { readonly kind: "lambda"; readonly function: string }
  | { readonly kind: "sns"; readonly topic: string }
  | { readonly kind: "bus"; readonly bus: string }
  | { readonly kind: "sink"; readonly sink: string };

/** Types that end in a sink. */
const SINK_TYPES = [
  "AWS::KinesisFirehose::DeliveryStream",
  "AWS::Logs::LogGroup",
  "AWS::Events::ApiDestination",
];

/** Reads off the templates what there is; the first deployment is where the stack runs. */
export function createRegistry(deployments: readonly Deployment[]): Registry {
  const [home] = deployments;
  const byArn = new Map<
    string,
    { readonly type: string; readonly name: string; readonly id: string }
  >();
  const delimiters = new Map<string, string>();
  for (const deployment of deployments) {
    for (const [id, resource] of Object.entries(deployment.template.Resources)) {
      const { arn, name, type } = physicalResource(id, resource, deployment);
      byArn.set(bare(arn), { type, name, id });
      if (type === "AWS::KinesisFirehose::DeliveryStream") {
        delimiters.set(bare(arn), endsLines(resource.Properties) ? "\n" : "");
      }
    }
  }
  const queues = new Map<string, QueueWiring>();
  const topics = new Set<string>();
  const foreignBuses = new Set<string>();
  const sinks = new Map<string, SinkWiring>();

  const known = (arn: string, type: string) => {
    const found = byArn.get(bare(arn));
    return found?.type === type ? found.name : undefined;
  };
  const queue = (arn: string): string => {
    const name = known(arn, "AWS::SQS::Queue");
    if (name !== undefined) return name;
    const imported = lastPart(arn);
    queues.set(imported, { name: imported });
    return imported;
  };
  const topic = (arn: string): string => {
    const name = known(arn, "AWS::SNS::Topic");
    if (name === undefined) topics.add(arn);
    return name ?? arn;
  };
  const bus = (arn: string): string => {
    const name = lastPart(arn);
    if (home !== undefined && arn === busArn(name, home)) return name;
    foreignBuses.add(arn);
    return arn;
  };
  const sink = (arn: string): string => {
    const id = byArn.get(bare(arn))?.id;
    const name = id === undefined ? lastPart(bare(arn)) : consumerName(id);
    sinks.set(name, { name, arn, delimiter: delimiters.get(bare(arn)) ?? "\n" });
    return name;
  };

  return {
    queue,
    topic,
    bus,
    function: (arn) => known(arn, "AWS::Lambda::Function"),
    target(arn) {
      const found = byArn.get(bare(arn));
      if (found !== undefined && SINK_TYPES.includes(found.type)) {
        return { kind: "sink", sink: sink(arn) };
      }
      const service = arn.split(":")[2];
      switch (service) {
        case "sqs":
          return { kind: "sqs", queue: queue(arn) };
        case "sns":
          return { kind: "sns", topic: topic(arn) };
        case "lambda": {
          const name = known(arn, "AWS::Lambda::Function");
          return name === undefined ? undefined : { kind: "lambda", function: name };
        }
        case "events":
          return arn.includes(":event-bus/") ? { kind: "bus", bus: bus(arn) } : undefined;
        case "firehose":
        case "logs":
          return { kind: "sink", sink: sink(arn) };
        default:
          return undefined;
      }
    },
    made: () => ({
      queues: [...queues.values()],
      topics: [...topics],
      foreignBuses: [...foreignBuses],
      sinks: [...sinks.values()],
    }),
  };
}

/** A log group's own ARN ends in `:*`, as a target's must not. */
function bare(arn: string): string {
  return arn.replace(/:\*$/, "");
}

/** What the settings call a consumer, read off the logical id of what it delivers to. */
function consumerName(logicalId: string): string {
  return logicalId
    .replace(/[0-9A-F]{8}$/, "")
    .replace(/^.*BusConsumers/, "")
    .replace(/(.)(Stream|LogGroup|DestinationApiDestination)$/, "$1");
}

function lastPart(arn: string): string {
  return arn.split(/[:/]/).at(-1) ?? arn;
}

/** Whether a Firehose stream appends a newline to each record. */
function endsLines(properties: Readonly<Record<string, unknown>> = {}): boolean {
  return JSON.stringify(properties).includes('"AppendDelimiterToRecord"');
}
