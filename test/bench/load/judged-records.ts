import { viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { createAccepts } from "../../../src/core/rule/accepts.ts";
import { NINE, SELF } from "./nine-rules.ts";
import { realRecords } from "./records.ts";

/** Real records by what `publish: matched` does with them, as JSON texts. */
export interface JudgedRecords {
  readonly matched: readonly string[];
  readonly unmatched: readonly string[];
}

/** As many of each as wanted, in the order of their trail; again from its beginning if need be. */
export function judgedRecords(wanted: {
  readonly matched: number;
  readonly unmatched: number;
}): JudgedRecords {
  const accepts = createAccepts("matched", { rules: NINE.rules, self: SELF, onFault: () => {} });
  const all = { matched: [] as string[], unmatched: [] as string[] };
  for (const text of realRecords(19_000)) {
    if (all.matched.length >= wanted.matched && all.unmatched.length >= wanted.unmatched) break;
    all[accepts?.(viewOfRecord(JSON.parse(text))) ? "matched" : "unmatched"].push(text);
  }
  const take = (kind: keyof JudgedRecords) =>
    Array.from({ length: wanted[kind] }, (_, n) => all[kind][n % all[kind].length] as string);
  return { matched: take("matched"), unmatched: take("unmatched") };
}

/** Real records of which one in so many goes on the bus by `publish: matched`. */
export function recordsWithMatches(count: number, oneIn: number): string[] {
  const matching = Math.ceil(count / oneIn);
  const { matched, unmatched } = judgedRecords({ matched: matching, unmatched: count - matching });
  return Array.from({ length: count }, (_, n) =>
    n % oneIn === 0
      ? (matched[n / oneIn] as string)
      : (unmatched[n - Math.floor(n / oneIn) - 1] as string),
  );
}
