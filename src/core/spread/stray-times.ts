import { digits, numbered } from "../wording/counted.ts";

/** Records whose times are far from those of all others. */
export interface StrayTimes {
  readonly records: number;
  /** Their days, the first hundred: `2099-01-01`, in UTC. */
  readonly days: readonly { readonly day: string; readonly records: number }[];
}

/** Days that a text names. */
const MOST_DAYS = 5;

/** `3 records are of times far from all others: 1970-01-01 (1), 2099-01-01 (2)`; undefined of none. */
export function strayText({ records, days }: StrayTimes): string | undefined {
  if (records === 0) return undefined;
  const named = days.slice(0, MOST_DAYS);
  const rest = records - named.reduce((sum, it) => sum + it.records, 0);
  const list = named.map((it) => `${it.day} (${digits(it.records)})`);
  if (rest > 0) list.push(`and ${digits(rest)} more`);
  return `${numbered(records, "record is", "records are")} of times far from all others: ${list.join(", ")}`;
}
