import { subjectOfText } from "../../core/alert/subject.ts";
import type { StormView } from "../../core/slack/storm-message.ts";
import type { Tally } from "../../core/thread/tally.ts";
import type { StormFacts } from "./picture.ts";

/** A storm for its message. An outage began with the first event that waited, and ended as it was opened. */
export function stormViewOf(facts: StormFacts, tally: Tally, isOver: boolean): StormView {
  const { id, kind, ruleId, severity, threads, openedAt, mute } = facts;
  const example = facts.example === undefined ? undefined : subjectOfText(facts.example);
  const isOutage = kind === "catch-up";
  return {
    id,
    kind,
    ruleId,
    severity,
    threads,
    tally,
    isOver,
    since: isOutage ? Math.min(tally.firstSeen, openedAt) : openedAt,
    ...(mute !== undefined && { mute }),
    ...(isOutage && { until: openedAt }),
    ...(example?.kind === "alert" && { example }),
  };
}
