import { brokenSums, sumText } from "../contract.ts";
import type { RuntimeSettings } from "../core/settings/config.ts";
import type { AlertRecords, Clock, DeadLetters, Log, MessageQueues, Metrics } from "../ports.ts";
import { reportAlerts } from "./alert-metrics.ts";
import { type AssessDeps, type Assessment, assess, type Incoming } from "./assess.ts";
import type { CanaryWatch } from "./canary/canary-watch.ts";
import { countBatch, type NotifyCounters } from "./counters.ts";
import { countDenied } from "./denied-metrics.ts";
import { createFaultNotices } from "./fault-notices.ts";
import type { GoAlone } from "./go-alone.ts";
import { conclude } from "./memory/conclude.ts";
import type { Recall } from "./memory/recall.ts";
import { atMost } from "./record/at-most.ts";
import type { Delivery } from "./record/delivery.ts";
import type { DeliveryMaker } from "./record/delivery-maker.ts";
import { patientRecords } from "./record/patient-records.ts";
import type { Recorder, RecordOutcome } from "./record/recorder.ts";
import { settleMessage } from "./settle.ts";

/** What {@linkcode createNotifier} needs from outside. */
export interface NotifierDeps {
  readonly settings: Pick<
    RuntimeSettings,
    "accessDeniedMetrics" | "ruleFaultNotices" | "removedObjectAlerts" | "logPrefix" | "pageReplays"
  >;
  readonly judge: AssessDeps["judge"];
  readonly statefulRules?: AssessDeps["statefulRules"];
  /** There wherever there are stateful rules. */
  readonly recall?: Recall;
  readonly deliveryMaker: DeliveryMaker;
  readonly record: Recorder;
  readonly records: AlertRecords;
  readonly goAlone: GoAlone;
  readonly canaries: Pick<CanaryWatch, "received">;
  readonly metrics: Metrics;
  readonly deadLetters: DeadLetters;
  readonly queues: MessageQueues;
  readonly clock: Clock;
  readonly log: Log;
}

/** Until when a batch may do what, in milliseconds since the epoch. */
export interface BatchDeadlines {
  /** Calls to the table may be begun. */
  readonly record: number;
  /** Destinations may be called. */
  readonly all: number;
}

/** What became of a batch. */
export interface NotifyReport {
  readonly counters: Readonly<NotifyCounters>;
  /** Ids of the messages that must come again. */
  readonly failed: readonly string[];
}

/** Judges, alerts, records. */
export type Notify = (
  batch: readonly Incoming[],
  deadlines: BatchDeadlines,
) => Promise<NotifyReport>;

/** Claims of denied events at once. */
const MAX_CLAIMS = 16;

/**
 * Makes the notifier's half that records: bus events → verdicts → alerts → the table.
 *
 * The returned function does not reject for anything a message, a rule, a destination or the table
 * does: what could not be done is in the report.
 */
export function createNotifier(deps: NotifierDeps): Notify {
  const { settings, deliveryMaker, log, clock } = deps;
  const faultNotices = createFaultNotices(deliveryMaker, settings.ruleFaultNotices, log);

  return async function notify(batch, deadlines) {
    const assessed = batch.map((incoming) => assess(incoming, deps));
    const records = patientRecords(deps.records, {
      clock,
      limit: atMost(MAX_CLAIMS),
      deadline: deadlines.record,
    });
    // Counting is begun first: its lines are written before anything else is waited for.
    const counted = Promise.all([
      settings.accessDeniedMetrics && countDenied(assessed, { ...deps, records }),
      ...assessed.flatMap(({ canary }) =>
        canary === undefined ? [] : [deps.canaries.received(canary.way, canary.at)],
      ),
    ]);
    // What happened before is asked in half of the time: recording needs the other.
    const half = (deadlines.record - clock.now()) / 2;
    const assessments = await conclude(assessed, deps.recall, deadlines.record - half);
    const faultJobs = faultNotices.deliveriesOf(assessments, clock.now());
    const deliveriesOf = (assessment: Assessment) => [
      ...assessment.deliveries,
      ...(faultJobs.get(assessment) ?? []),
    ];
    // Recorded before it is known what it comes to, an event would be known when it comes again.
    const recordable = (assessment: Assessment) =>
      assessment.unanswered ? (faultJobs.get(assessment) ?? []) : deliveriesOf(assessment);
    const [, recorded] = await Promise.all([
      counted,
      deps.record(assessments.flatMap(recordable), deadlines.record),
    ]);
    for (const [delivery, outcome] of recorded) {
      if (delivery.subject.kind === "notice") faultNotices.remember(delivery, outcome);
    }
    const outcomes = await deps.goAlone(
      assessments,
      withLater(recorded, assessments),
      deadlines.all,
    );

    const settlements = await Promise.all(
      assessments.map((assessment) => {
        const results = deliveriesOf(assessment).map(
          (delivery) => [delivery, outcomes.get(delivery) ?? { kind: "later" }] as const,
        );
        return settleMessage(assessment, results, deps);
      }),
    );
    const counters = countBatch({ assessments, deliveriesOf, outcomes, settlements });
    for (const sum of brokenSums("notifier", { ...counters })) {
      log.error("A sum of the counters does not hold", { sum: sumText(sum), ...counters });
    }
    reportAlerts(assessments, outcomes, clock.now(), log);
    log.metrics({ ...counters });
    const failed = batch.filter((_, index) => settlements[index] === "again").map(({ id }) => id);
    return { counters, failed };
  };
}

/** The outcomes with those of deliveries that are not recorded until it is known what they come to. */
function withLater(
  recorded: ReadonlyMap<Delivery, RecordOutcome>,
  assessments: readonly Assessment[],
): ReadonlyMap<Delivery, RecordOutcome> {
  const later = assessments.flatMap(({ unanswered, deliveries }) => (unanswered ? deliveries : []));
  if (later.length === 0) return recorded;
  return new Map([...recorded, ...later.map((one) => [one, { kind: "later" }] as const)]);
}
