import type { Letters, ReceivedLetter } from "../../adapters/aws/operation/letters.ts";
import type { PutLostEvent } from "../../adapters/aws/operation/lost-events.ts";
import { type Redrive, redriveOf, type Stage } from "../../core/operation/dead-letter.ts";

/** A queue of dead letters, and where they go back to. */
export interface DeadLetterQueue {
  readonly stage: Stage;
  /** Of a consumer its name. */
  readonly consumer?: string;
  readonly url: string;
  /** Address of the queue they came from; absent: all came from a bus. */
  readonly source?: string;
}

/** What became of the dead letters of a queue. */
export interface RedriveReport {
  readonly stage: Stage;
  readonly consumer?: string;
  /** Sent to the queue they came from, or to be in a dry run. */
  sent: number;
  /** Put onto the bus once more. */
  put: number;
  /** Deleted, as there is nothing to do again. */
  dropped: number;
  /** Left, as nobody would understand them. */
  stayed: number;
  /** Left, as they came after the start: what was sent back may have failed again. */
  came: number;
  /** Whether there may be more: it was stopped, or a dry run saw enough. */
  isPartial: boolean;
  /** The first of them, each in words. */
  readonly items: RedriveItem[];
}

/** One dead letter in a report. */
export interface RedriveItem extends Pick<Redrive, "to" | "what" | "why"> {
  readonly id: string;
}

/** What redriving needs from outside. */
export interface RedriveDeps {
  readonly letters: Letters;
  readonly putEvent: PutLostEvent;
  /** Whether letters are only looked at. */
  readonly dryRun: boolean;
  /** Asked between two letters. */
  readonly isStopped: () => boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told of each letter that was dealt with. */
  readonly onStep: () => void;
}

/** Seconds for which a letter is hidden from others; one whose redrive dies shows again then. */
const HIDDEN_SECONDS = 120;

/** Letters that are put into words. */
const MOST_ITEMS = 1_000;

/** Letters that a dry run looks at: each is one call more, to show it again. */
const MOST_LOOKED_AT = 1_000;

/**
 * Sends the dead letters of a queue back to where they came from: each is deleted only once it was
 * sent, so that whatever ends this leaves nothing lost, and at most one letter twice, which the
 * table takes for one. What is left shows again at once.
 *
 * @returns Rejects with what is missing, a permission, say; what was not dealt with is still there.
 */
export async function redriveQueue(
  queue: DeadLetterQueue,
  deps: RedriveDeps,
): Promise<RedriveReport> {
  const { letters, dryRun } = deps;
  const startedAt = deps.now();
  const report: RedriveReport = {
    stage: queue.stage,
    ...(queue.consumer !== undefined && { consumer: queue.consumer }),
    sent: 0,
    put: 0,
    dropped: 0,
    stayed: 0,
    came: 0,
    isPartial: false,
    items: [],
  };
  const held = new Map<string, ReceivedLetter>();
  const seen = new Set<string>();
  try {
    for (;;) {
      if (deps.isStopped() || (dryRun && seen.size >= MOST_LOOKED_AT)) {
        report.isPartial = true;
        break;
      }
      const received = await letters.receive(queue.url, HIDDEN_SECONDS);
      if (received.length === 0) break;
      // Held until they are dealt with: shown again if this ends first.
      for (const letter of received) held.set(letter.id, letter);
      for (const letter of received) {
        if (seen.has(letter.id)) continue;
        if (deps.isStopped()) {
          report.isPartial = true;
          continue;
        }
        seen.add(letter.id);
        if (letter.sentAt > startedAt) report.came++;
        else if (await redriveLetter(letter, queue, report, deps)) held.delete(letter.id);
        deps.onStep();
      }
    }
  } finally {
    for (const letter of held.values()) await letters.show(queue.url, letter);
  }
  return report;
}

/** @returns Whether the letter is gone from its queue. */
async function redriveLetter(
  letter: ReceivedLetter,
  { stage, url, source }: DeadLetterQueue,
  report: RedriveReport,
  { letters, putEvent, dryRun, now }: RedriveDeps,
): Promise<boolean> {
  const found = redriveOf(stage, letter, now());
  // What a queue without a reader of ours gave up is for nobody here.
  const redrive: Redrive = found.to === "queue" && source === undefined ? stays(found) : found;
  const { to, what, why } = redrive;
  if (report.items.length < MOST_ITEMS) {
    report.items.push({ id: letter.id, to, what, ...(why !== undefined && { why }) });
  }
  switch (redrive.to) {
    case "queue":
      if (!dryRun && source !== undefined) await letters.send(source, redrive.body ?? letter.body);
      report.sent++;
      break;
    case "bus":
      if (!dryRun) await putEvent(redrive.bus, redrive.event);
      report.put++;
      break;
    case "nowhere":
      report.dropped++;
      break;
    case "stay":
      report.stayed++;
      return false;
  }
  if (dryRun) return false;
  await letters.delete(url, letter);
  return true;
}

function stays({ what, why }: Redrive): Redrive {
  return {
    to: "stay",
    what: `${what}; it does not say which rule it was for`,
    ...(why !== undefined && { why }),
  };
}
