import type { Destination } from "../../core/alert/route.ts";
import { sightingOfSubject } from "../../core/slack/subject.ts";
import { type Delivery, isDelivered, type Outcome } from "./delivery.ts";
import type { Redraw } from "./draw-parent.ts";
import { type DeliveryRun, deliverAlone, putDown, takeUp, type Work } from "./run.ts";
import { deliverThread } from "./thread-delivery.ts";

/** What became of deliveries. */
export interface DeliveryReport {
  readonly outcomes: ReadonlyMap<Delivery, Outcome>;
  /** Deliveries that were taken up: neither repeated nor another notifier's. */
  readonly attempts: number;
  readonly redraws: readonly Redraw[];
}

/**
 * Delivers a batch's deliveries for one destination, one after another. Works of one thread go together,
 * the earliest event first; a thread comes where its first delivery stands.
 *
 * @param deliveries All for the same destination.
 * @returns What became of each; never rejects for what a destination or the table does.
 */
export async function deliverToDestination(
  destination: Destination,
  deliveries: readonly Delivery[],
  run: DeliveryRun,
): Promise<DeliveryReport> {
  const outcomes = new Map<Delivery, Outcome>();
  const leaders = leadersOf(deliveries);
  const settle = async (work: Work, outcome: Outcome): Promise<void> => {
    outcomes.set(work.delivery, await putDown(work, outcome, run));
  };
  const redraws: Redraw[] = [];
  let attempts = 0;
  for (const group of groupsOf([...new Set(leaders.values())], destination)) {
    const works: Work[] = [];
    for (const delivery of group) {
      const taken = await takeUp(delivery, run);
      if ("kind" in taken) outcomes.set(delivery, taken);
      else works.push(taken);
    }
    attempts += works.length;
    const threadKey = group[0]?.threadKey;
    if (destination.kind === "slack-app" && threadKey !== undefined) {
      redraws.push(...(await deliverThread(destination.channel, threadKey, works, run, settle)));
    } else {
      for (const work of works) {
        await settle(work, run.line.held() ?? (await deliverAlone(work.delivery, run)));
      }
    }
  }
  for (const [delivery, leader] of leaders) {
    if (delivery !== leader) outcomes.set(delivery, followerOutcome(outcomes.get(leader)));
  }
  return { outcomes, attempts, redraws };
}

/** Each delivery's first with the same claim: one event may be twice in a batch. */
function leadersOf(deliveries: readonly Delivery[]): Map<Delivery, Delivery> {
  const first = new Map<string, Delivery>();
  return new Map(
    deliveries.map((delivery) => {
      const leader = first.get(delivery.claimKey) ?? delivery;
      first.set(delivery.claimKey, leader);
      return [delivery, leader];
    }),
  );
}

function followerOutcome(leader: Outcome | undefined): Outcome {
  const hasIt = leader !== undefined && (isDelivered(leader) || leader.kind === "repeated");
  return { kind: hasIt ? "repeated" : "busy" };
}

/** Jobs of one thread together, sorted by time; the others each alone. */
function groupsOf(deliveries: readonly Delivery[], { kind }: Destination): Delivery[][] {
  const groups = new Map<string | Delivery, Delivery[]>();
  for (const delivery of deliveries) {
    const key = kind === "slack-app" ? (delivery.threadKey ?? delivery) : delivery;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [delivery]);
    else group.push(delivery);
  }
  return [...groups.values()].map((group) => group.sort((a, b) => timeOf(a) - timeOf(b)));
}

/** Events without a time come last, in the order they came. */
function timeOf({ subject }: Delivery): number {
  return subject.kind === "notice" ? 0 : sightingOfSubject(subject, Number.MAX_SAFE_INTEGER).time;
}
