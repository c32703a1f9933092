import type { SplitCounters } from "./counters.ts";
import type { SplitReport } from "./split.ts";

/** What the function answers: counters, and for a queue the messages that must come again. */
export interface SplitResponse {
  readonly counters: Readonly<SplitCounters>;
  readonly batchItemFailures?: readonly { readonly itemIdentifier: string }[];
}

/** Something must be tried again, or was not understood. */
export class SplitError extends Error {
  override readonly name: string = "SplitError";
}

/**
 * Turns a report into what Lambda understands.
 *
 * @param fromQueue Whether messages can fail one by one.
 * @throws {NotificationError} If nothing but a notification that is not understood went wrong.
 * @throws {SplitError} If something else did, and there is no queue that could be told.
 */
export function splitResponse(report: SplitReport, fromQueue: boolean): SplitResponse {
  const { counters, failures, malformed } = report;
  // What no message told of, one of a pipe's list perhaps, cannot fail alone.
  const isAlone = failures.every(({ messageId }) => messageId !== undefined);
  if (fromQueue && isAlone) {
    const ids = new Set(failures.flatMap(({ messageId }) => messageId ?? []));
    return {
      counters,
      batchItemFailures: [...ids].map((itemIdentifier) => ({ itemIdentifier })),
    };
  }
  const [first] = failures;
  if (first !== undefined) {
    const more = failures.length === 1 ? "" : `; and ${failures.length - 1} more`;
    throw new SplitError(`Cannot split every log file: ${first.reason}${more}`);
  }
  const [odd] = malformed;
  if (odd !== undefined) throw odd;
  return { counters };
}
