import type { AlertRecords, ChannelTurns, Clock, Log } from "../../ports.ts";
import { atMost } from "./at-most.ts";
import type { Delivery } from "./delivery.ts";
import { patientRecords } from "./patient-records.ts";
import { type Recorded, recordThread } from "./record-thread.ts";
import { isUrgent, type WindowOptions } from "./window-facts.ts";
import { createWindowSizes } from "./window-sizes.ts";

/** What became of a delivery. */
export type RecordOutcome =
  /**
   * It is in the table since now. `unasked`: nobody was told to draw it yet, or it is claimed and
   * no more; it must come again and is known then, so that it is counted here or nowhere.
   */
  | { readonly kind: "recorded"; readonly unasked?: true }
  /** It was in the table before. */
  | { readonly kind: "known"; readonly unasked?: true }
  /** It could not be recorded: it comes again. */
  | { readonly kind: "later" };

/** Records a batch's deliveries; see {@linkcode createRecorder}. */
export type Recorder = (
  deliveries: readonly Delivery[],
  deadline: number,
) => Promise<ReadonlyMap<Delivery, RecordOutcome>>;

/** What {@linkcode createRecorder} needs. */
export interface RecorderDeps {
  readonly records: AlertRecords;
  readonly turns: Pick<ChannelTurns, "ask">;
  readonly clock: Clock;
  readonly log: Log;
  readonly options: WindowOptions;
}

/** Calls to the table at once. */
const MAX_CALLS = 32;

/**
 * Threads at once: each takes several calls, one after another. Begun all together they would all
 * be half done when there is no time left, and none recorded.
 */
const MAX_THREADS = 32;

/**
 * Makes a recorder: deliveries → members of their threads' windows, and a turn for each channel
 * that has something to draw.
 *
 * The returned function takes deliveries and the time until when it may begin calls, in
 * milliseconds since the epoch. It never rejects, and may be given the same deliveries again,
 * whatever became of them before: each is counted once.
 */
export function createRecorder({ records, turns, clock, log, options }: RecorderDeps): Recorder {
  const sizes = createWindowSizes();
  const registered = new Set<string>();

  async function register(channel: string, table: AlertRecords): Promise<void> {
    if (registered.has(channel)) return;
    await table.register(channel);
    registered.add(channel);
  }

  /** Asks for a channel's turn; whether that went through. */
  async function ask(channel: string, due: number): Promise<boolean> {
    try {
      await turns.ask(channel, due);
      return true;
    } catch (error) {
      log.error("A channel's turn cannot be asked for: its messages come again", {
        channel,
        error,
      });
      return false;
    }
  }

  return async (deliveries, deadline) => {
    const table = patientRecords(records, { clock, limit: atMost(MAX_CALLS), deadline });
    const results = new Map<Delivery, Recorded>();
    const inTurn = atMost(MAX_THREADS);
    await Promise.all(
      threadsOf(deliveries).map((thread) =>
        inTurn(async () => {
          const [{ channel } = { channel: "" }] = thread;
          try {
            await register(channel, table);
            const recorded = await recordThread(thread, { records: table, sizes, clock, options });
            for (const [delivery, result] of recorded) results.set(delivery, result);
          } catch (error) {
            for (const delivery of thread) results.set(delivery, { error });
          }
        }),
      ),
    );
    reportErrors(results, log);
    const due = dueOf(results);
    const asked = new Map(
      await Promise.all([...due].map(async ([id, at]) => [id, await ask(id, at)] as const)),
    );
    return new Map(
      deliveries.map((delivery) => {
        const isAsked = asked.get(delivery.channel) === true;
        return [delivery, outcomeOf(results.get(delivery), isAsked)];
      }),
    );
  };
}

function outcomeOf(result: Recorded | undefined, isAsked: boolean): RecordOutcome {
  if (result === undefined) return { kind: "later" };
  if ("error" in result) {
    return result.isClaimed ? { kind: "recorded", unasked: true } : { kind: "later" };
  }
  return { kind: result.isNew ? "recorded" : "known", ...(!isAsked && { unasked: true }) };
}

/** Deliveries by thread: the threads of urgent ones first, the earliest event of each first. */
function threadsOf(deliveries: readonly Delivery[]): readonly (readonly Delivery[])[] {
  const threads = new Map<string, Delivery[]>();
  for (const delivery of deliveries) {
    const { channel } = delivery;
    const key = `${channel.length} ${channel}${delivery.thread}`;
    const thread = threads.get(key);
    if (thread === undefined) threads.set(key, [delivery]);
    else thread.push(delivery);
  }
  return [...threads.values()]
    .map((thread) => thread.sort((a, b) => timeOf(a) - timeOf(b)))
    .sort(
      ([a], [b]) => Number(b !== undefined && isUrgent(b)) - Number(a !== undefined && isUrgent(a)),
    );
}

/** Events without a time come last, in the order they came. */
function timeOf({ subject }: Delivery): number {
  return (subject.kind === "notice" ? undefined : subject.time) ?? Number.MAX_SAFE_INTEGER;
}

/** When each channel has something to draw, at the earliest. */
function dueOf(results: ReadonlyMap<Delivery, Recorded>): ReadonlyMap<string, number> {
  const due = new Map<string, number>();
  for (const [{ channel }, result] of results) {
    if ("due" in result) due.set(channel, Math.min(due.get(channel) ?? result.due, result.due));
  }
  return due;
}

/** One line a batch: a table that is down fails all of it alike. */
function reportErrors(results: ReadonlyMap<Delivery, Recorded>, log: Log): void {
  const errors = [...results.values()].flatMap((result) =>
    "error" in result ? [result.error] : [],
  );
  if (errors.length === 0) return;
  log.error("Deliveries cannot be recorded: their messages come again", {
    deliveries: errors.length,
    error: errors[0],
  });
}
