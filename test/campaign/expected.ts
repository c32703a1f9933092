import { ACCOUNTS, type TrailEvent } from "./trail.ts";
import { CHANNEL, SECOND_CHANNEL, TOPIC, type World } from "./world.ts";

/** Destinations' ids as the product's table has them. */
export const SLACK = `slack:${CHANNEL}`;
export const SECOND_SLACK = `slack:${SECOND_CHANNEL}`;
export const SNS = `sns:${TOPIC}`;
export const BUS = "bus";

/** Where each matching event must be told, by the scenario's own word: the product is not asked. */
export function expectedEvents(world: World): ReadonlyMap<string, ReadonlyMap<string, TrailEvent>> {
  const expected = new Map<string, Map<string, TrailEvent>>();
  for (const event of world.events) {
    if (event.rule === undefined) continue;
    const isElsewhere = world.hasSecondChannel && event.account === ACCOUNTS[2];
    const topics = world.hasTopic ? [SNS] : [];
    for (const channel of [isElsewhere ? SECOND_SLACK : SLACK, ...topics, BUS]) {
      const events = expected.get(channel) ?? new Map();
      expected.set(channel, events.set(event.id, event));
    }
  }
  return expected;
}

/**
 * What makes events one thread, for records like these: rule, severity,
 * who, what, outcome and account.
 */
export function threadOf(event: TrailEvent): string {
  const { rule, severity, actor, account, eventName, errorCode, root } = event;
  return [rule, severity, root ? "root" : actor, account, eventName, errorCode ?? "success"].join(
    "|",
  );
}
