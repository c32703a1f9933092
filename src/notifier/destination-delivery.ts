import type { Destination } from "../core/alert/route.ts";
import { sightingOfSubject } from "../core/slack/subject.ts";
import { type DeliveryRun, deliverAlone, putDown, takeUp, type Work } from "./delivery.ts";
import { isDelivered, type Job, type Outcome } from "./job.ts";
import { deliverThread } from "./thread-delivery.ts";

/**
 * Delivers a batch's jobs for one destination, one after another. Works of one thread go together,
 * the earliest event first; a thread comes where its first job stands.
 *
 * @param jobs All for the same destination.
 * @returns What became of each; never rejects for what a destination or the table does.
 */
export async function deliverToDestination(
  destination: Destination,
  jobs: readonly Job[],
  run: DeliveryRun,
): Promise<ReadonlyMap<Job, Outcome>> {
  const outcomes = new Map<Job, Outcome>();
  const leaders = leadersOf(jobs);
  const settle = async (work: Work, outcome: Outcome): Promise<void> => {
    await putDown(work, outcome, run);
    outcomes.set(work.job, outcome);
  };
  for (const group of groupsOf([...new Set(leaders.values())], destination)) {
    const works: Work[] = [];
    for (const job of group) {
      const taken = await takeUp(job, run);
      if ("kind" in taken) outcomes.set(job, taken);
      else works.push(taken);
    }
    const threadKey = group[0]?.threadKey;
    if (destination.kind === "slack-app" && threadKey !== undefined) {
      await deliverThread(destination.channel, threadKey, works, run, settle);
    } else {
      for (const work of works) {
        await settle(work, run.line.held() ?? (await deliverAlone(work.job, run)));
      }
    }
  }
  for (const [job, leader] of leaders) {
    if (job !== leader) outcomes.set(job, followerOutcome(outcomes.get(leader)));
  }
  return outcomes;
}

/** Each job's first with the same claim: one event may be twice in a batch. */
function leadersOf(jobs: readonly Job[]): Map<Job, Job> {
  const first = new Map<string, Job>();
  return new Map(
    jobs.map((job) => {
      const leader = first.get(job.claimKey) ?? job;
      first.set(job.claimKey, leader);
      return [job, leader];
    }),
  );
}

function followerOutcome(leader: Outcome | undefined): Outcome {
  const hasIt = leader !== undefined && (isDelivered(leader) || leader.kind === "repeated");
  return { kind: hasIt ? "repeated" : "busy" };
}

/** Jobs of one thread together, sorted by time; the others each alone. */
function groupsOf(jobs: readonly Job[], { kind }: Destination): Job[][] {
  const groups = new Map<string | Job, Job[]>();
  for (const job of jobs) {
    const key = kind === "slack-app" ? (job.threadKey ?? job) : job;
    groups.set(key, [...(groups.get(key) ?? []), job]);
  }
  return [...groups.values()].map((group) => group.sort((a, b) => timeOf(a) - timeOf(b)));
}

/** Events without a time come last, in the order they came. */
function timeOf({ subject }: Job): number {
  return subject.kind === "notice" ? 0 : sightingOfSubject(subject, Number.MAX_SAFE_INTEGER).time;
}
