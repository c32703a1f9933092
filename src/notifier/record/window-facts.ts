import type { Severity } from "../../core/rule/rule.ts";
import { actorKeyOf } from "../../core/thread/actor-key.ts";
import { isUrgentRank, type Mark, rankOf } from "../../core/thread/mark.ts";
import { type Member, memberOf } from "../../core/thread/member.ts";
import { type WindowHead, windowIdOf } from "../../core/thread/window.ts";
import type { OpenWindow } from "../../ports.ts";
import type { Delivery } from "./delivery.ts";

/** How a thread's windows and their members are made. */
export interface WindowOptions {
  readonly windowSeconds: number;
  /** Seconds that what is not urgent waits in a channel for more of its kind. */
  readonly groupWaitSeconds: number;
  /** Whether a topic gets each event as a message of its own. */
  readonly snsEach: boolean;
  /** A text no other call got. */
  readonly random: () => string;
}

/** The window that a delivery begins. */
export function headOf(delivery: Delivery, now: number, options: WindowOptions): WindowHead {
  const { subject, whole, identity, channel, thread, destination, sns } = delivery;
  return {
    id: windowIdOf(channel, thread, now, options.random()),
    channel,
    threadKey: thread,
    kind: subject.kind,
    identity,
    severity: severityOf(delivery),
    ...whoAndWhy(delivery),
    subject: JSON.stringify(whole()),
    ...(destination.kind === "sns" && { sns: JSON.stringify(sns()) }),
    openedAt: now,
    closesAt: now + options.windowSeconds * 1_000,
    shards: 1,
  };
}

/**
 * What a delivery adds to its window.
 *
 * @param isStandIn Whether the window's message may have to be about it.
 */
export function memberOfDelivery(
  delivery: Delivery,
  now: number,
  options: WindowOptions,
  isStandIn = false,
): Member {
  const { subject, whole, destination, sns } = delivery;
  const member = memberOf(subject, now);
  const hasSns = destination.kind === "sns" && (options.snsEach || isStandIn);
  if (!hasSns && !isStandIn) return member;
  return {
    ...member,
    ...(hasSns && { sns: JSON.stringify(sns()) }),
    ...(isStandIn && { subject: JSON.stringify(whole()) }),
  };
}

/** That a window waits to be drawn since a delivery was added. */
export function markFor(
  delivery: Delivery,
  { id, openedAt, closesAt }: OpenWindow,
  now: number,
  options: WindowOptions,
): Omit<Mark, "as" | "storm"> {
  // Where messages cannot be changed, the first is told at once and summaries follow.
  const isAtOnce =
    isUrgent(delivery) || closesAt <= now || delivery.destination.kind !== "slack-app";
  const wait = isAtOnce ? 0 : options.groupWaitSeconds * 1_000;
  return {
    window: id,
    rank: rankOf(severityOf(delivery)),
    ...whoAndWhy(delivery),
    openedAt,
    closesAt,
    since: now,
    due: now + wait,
    version: options.random(),
  };
}

/** Whether people are told at once, and even where nothing can be recorded. */
export function isUrgent(delivery: Delivery): boolean {
  return isUrgentRank(rankOf(severityOf(delivery)));
}

/** Someone who removes log files hides something; what the product cannot do, someone must. */
function severityOf({ subject }: Delivery): Severity {
  switch (subject.kind) {
    case "alert":
      return subject.severity;
    case "removed-object":
      return "critical";
    case "notice":
      return "high";
  }
}

function whoAndWhy({ subject }: Delivery): Pick<WindowHead, "ruleId" | "actorKey" | "outcome"> {
  // Many notices that say the same, each of another file, are a storm like many alerts of a rule.
  if (subject.kind === "notice") return { ruleId: subject.title };
  if (subject.kind !== "alert") return {};
  const [ruleId] = subject.ruleIds;
  return {
    ...(ruleId !== undefined && { ruleId }),
    actorKey: actorKeyOf(subject),
    ...(subject.failure !== undefined && { outcome: subject.failure }),
  };
}
