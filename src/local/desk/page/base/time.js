/** A Slack timestamp in the reader's own words and zone. */

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

/** `10:42` */
export function clock(ts) {
  return CLOCK.format(dateOf(ts));
}

/** `Today`, `Yesterday`, or `Tuesday, 14 November` */
export function day(ts) {
  const date = dateOf(ts);
  const today = new Date();
  if (date.toDateString() === today.toDateString()) return "Today";
  today.setDate(today.getDate() - 1);
  if (date.toDateString() === today.toDateString()) return "Yesterday";
  return DAY.format(date);
}

/** The whole of it, for a tooltip. */
export function full(ts) {
  return FULL.format(dateOf(ts));
}

/** ISO 8601, for machines. */
export function iso(ts) {
  return dateOf(ts).toISOString();
}

/** Seconds from one timestamp to a later one. */
export function secondsBetween(earlier, later) {
  return Number.parseFloat(later) - Number.parseFloat(earlier);
}

function dateOf(ts) {
  const milliseconds = Number.parseFloat(ts) * 1000;
  return new Date(Number.isFinite(milliseconds) ? milliseconds : 0);
}
