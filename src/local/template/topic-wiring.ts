import type { SubscriptionWiring, TopicWiring } from "../wiring/wiring.ts";
import type { Deployment } from "./deployment.ts";
import type { Registry } from "./registry.ts";
import type { Resolver } from "./resolver.ts";

interface Subscription {
  readonly TopicArn: string;
  readonly Protocol: string;
  readonly Endpoint?: string;
  readonly RawMessageDelivery?: boolean;
  readonly FilterPolicy?: Readonly<Record<string, unknown>>;
  readonly FilterPolicyScope?: string;
}

/** Reads the topics of a template and their subscriptions; mail and the like is added to `notRun`. */
export function topicWirings(
  { template }: Deployment,
  { resolve, physical }: Resolver,
  registry: Registry,
  notRun: string[],
): TopicWiring[] {
  const topics = new Map<string, SubscriptionWiring[]>();
  for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
    if (Type === "AWS::SNS::Topic") {
      const { name } = physical(id);
      topics.set(name, topics.get(name) ?? []);
    }
    if (Type === "AWS::SNS::Subscription") {
      const subscription = resolve(Properties) as Subscription;
      const name = registry.topic(subscription.TopicArn);
      const wired = wiring(subscription, registry, notRun);
      topics.set(name, [...(topics.get(name) ?? []), ...wired]);
    }
  }
  return [...topics].map(([name, subscriptions]) => ({ name, subscriptions }));
}

function wiring(
  subscription: Subscription,
  registry: Registry,
  notRun: string[],
): SubscriptionWiring[] {
  const { TopicArn, Protocol, Endpoint = "", FilterPolicy, FilterPolicyScope } = subscription;
  const refuse = (why: string): [] => {
    notRun.push(`subscription ${Protocol} ${Endpoint} of topic ${TopicArn}: ${why}`);
    return [];
  };
  if (FilterPolicy !== undefined && FilterPolicyScope !== "MessageBody") {
    return refuse("it filters by attributes");
  }
  const filter = FilterPolicy && { filter: FilterPolicy };
  if (Protocol === "lambda") {
    const name = registry.function(Endpoint);
    return name === undefined ? refuse("no such function") : [{ function: name, ...filter }];
  }
  if (Protocol === "sqs") {
    const { RawMessageDelivery: rawMessageDelivery = false } = subscription;
    return [{ queue: registry.queue(Endpoint), rawMessageDelivery, ...filter }];
  }
  return refuse("nothing leaves this machine");
}
