import { subjectOfText } from "../../core/alert/subject.ts";
import { firstState, folded } from "../../core/alert/thread.ts";
import { parentMessage, sightingOfSubject } from "../../core/slack/subject.ts";
import type { Thread, ThreadOpening } from "../../ports.ts";
import type { Outcome } from "./delivery.ts";
import { drawParent, type Redraw } from "./draw-parent.ts";
import { type DeliveryRun, deliverAlone, sendSlack, type Work } from "./run.ts";
import type { Answer } from "./table.ts";
import { closeThread, replyAll, type Settle, threadSubject } from "./thread-replies.ts";

/** Milliseconds to wait for another notifier's parent, and between two looks. */
const WAIT = { total: 3_000, step: 250 } as const;

/** Seconds after which an event comes again whose parent another is still posting. */
const BUSY_SECONDS = 5;

/**
 * Delivers works of one thread to one channel: as its parent if there is none, else folded into
 * it. A parent deleted in Slack gives way to a new one.
 *
 * @param works In the order they shall appear; their subjects can thread.
 * @param settle Takes the outcome of each.
 * @returns What came of drawing its parent again, each time.
 */
export async function deliverThread(
  channel: string,
  key: string,
  works: readonly Work[],
  run: DeliveryRun,
  settle: Settle,
): Promise<readonly Redraw[]> {
  const redraws: Redraw[] = [];
  let left = works;
  // Each round settles one work at least, or meets a parent that has gone.
  for (let rounds = works.length + 2; rounds > 0 && left.length > 0; rounds--) {
    const round = await deliverRound(channel, key, left, run, settle);
    if (round.redraw !== undefined) redraws.push(round.redraw);
    left = round.left;
  }
  await settleAll(left, later("its parents keep vanishing"), settle);
  return redraws;
}

/** What a round came to. */
interface Round {
  /** The works that need another round. */
  readonly left: readonly Work[];
  /** Of the parent, where there was one. */
  readonly redraw?: Redraw;
}

async function deliverRound(
  channel: string,
  key: string,
  works: readonly Work[],
  run: DeliveryRun,
  settle: Settle,
): Promise<Round> {
  const held = run.line.held();
  if (held !== undefined) return settleAll(works, held, settle);
  const opening = await openThread(key, run);
  if (opening === undefined) {
    for (const work of works) {
      await settle(work, run.line.held() ?? (await deliverAlone(work.delivery, run)));
    }
    return { left: [] };
  }
  switch (opening.value.kind) {
    case "busy":
      return settleAll(works, later("another notifier is posting the parent"), settle);
    case "open":
      return foldIn(channel, key, opening.value.thread, works, run, settle);
    case "claimed":
      return beginThread(channel, key, opening.value.lease, works, run, settle);
  }
}

/** Waits a little while another posts the parent. */
async function openThread(
  key: string,
  { table, clock }: DeliveryRun,
): Promise<Answer<ThreadOpening> | undefined> {
  const giveUp = clock.now() + WAIT.total;
  for (;;) {
    const opening = await table.threads((threads) => threads.open(key));
    if (opening?.value.kind !== "busy" || clock.now() >= giveUp) return opening;
    await clock.sleep(WAIT.step);
  }
}

async function beginThread(
  channel: string,
  key: string,
  lease: string,
  works: readonly Work[],
  run: DeliveryRun,
  settle: Settle,
): Promise<Round> {
  const [first, ...others] = works;
  if (first === undefined) return { left: [] };
  const subject = threadSubject(first);
  const state = firstState(sightingOfSubject(subject, run.clock.now()));
  let sent: Awaited<ReturnType<typeof sendSlack<string>>>;
  try {
    sent = await sendSlack(
      subject,
      parentMessage(subject, run.messageContext, state),
      run,
      (message) => run.slackApp.post(channel, message),
    );
  } catch (error) {
    await run.table.threads((threads) => threads.abandon(key, lease));
    await settle(first, run.line.outcomeOf(error));
    return { left: others };
  }
  const { answer: ts, plain } = sent;
  const thread = { ts, state, subject: JSON.stringify(subject) };
  const begun = await run.table.threads((threads) => threads.begin(key, lease, thread));
  if (begun?.value === false) {
    run.log.warn("A thread has two parents: posting took longer than its lease", { channel, ts });
  }
  await settle(first, { kind: "posted", ...(plain && { plain }) });
  return { left: others };
}

async function foldIn(
  channel: string,
  key: string,
  { ts, state: before, subject }: Thread,
  works: readonly Work[],
  run: DeliveryRun,
  settle: Settle,
): Promise<Round> {
  const sightings = works.map((work) => sightingOfSubject(threadSubject(work), run.clock.now()));
  const expected = folded(before, sightings);
  const answer = await run.table.threads((threads) =>
    threads.fold(key, ts, {
      count: works.length,
      firstSeen: expected.firstSeen,
      lastSeen: expected.lastSeen,
      addresses: expected.addresses.filter((address) => !before.addresses.includes(address)),
      regions: expected.regions.filter((region) => !before.regions.includes(region)),
    }),
  );
  // Down, or another parent by now: the next round sees which.
  if (answer?.value === undefined) return { left: works };
  const after = answer.value;
  // Drawn before the replies: it tells whether the parent is still there.
  const redraw = await drawParent(channel, key, after, run);
  const thread = { channel, key, after, before, parent: subjectOfText(subject) };
  const left =
    redraw.end === "gone"
      ? await closeThread(key, ts, works, run)
      : await replyAll(thread, works, run, settle);
  return { left, redraw };
}

async function settleAll(works: readonly Work[], outcome: Outcome, settle: Settle): Promise<Round> {
  for (const work of works) await settle(work, outcome);
  return { left: [] };
}

function later(reason: string): Outcome {
  return { kind: "later", reason, afterSeconds: BUSY_SECONDS };
}
