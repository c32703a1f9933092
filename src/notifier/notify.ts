import { brokenSums, sumText } from "../contract.ts";
import { destinationNotice } from "../core/alert/notice.ts";
import { type Destination, destinationId } from "../core/alert/route.ts";
import type { RuleSet } from "../core/rule/rule.ts";
import type { RuntimeSettings } from "../core/settings/config.ts";
import type { BufferQueue, Claims, DeadLetters, Metrics, Threads } from "../ports.ts";
import { reportAlerts } from "./alert-metrics.ts";
import { type AssessDeps, type Assessment, assess, type Incoming } from "./assess.ts";
import { countBatch, type NotifyCounters } from "./counters.ts";
import type { Delivery, Outcome } from "./delivery/delivery.ts";
import { type DeliveryReport, deliverToDestination } from "./delivery/destination-delivery.ts";
import { openLine } from "./delivery/destination-line.ts";
import { createDeliveryMaker } from "./delivery/maker.ts";
import type { DeliveryDeps } from "./delivery/run.ts";
import { type BatchTable, batchTable } from "./delivery/table.ts";
import { countDenied } from "./denied-metrics.ts";
import { createFaultNotices } from "./fault-notices.ts";
import { type Settlement, settleMessage } from "./settle.ts";

/** What {@linkcode createNotifier} needs from outside. */
export interface NotifierDeps extends Omit<DeliveryDeps, "messageContext" | "maxReplies"> {
  readonly ruleSet: RuleSet;
  readonly settings: Omit<RuntimeSettings, "publish" | "includeRecord" | "maxRequestBytes">;
  readonly judge: AssessDeps["judge"];
  readonly claims: Claims;
  readonly threads: Threads;
  readonly metrics: Metrics;
  readonly deadLetters: DeadLetters;
  readonly buffer: BufferQueue;
}

/** What became of a batch. */
export interface NotifyReport {
  readonly counters: Readonly<NotifyCounters>;
  /** Ids of the messages that must come again. */
  readonly failed: readonly string[];
}

/** Judges, alerts, delivers. */
export type Notify = (batch: readonly Incoming[], deadline: number) => Promise<NotifyReport>;

/**
 * Makes the notifier: bus events → verdicts → alerts → destinations.
 *
 * The returned function takes a batch and the time by which it must be done, in milliseconds since
 * the epoch. It does not reject for anything a message, a rule, a destination or the table does:
 * what could not be done is in the report.
 */
export function createNotifier(deps: NotifierDeps): Notify {
  const { ruleSet, settings, log, clock } = deps;
  const rules = new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
  const messageContext = {
    accountNames: settings.accountNames,
    ruleById: (id: string) => rules.get(id),
  };
  const deliveryMaker = createDeliveryMaker(ruleSet, settings, messageContext);
  const faultNotices = createFaultNotices(deliveryMaker, settings.ruleFaultNotices, log);
  const deliveryDeps = { ...deps, messageContext, maxReplies: settings.threads.maxReplies };

  return async function notify(batch, deadline) {
    const table = batchTable(deps.claims, deps.threads, log);
    const deliver = (deliveries: readonly Delivery[]) =>
      deliverAll(deliveries, deadline, table, deliveryDeps);
    const assessments = batch.map((incoming) => assess(incoming, { ...deps, deliveryMaker }));
    const faultJobs = faultNotices.deliveriesOf(assessments, clock.now());
    const deliveriesOf = (assessment: Assessment) => [
      ...assessment.deliveries,
      ...(faultJobs.get(assessment) ?? []),
    ];

    // Counting is begun first: its lines are written before anything else is waited for.
    const [, delivered] = await Promise.all([
      settings.accessDeniedMetrics && countDenied(assessments, deps.metrics, table),
      deliver(assessments.flatMap(deliveriesOf)),
    ]);
    const { outcomes } = delivered;
    for (const [delivery, outcome] of outcomes) {
      if (delivery.subject.kind === "notice") faultNotices.remember(delivery, outcome);
    }
    const told = await deliver(refusalNotices(outcomes, deliveryMaker, clock.now()));

    const settlements: Settlement[] = [];
    for (const assessment of assessments) {
      const results = deliveriesOf(assessment).map(
        (delivery) => [delivery, outcomeOf(outcomes, delivery)] as const,
      );
      settlements.push(await settleMessage(assessment, results, deps));
    }
    const counters = countBatch({ assessments, delivered, told, settlements });
    for (const sum of brokenSums("notifier", { ...counters })) {
      log.error("A sum of the counters does not hold", { sum: sumText(sum), ...counters });
    }
    reportAlerts(assessments, outcomes, clock.now(), log);
    log.metrics({ ...counters });
    const failed = batch.filter((_, index) => settlements[index] === "again").map(({ id }) => id);
    return { counters, failed };
  };
}

/** Delivers deliveries, the destinations beside each other. */
async function deliverAll(
  deliveries: readonly Delivery[],
  deadline: number,
  table: BatchTable,
  deps: DeliveryDeps,
): Promise<DeliveryReport> {
  const byDestination = new Map<string, [Destination, Delivery[]]>();
  for (const delivery of deliveries) {
    const id = destinationId(delivery.destination);
    const known = byDestination.get(id);
    if (known === undefined) byDestination.set(id, [delivery.destination, [delivery]]);
    else known[1].push(delivery);
  }
  const runs = [...byDestination.values()].map(([destination, own]) => {
    const line = openLine(deps.clock, deadline);
    return deliverToDestination(destination, own, { ...deps, line, table });
  });
  const reports = await Promise.all(runs);
  return {
    outcomes: new Map(reports.flatMap(({ outcomes }) => [...outcomes])),
    attempts: reports.reduce((sum, { attempts }) => sum + attempts, 0),
    redraws: reports.flatMap(({ redraws }) => redraws),
  };
}

/** One notice for each destination that refuses for good, to the default ones but itself. */
function refusalNotices(
  outcomes: ReadonlyMap<Delivery, Outcome>,
  deliveryMaker: ReturnType<typeof createDeliveryMaker>,
  now: number,
): readonly Delivery[] {
  return [...outcomes].flatMap(([{ destination }, outcome]) => {
    if (outcome.kind !== "refused") return [];
    const notice = destinationNotice(destinationId(destination), outcome.reason, now);
    return deliveryMaker.noticeDeliveries(notice, destination);
  });
}

function outcomeOf(outcomes: ReadonlyMap<Delivery, Outcome>, delivery: Delivery): Outcome {
  const outcome = outcomes.get(delivery);
  if (outcome === undefined) throw new Error("Cannot settle a delivery as it must have an outcome");
  return outcome;
}
