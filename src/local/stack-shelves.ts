import type { Shelf, ShelfItem } from "./desk/shelf.ts";
import type { TopicMessage } from "./services/sns.ts";
import type { SinkDelivery } from "./sinks.ts";
import type { Stack } from "./stack-types.ts";
import type { Wiring } from "./wiring/wiring.ts";

/** Messages of a shelf that are shown. */
const SHOWN = 100;

/** What of a stack can be looked at in the desk's page: its topics, and what consumers got. */
export function shelvesOf(stack: Stack, { topics = [], sinks = [] }: Wiring): readonly Shelf[] {
  const published = stack.snsCounts();
  const delivered = stack.sinkCounts();
  return [
    ...topics.map(({ name }): Shelf => {
      const items = () =>
        stack
          .snsMessages()
          .filter(({ topic }) => topic === name)
          .slice(-SHOWN)
          .reverse()
          .map(itemOfMessage);
      return { kind: "topic", name, count: published.get(name) ?? 0, items };
    }),
    ...sinks.map(({ name }): Shelf => {
      const items = () => [...stack.deliveries(name)].reverse().map(itemOfDelivery);
      return { kind: "consumer", name, count: delivered.get(name) ?? 0, items };
    }),
  ];
}

function itemOfMessage(message: TopicMessage): ShelfItem {
  return {
    at: message.publishedAt,
    title: message.subject ?? "No subject",
    facts: Object.entries(message.attributes),
    texts: [
      ...Object.entries(message.texts ?? {}),
      [message.texts === undefined ? "every protocol" : "default", message.message],
    ],
  };
}

function itemOfDelivery({ at, text }: SinkDelivery): ShelfItem {
  return { at, title: "Delivered", facts: [], texts: [["as it was sent", text]] };
}
