import type { Assessment } from "./assess.ts";
import type { SentOutcome } from "./go-alone.ts";
import type { Delivery } from "./record/delivery.ts";
import type { Settlement } from "./settle.ts";

/** What one batch counts; the sums that hold are in `src/contract.ts`. */
export interface NotifyCounters {
  /** Bus events that carry a record. */
  events: number;
  unmatched: number;
  ignored: number;
  /** Matched, and recorded for its first destination before: there it was counted. */
  repeated: number;
  /** Matched in a replay of the archive that nobody is to be told of. */
  held: number;
  /** Matched, and to be told. */
  alerted: number;
  /** Alerts, notices and removed files, each as often as it has destinations. */
  deliveries: number;
  /** Recorded now: to be drawn. */
  recorded: number;
  /** Recorded before. */
  known: number;
  /** Sent without being recorded, as the table was down. */
  alone: number;
  /** Not recorded: comes again. */
  later: number;
  /** Judgements a rule could not make. */
  faults: number;
  /** Operator notices recorded, by destination; rule faults among them. */
  notices: number;
  /** Alerts of removed log and digest files recorded, by destination. */
  removedObjects: number;
  /** Removals that do not alert, and replayed notices. */
  skipped: number;
  /** Canaries that came: they are none of the events. */
  canaries: number;
  /** Messages that are no bus event. */
  malformed: number;
  /** Pieces of work given up. */
  deadLetters: number;
}

/** What became of one batch, in all. */
export interface BatchResults {
  readonly assessments: readonly Assessment[];
  /** Of each assessment, what it calls for. */
  readonly deliveriesOf: (assessment: Assessment) => readonly Delivery[];
  readonly outcomes: ReadonlyMap<Delivery, SentOutcome>;
  readonly settlements: readonly Settlement[];
}

/**
 * Counts a batch by its results alone. The two sides of a sum are counted apart, the whole by what
 * came in and the parts by what became of it, so that a loss between them shows.
 */
export function countBatch(results: BatchResults): NotifyCounters {
  const { assessments, deliveriesOf, outcomes, settlements } = results;
  const counters = zeroCounters();
  for (const assessment of assessments) {
    if (assessment.origin !== undefined) counters.events++;
    counters.faults += assessment.faults.length;
    counters.deliveries += deliveriesOf(assessment).length;
    const fate = fateOf(assessment, outcomes);
    if (fate !== undefined) counters[fate]++;
    if (assessment.kind === "canary") counters.canaries++;
  }
  for (const [{ subject }, { kind }] of outcomes) {
    counters[kind]++;
    if (kind !== "recorded" && kind !== "alone") continue;
    if (subject.kind === "notice") counters.notices++;
    if (subject.kind === "removed-object") counters.removedObjects++;
  }
  for (const settlement of settlements) if (settlement === "given-up") counters.deadLetters++;
  return counters;
}

/** The counter a message falls to; undefined for notices and removed files, whose deliveries count. */
function fateOf(
  { kind, deliveries }: Assessment,
  outcomes: BatchResults["outcomes"],
): "unmatched" | "ignored" | "held" | "skipped" | "malformed" | "repeated" | "alerted" | undefined {
  switch (kind) {
    case "matched": {
      // One destination decides, as an event may come to two instances at once, each of which
      // records it for some: only one of them is the first there, so only one alerts.
      const [first] = deliveries;
      return first && outcomes.get(first)?.kind === "known" ? "repeated" : "alerted";
    }
    case "notice":
    case "removed":
    case "canary":
      return undefined;
    default:
      return kind;
  }
}

function zeroCounters(): NotifyCounters {
  return {
    events: 0,
    unmatched: 0,
    ignored: 0,
    repeated: 0,
    held: 0,
    alerted: 0,
    deliveries: 0,
    recorded: 0,
    known: 0,
    alone: 0,
    later: 0,
    faults: 0,
    notices: 0,
    removedObjects: 0,
    skipped: 0,
    canaries: 0,
    malformed: 0,
    deadLetters: 0,
  };
}
