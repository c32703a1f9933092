import type { Continuation } from "../../src/core/notification/continuation.ts";
import { readNotification, toS3Notification } from "../../src/core/notification/notification.ts";
import type { DeadLetter, LogContent, ObjectRef, Refusal } from "../../src/ports.ts";
import type { SplitCounters } from "../../src/splitter/counters.ts";
import { deadlinesOf } from "../../src/splitter/deadlines.ts";
import { FileNotices } from "../../src/splitter/file-notices.ts";
import { inChunks } from "./chunks.ts";
import { fakeSplitter } from "./splitter.ts";

/** What a test may have otherwise in a world where all is well. */
export interface WorldFaults {
  /** Whether the bus refuses an entry, at a time; throws to let the call fail. */
  readonly refuse?: (now: number, index: number) => Pick<Refusal, "code" | "isFinal"> | undefined;
  /** Throws why S3 does not give an object out. */
  readonly open?: (now: number, key: string) => void;
  /** Milliseconds that each KiB of an object takes to come. */
  readonly slowness?: (key: string) => number;
}

/** What happened in a world until nothing was left to do. */
export interface WorldOutcome {
  /** `key index` of the records on the bus, with the time. */
  readonly published: readonly (readonly [record: string, at: number])[];
  readonly letters: readonly { readonly letter: DeadLetter; readonly at: number }[];
  /** Identities of the notices on the bus. */
  readonly notices: readonly string[];
  readonly counters: Readonly<Record<keyof SplitCounters, number>>;
  /** Of each invocation the milliseconds it took. */
  readonly durations: readonly number[];
  /** Seconds by which continuations were delayed. */
  readonly pauses: readonly number[];
}

/** Milliseconds of one call of the bus. */
const CALL = 20;

/**
 * Runs events through the splitter with a clock of its own: its queue delays as it is told, and
 * brings again what fails.
 *
 * @param objects Content by key.
 */
export async function runWorld(
  objects: ReadonlyMap<string, Uint8Array>,
  events: readonly unknown[],
  { refuse, open, slowness = () => 0 }: WorldFaults = {},
): Promise<WorldOutcome> {
  let now = 1_800_000_000_000;
  const start = now;
  const queue: { at: number; body: unknown; tries: number }[] = [];
  const put = (body: unknown, at: number, tries = 0) => queue.push({ at, body, tries });
  for (const event of events) put(event, now);
  const outcome = {
    published: [] as (readonly [string, number])[],
    letters: [] as { letter: DeadLetter; at: number }[],
    notices: [] as string[],
    durations: [] as number[],
    pauses: [] as number[],
  };
  const sums: Record<string, number> = {};
  const notices = new FileNotices();
  for (let invocations = 0; queue.length > 0; invocations++) {
    if (invocations > 20_000) throw new Error("the chain does not end");
    queue.sort((a, b) => a.at - b.at);
    const { at, body, tries } = queue.shift() as (typeof queue)[number];
    now = Math.max(now, at);
    const begun = now;
    const fake = fakeSplitter({
      notices,
      clock: {
        now: () => now,
        async sleep(milliseconds) {
          now += milliseconds;
        },
      },
      before() {
        now += CALL;
      },
      refuse: ({ detail }) => {
        const { trailbridge = {} } = JSON.parse(detail);
        return refuse?.(now - start, trailbridge.index ?? -1);
      },
      logs: {
        async open({ key }: ObjectRef): Promise<LogContent> {
          open?.(now - start, key);
          const bytes = objects.get(key) as Uint8Array;
          const arriving = async function* () {
            for await (const chunk of inChunks(bytes, 1024)) {
              now += slowness(key);
              yield chunk;
            }
          };
          return { bytes: arriving(), etag: `"${key}"` };
        },
      },
      continuations: {
        async send(continuation: Continuation, delaySeconds: number) {
          outcome.pauses.push(delaySeconds);
          put(continuation, now + delaySeconds * 1_000);
        },
      },
    });
    const notification = readNotification(body);
    const report = await fake.splitEvent(body, deadlinesOf(now, 300_000));
    if (report.failures.length > 0) {
      if (tries === 2)
        outcome.letters.push({ letter: given(body, report.failures), at: now - start });
      else put(body, now + 60_000, tries + 1);
    }
    if (notification.objects.length === 0) throw new Error("an event tells of no object");
    for (const { detail } of fake.batches.flat()) {
      const { notice, trailbridge } = JSON.parse(detail);
      if (notice) outcome.notices.push(notice.dedupe);
      else outcome.published.push([`${trailbridge.key} ${trailbridge.index}`, now - start]);
    }
    outcome.letters.push(...fake.letters.map((letter) => ({ letter, at: now - start })));
    outcome.durations.push(now - begun);
    for (const [name, value] of Object.entries(report.counters)) {
      sums[name] = (sums[name] ?? 0) + value;
    }
  }
  return { ...outcome, counters: sums as Record<keyof SplitCounters, number> };
}

/** S3's notification of these objects. */
export function newsOf(keys: readonly string[]): unknown {
  const Records = keys.flatMap(
    (key) => (toS3Notification({ bucket: "org-logs", key }) as { Records: unknown[] }).Records,
  );
  return { Records };
}

function given(requestPayload: unknown, failures: readonly { reason: string }[]): DeadLetter {
  const errorMessage = failures.map(({ reason }) => reason).join("; ");
  return { requestPayload, responsePayload: { errorType: "SplitError", errorMessage } };
}
