/** Executions at once that one queue may start. @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const QUEUE_EXECUTIONS = { least: 2, most: 1_000 } as const;

/**
 * Executions that Lambda keeps of an account's for functions that reserve none.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
const KEPT_UNRESERVED = 100;

/** Executions of the notifier at once that each of its ways in may start. */
export interface NotifierExecutions {
  /** From the buffer, and as many from the queue of what is critical. */
  readonly events: number;
  /** A turn each: one more than there are destinations would find nothing to draw. */
  readonly turns: number;
  /** All of them, with the sweep. */
  readonly all: number;
}

/**
 * How many executions the notifier may need, so that nothing it is handed is turned away.
 *
 * @param destinations How many channels, webhooks and topics there are.
 */
export function notifierExecutions(
  maxConcurrency: number,
  destinations: number,
): NotifierExecutions {
  // The bus is a destination too.
  const turns = Math.min(QUEUE_EXECUTIONS.most, Math.max(LEAST_TURNS, destinations + 1));
  return { events: maxConcurrency, turns, all: 2 * maxConcurrency + turns + 1 };
}

const LEAST_TURNS = 5;

/** Why the notifier cannot do with the executions that are reserved for it; nothing if it can. */
export function notifierFault(
  reserved: number | undefined,
  { events, turns, all }: NotifierExecutions,
  maxConcurrency = "maxConcurrency",
): string | undefined {
  if (reserved === undefined || reserved >= all) return undefined;
  return `it must be at least ${all}, or ${TURNED_AWAY}: ${maxConcurrency}, ${events}, for each of two queues of events, ${turns} for turns, 1 for the sweep`;
}

/** What decides how many executions of the splitter there may be at once. */
export interface SplitterConcurrency {
  readonly reserved?: number | undefined;
  /** Of each queue, where it is said. */
  readonly maxConcurrency?: number | undefined;
  /** Whether news of log files comes by a queue: else whoever brings it invokes the function. */
  readonly byQueue: boolean;
}

/** Executions of the splitter at once that each of its queues may start: as many as is said, else a share of those reserved. */
export function splitterQueueExecutions(concurrency: SplitterConcurrency): number {
  const { reserved, maxConcurrency } = concurrency;
  if (maxConcurrency !== undefined) return maxConcurrency;
  if (reserved === undefined) return USUAL_EXECUTIONS;
  const share = Math.floor((reserved - OTHERS) / queuesOf(concurrency));
  return Math.min(USUAL_EXECUTIONS, Math.max(QUEUE_EXECUTIONS.least, share));
}

/** Why the splitter cannot do with the executions that are reserved for it; nothing if it can. */
export function splitterFault(
  concurrency: SplitterConcurrency,
  maxConcurrency = "maxConcurrency",
): string | undefined {
  const { reserved, byQueue } = concurrency;
  const each = splitterQueueExecutions(concurrency);
  const all = queuesOf(concurrency) * each + OTHERS;
  if (reserved === undefined || reserved >= all) return undefined;
  const files = byQueue ? " and for the queue of log files" : "";
  return `it must be at least ${all}, or ${TURNED_AWAY}: ${maxConcurrency}, ${each}, for the queue of files that go on${files}, ${OTHERS} for whoever invokes it besides`;
}

const TURNED_AWAY = "what its queues hand over is turned away and counts as tried";

/** As many as keep a bus of 10,000 events a second busy, and a tenth of what an account has at first. */
const USUAL_EXECUTIONS = 100;

/** S3, a topic or a rule with news of log files, or the schedule of canaries: Lambda keeps what has to wait. */
const OTHERS = 1;

function queuesOf({ byQueue }: SplitterConcurrency): number {
  return byQueue ? 2 : 1;
}

/** Executions that are reserved for each function, where any are. */
export interface Reservations {
  readonly splitter: number | undefined;
  readonly notifier: number | undefined;
}

/**
 * Why Lambda would not reserve so many executions; nothing if it would.
 *
 * @param account Executions at once that the account may have in the Region.
 */
export function reservationFault(
  { splitter, notifier }: Reservations,
  account: number,
): string | undefined {
  const all = (splitter ?? 0) + (notifier ?? 0);
  const most = Math.max(0, account - KEPT_UNRESERVED);
  if (all <= most) return undefined;
  const areTwo = splitter !== undefined && notifier !== undefined;
  const sum = areTwo ? `${splitter} of the splitter + ${notifier} of the notifier = ${all}` : all;
  return `Lambda keeps ${KEPT_UNRESERVED} of the account's ${account} executions unreserved, so that at most ${most} can be reserved: ${sum} would be. Where the account has more (aws lambda get-account-settings), say so in accountConcurrency`;
}

/** What settings say of executions at once. */
export interface ConcurrencySettings {
  readonly splitter: FunctionConcurrency;
  readonly notifier: FunctionConcurrency & { readonly maxConcurrency: number };
  /** Whether news of log files comes by a queue. */
  readonly byQueue: boolean;
  /** How many channels, webhooks and topics there are. */
  readonly destinations: number;
  /** Executions at once that the account may have in the Region. */
  readonly account: number;
}

interface FunctionConcurrency {
  readonly reservedConcurrency?: number;
  readonly maxConcurrency?: number;
}

/** Reservations that Lambda would refuse, or that would not do. */
export function concurrencyFaults({
  splitter,
  notifier,
  byQueue,
  destinations,
  account,
}: ConcurrencySettings) {
  const { reservedConcurrency: reserved, maxConcurrency } = splitter;
  const needed = notifierExecutions(notifier.maxConcurrency, destinations);
  const held = notifier.reservedConcurrency;
  // Of two that are too many together the larger is named.
  const larger = (reserved ?? 0) > (held ?? 0) ? "splitter" : "notifier";
  const faults = [
    ["splitter", splitterFault({ reserved, maxConcurrency, byQueue }, "splitter.maxConcurrency")],
    ["notifier", notifierFault(held, needed, "notifier.maxConcurrency")],
    [larger, reservationFault({ splitter: reserved, notifier: held }, account)],
  ] as const;
  return faults.flatMap(([of, why]) =>
    why === undefined ? [] : [{ of, why, reserved: of === "splitter" ? reserved : held }],
  );
}
