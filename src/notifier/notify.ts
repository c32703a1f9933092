import { ACCESS_DENIED_METRICS } from "../contract.ts";
import { destinationNotice } from "../core/alert/notice.ts";
import { type Destination, destinationId } from "../core/alert/route.ts";
import type { RuleSet } from "../core/rule/rule.ts";
import type { RuntimeSettings } from "../core/settings/config.ts";
import type { BufferQueue, Claims, DeadLetters, Metrics, Threads } from "../ports.ts";
import { reportAlerts } from "./alert-metrics.ts";
import { type AssessDeps, type Assessment, assess, type Incoming } from "./assess.ts";
import { type Counters, newCounters } from "./counters.ts";
import type { DeliveryDeps } from "./delivery.ts";
import { deniedMetrics } from "./denied-metrics.ts";
import { deliverToDestination } from "./destination-delivery.ts";
import { openLine } from "./destination-line.ts";
import { createFaultNotices } from "./fault-notices.ts";
import { isAttempt, isDelivered, type Job, type Outcome } from "./job.ts";
import { createJobMaker } from "./job-maker.ts";
import { settleMessage } from "./settle.ts";
import { type BatchTable, batchTable } from "./table.ts";

/** What {@linkcode createNotifier} needs from outside. */
export interface NotifierDeps extends Omit<DeliveryDeps, "around" | "maxReplies"> {
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
  readonly counters: Readonly<Counters>;
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
  const around = {
    accountNames: settings.accountNames,
    ruleById: (id: string) => rules.get(id),
  };
  const jobMaker = createJobMaker(ruleSet, settings, around);
  const faultNotices = createFaultNotices(jobMaker, settings.ruleFaultNotices, log);
  const deliveryDeps = { ...deps, around, maxReplies: settings.threads.maxReplies };

  return async function notify(batch, deadline) {
    const counters = newCounters();
    const table = batchTable(deps.claims, deps.threads, log);
    const deliver = (jobs: readonly Job[]) =>
      deliverAll(jobs, deadline, table, counters, deliveryDeps);
    const assessments = batch.map((incoming) => assess(incoming, { ...deps, jobMaker }));
    const faultJobs = faultNotices.jobsOf(assessments, clock.now());
    const jobsOf = (assessment: Assessment) => [
      ...assessment.jobs,
      ...(faultJobs.get(assessment) ?? []),
    ];

    const [outcomes] = await Promise.all([
      deliver(assessments.flatMap(jobsOf)),
      putDenied(assessments, counters, deps),
    ]);
    for (const [job, outcome] of outcomes) {
      if (job.subject.kind === "notice") faultNotices.remember(job, outcome);
    }
    const told = await deliver(refusalNotices(outcomes, jobMaker, clock.now()));

    const failed: string[] = [];
    for (const assessment of assessments) {
      const results = jobsOf(assessment).map((job) => [job, outcomeOf(outcomes, job)] as const);
      count(assessment, outcomes, counters);
      if (await settleMessage(assessment, results, counters, deps)) {
        failed.push(assessment.incoming.id);
      }
    }
    for (const [job, outcome] of [...outcomes, ...told]) countDelivery(job, outcome, counters);
    reportAlerts(assessments, outcomes, clock.now(), log);
    log.metrics({ ...counters });
    return { counters, failed };
  };
}

/** Delivers jobs, the destinations beside each other. */
async function deliverAll(
  jobs: readonly Job[],
  deadline: number,
  table: BatchTable,
  counters: Counters,
  deps: DeliveryDeps,
): Promise<Map<Job, Outcome>> {
  const byDestination = new Map<string, [Destination, Job[]]>();
  for (const job of jobs) {
    const id = destinationId(job.destination);
    const [destination, others] = byDestination.get(id) ?? [job.destination, []];
    byDestination.set(id, [destination, [...others, job]]);
  }
  const runs = [...byDestination.values()].map(([destination, own]) => {
    const line = openLine(deps.clock, deadline);
    return deliverToDestination(destination, own, { ...deps, line, table, counters });
  });
  return new Map((await Promise.all(runs)).flatMap((outcomes) => [...outcomes]));
}

/**
 * Counts denied events in CloudWatch, with one call. Only messages received for the first time
 * count, so that an outage of Slack's does not look like a wave of denials.
 */
async function putDenied(
  assessments: readonly Assessment[],
  counters: Counters,
  { metrics, settings, log }: NotifierDeps,
): Promise<void> {
  const denied = assessments.filter((a) => a.denied && a.incoming.receiveCount <= 1);
  const ignored = denied.filter(({ kind }) => kind === "ignored").length;
  const values = deniedMetrics({ total: denied.length, ignored });
  if (!settings.accessDeniedMetrics || values.length === 0) return;
  try {
    await metrics.put(ACCESS_DENIED_METRICS.namespace, values);
  } catch (error) {
    counters.metricsFailed++;
    log.warn("Access-denied metrics cannot be sent", { error });
  }
}

/** One notice for each destination that refuses for good, to the default ones but itself. */
function refusalNotices(
  outcomes: ReadonlyMap<Job, Outcome>,
  jobMaker: ReturnType<typeof createJobMaker>,
  now: number,
): readonly Job[] {
  return [...outcomes].flatMap(([{ destination }, outcome]) => {
    if (outcome.kind !== "refused") return [];
    const notice = destinationNotice(destinationId(destination), outcome.reason, now);
    return jobMaker.noticeJobs(notice, destination);
  });
}

function count(
  { kind, jobs, faults }: Assessment,
  outcomes: ReadonlyMap<Job, Outcome>,
  counters: Counters,
): void {
  counters.faults += faults.length;
  if (kind === "unmatched" || kind === "ignored" || kind === "matched") counters.events++;
  if (kind === "unmatched" || kind === "ignored" || kind === "skipped" || kind === "malformed") {
    counters[kind]++;
  } else if (kind === "matched") {
    const idle = jobs.length > 0 && jobs.every((job) => !isAttempt(outcomeOf(outcomes, job)));
    counters[idle ? "repeated" : "alerted"]++;
  }
}

function countDelivery({ subject }: Job, outcome: Outcome, counters: Counters): void {
  if (!isAttempt(outcome)) return;
  counters.deliveries++;
  if (outcome.kind === "posted") counters.posted++;
  else if (outcome.kind === "folded") counters.folded++;
  else counters.failed++;
  if (!isDelivered(outcome)) return;
  if (subject.kind === "notice") counters.notices++;
  if (subject.kind === "removed-object") counters.removedObjects++;
}

function outcomeOf(outcomes: ReadonlyMap<Job, Outcome>, job: Job): Outcome {
  const outcome = outcomes.get(job);
  if (outcome === undefined) throw new Error("Cannot settle a job as it must have an outcome");
  return outcome;
}
