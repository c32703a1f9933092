import type { Assessment } from "./assess.ts";
import type { Delivery, Outcome } from "./delivery/delivery.ts";
import type { DeliveryReport } from "./delivery/destination-delivery.ts";
import type { Settlement } from "./settle.ts";

/** What one invocation counts; the sums that hold are in `src/contract.ts`. */
export interface NotifyCounters {
  /** Bus events that carry a record. */
  events: number;
  unmatched: number;
  ignored: number;
  /** Matched, and every destination has it already or is being served by another. */
  repeated: number;
  /** Matched, and this invocation tried to deliver it somewhere. */
  alerted: number;
  /** Attempts to deliver something to one destination: alerts, notices, removed files. */
  deliveries: number;
  /** Became a message of its own. */
  posted: number;
  /** Became part of a thread: a reply, or beyond `maxReplies` a count. */
  folded: number;
  /** Not delivered: comes again, or went to the dead letters. */
  failed: number;
  /** Delivered without thread and without protection against repeats, as the table was down. */
  unthreaded: number;
  /** Judgements a rule could not make. */
  faults: number;
  /** Operator notices posted, rule faults and refusing destinations among them. */
  notices: number;
  /** Alerts of removed log and digest files that were delivered. */
  removedObjects: number;
  /** Removals that do not alert: lifecycle, outside the prefix, switched off. */
  skipped: number;
  /** Messages that are no bus event. */
  malformed: number;
  /** Messages that had to be posted as plain text. */
  plain: number;
  /** Parents whose count could not be brought up to date. */
  redrawFailed: number;
  /** Pieces of work given up. */
  deadLetters: number;
}

/** What became of one batch, in all. */
export interface BatchResults {
  readonly assessments: readonly Assessment[];
  /** Deliveries the messages asked for. */
  readonly delivered: DeliveryReport;
  /** Notices about destinations that refused. */
  readonly told: DeliveryReport;
  readonly settlements: readonly Settlement[];
}

/**
 * Counts a batch by its results alone. The two sides of a sum are counted apart, the whole by what
 * came in and the parts by what became of it, so that a loss between them shows.
 */
export function countBatch(results: BatchResults): NotifyCounters {
  const { assessments, delivered, told, settlements } = results;
  const counters = zeroCounters();
  for (const assessment of assessments) {
    if (assessment.origin !== undefined) counters.events++;
    counters.faults += assessment.faults.length;
    const fate = fateOf(assessment, delivered.outcomes);
    if (fate !== undefined) counters[fate]++;
  }
  for (const { attempts, outcomes, redraws } of [delivered, told]) {
    counters.deliveries += attempts;
    for (const [delivery, outcome] of outcomes) countOutcome(delivery, outcome, counters);
    for (const { end, plain } of redraws) {
      if (end === "failed") counters.redrawFailed++;
      counters.plain += plain;
    }
  }
  for (const settlement of settlements) if (settlement === "given-up") counters.deadLetters++;
  return counters;
}

/** The counter a message falls to; undefined for notices and removed files, whose deliveries count. */
function fateOf(
  { kind, deliveries }: Assessment,
  outcomes: DeliveryReport["outcomes"],
): "unmatched" | "ignored" | "skipped" | "malformed" | "repeated" | "alerted" | undefined {
  switch (kind) {
    case "matched": {
      const idle = deliveries.every((delivery) => {
        const outcome = outcomes.get(delivery)?.kind;
        return outcome === "repeated" || outcome === "busy";
      });
      return idle && deliveries.length > 0 ? "repeated" : "alerted";
    }
    case "notice":
    case "removed":
      return undefined;
    default:
      return kind;
  }
}

function countOutcome({ subject }: Delivery, outcome: Outcome, counters: NotifyCounters): void {
  switch (outcome.kind) {
    case "later":
    case "refused":
      counters.failed++;
      return;
    case "posted":
    case "folded":
      counters[outcome.kind]++;
      if (outcome.plain) counters.plain++;
      if (outcome.unthreaded) counters.unthreaded++;
      if (subject.kind === "notice") counters.notices++;
      if (subject.kind === "removed-object") counters.removedObjects++;
  }
}

function zeroCounters(): NotifyCounters {
  return {
    events: 0,
    unmatched: 0,
    ignored: 0,
    repeated: 0,
    alerted: 0,
    deliveries: 0,
    posted: 0,
    folded: 0,
    failed: 0,
    unthreaded: 0,
    faults: 0,
    notices: 0,
    removedObjects: 0,
    skipped: 0,
    malformed: 0,
    plain: 0,
    redrawFailed: 0,
    deadLetters: 0,
  };
}
