import { layoutOf } from "./object-key.ts";
import { ALL_TIME, type Period } from "./period.ts";

/**
 * The time that the files below a folder of a trail were delivered in, by CloudTrail's own layout:
 * `AWSLogs/<account>/CloudTrail/<Region>/<year>/<month>/<day>/`, in UTC.
 *
 * @param folders Those of a key, from its first on.
 * @returns Undefined above a Region, and for what does not lie in that layout.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function deliveredIn(folders: readonly string[]): Period | undefined {
  const layout = layoutOf(folders);
  if (layout === undefined || layout.below.length === 0) return undefined;
  const [, year = "", month = "", day = ""] = layout.below;
  if (!/^\d{4}$/.test(year)) return ALL_TIME;
  const y = Number(year);
  if (!/^(0[1-9]|1[0-2])$/.test(month)) return { from: Date.UTC(y, 0), to: Date.UTC(y + 1, 0) };
  const m = Number(month) - 1;
  if (!/^(0[1-9]|[12]\d|3[01])$/.test(day)) return { from: Date.UTC(y, m), to: Date.UTC(y, m + 1) };
  const d = Number(day);
  return { from: Date.UTC(y, m, d), to: Date.UTC(y, m, d + 1) };
}

/** How much of a folder may hold records of a period. */
export type Share = "all" | "some" | "none";

/**
 * How much of what lies in a folder may be of a period: a record is delivered when its call has
 * been made, and within a day.
 *
 * @param folders Those of a key, from its first on.
 * @returns `some` too where the folder does not say.
 */
export function shareOf(folders: readonly string[], { from, to }: Period): Share {
  const delivered = deliveredIn(folders);
  if (delivered === undefined) return "some";
  const until = to + LATEST_DELIVERY;
  if (delivered.to <= from || delivered.from >= until) return "none";
  return delivered.from >= from && delivered.to <= until ? "all" : "some";
}

/**
 * CloudTrail delivers within some five minutes on average, says no most; a trail with a fault in
 * its bucket's policy is tried again for longer.
 */
const LATEST_DELIVERY = 86_400_000;
