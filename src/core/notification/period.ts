import { instantOf } from "../record/event-time.ts";

/** A stretch of time in milliseconds since the epoch: `from` is in it, `to` is not. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** All there is. */
export const ALL_TIME: Period = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** Whether a record's `eventTime` is of a period; one that names no instant may be of any. */
export function isOfPeriod(eventTime: unknown, { from, to }: Period): boolean {
  const time = instantOf(eventTime);
  return time === undefined || (time >= from && time < to);
}
