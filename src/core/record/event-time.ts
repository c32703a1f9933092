/**
 * Reads CloudTrail's `eventTime`: date, time and zone as RFC 3339 writes them, any fraction.
 *
 * @returns Milliseconds since the epoch; undefined if it is anything else or names no instant: a
 * date alone, a time without zone, a day or second that does not exist.
 */
export function instantOf(eventTime: unknown): number | undefined {
  if (typeof eventTime !== "string") return undefined;
  const [, date = "", time = ""] = INSTANT.exec(eventTime) ?? [];
  // Date.parse turns February 30 into March 2 and 24:00 into the next day.
  const local = Date.parse(`${date}T${time}Z`);
  if (Number.isNaN(local)) return undefined;
  if (new Date(local).toISOString() !== `${date}T${time}.000Z`) return undefined;
  const instant = Date.parse(eventTime.toUpperCase());
  return Number.isNaN(instant) ? undefined : instant;
}

const INSTANT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;
