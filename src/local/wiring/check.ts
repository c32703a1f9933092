import type { TargetWiring, Wiring } from "./wiring.ts";

/**
 * Checks that everything a wiring refers to is in it.
 *
 * @throws {Error} At the first name that is missing, naming where it stands.
 */
export function checkWiring(wiring: Wiring): void {
  const names = {
    function: namesOf(wiring.functions),
    queue: namesOf(wiring.queues),
    topic: namesOf(wiring.topics),
    sink: namesOf(wiring.sinks),
    bus: new Set(["default", ...namesOf(wiring.buses)]),
  };
  const refer = (kind: keyof typeof names, name: string | undefined, place: string) => {
    if (name === undefined || names[kind].has(name)) return;
    throw new Error(`Cannot start the local stack as ${place} must name a ${kind}: "${name}"`);
  };

  for (const { name, onFailureQueue, environment = {} } of wiring.functions ?? []) {
    refer("queue", onFailureQueue, `onFailureQueue of function "${name}"`);
    for (const [variable, value] of Object.entries(environment)) {
      const queue = typeof value === "string" ? undefined : value.queueUrl;
      refer("queue", queue, `environment variable ${variable} of function "${name}"`);
    }
  }
  for (const { name, deadLetterQueue } of wiring.queues ?? []) {
    refer("queue", deadLetterQueue, `deadLetterQueue of queue "${name}"`);
  }
  for (const { queue, function: name } of wiring.eventSourceMappings ?? []) {
    refer("queue", queue, "an event source mapping");
    refer("function", name, "an event source mapping");
  }
  const rules = [
    ...(wiring.rules ?? []),
    ...(wiring.schedules ?? []).map((it) => ({ ...it, bus: undefined })),
  ];
  for (const { name, bus, targets } of rules) {
    refer("bus", bus, `rule "${name}"`);
    for (const target of targets) {
      const [kind, resource] = resourceOf(target);
      refer(kind, resource, `a target of rule "${name}"`);
      refer("queue", target.deadLetterQueue, `deadLetterQueue of rule "${name}"`);
    }
  }
  const subscribers = [
    ...(wiring.buckets ?? []).map(({ name, notifications = [] }) => ({
      place: `a notification of bucket "${name}"`,
      list: notifications,
    })),
    ...(wiring.topics ?? []).map(({ name, subscriptions = [] }) => ({
      place: `a subscription of topic "${name}"`,
      list: subscriptions,
    })),
  ];
  for (const { place, list } of subscribers) {
    for (const destination of list) {
      refer("function", destination.function, place);
      refer("queue", destination.queue, place);
      if ("topic" in destination) refer("topic", destination.topic, place);
    }
  }
}

function resourceOf(
  target: TargetWiring,
): ["function" | "queue" | "topic" | "bus" | "sink", string] {
  switch (target.kind) {
    case "sqs":
      return ["queue", target.queue];
    case "lambda":
      return ["function", target.function];
    case "sns":
      return ["topic", target.topic];
    case "bus":
      return ["bus", target.bus];
    case "sink":
      return ["sink", target.sink];
  }
}

function namesOf(resources: readonly { readonly name: string }[] = []): ReadonlySet<string> {
  return new Set(resources.map(({ name }) => name));
}
