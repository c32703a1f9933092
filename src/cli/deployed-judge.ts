import { carefulEntry, ordinaryEntry } from "../core/entry/bus-entry.ts";
import { viewOfRecord } from "../core/expression/event-view.ts";
import type { RawRecord } from "../core/record/record.ts";
import { createJudge, type Verdict } from "../core/rule/judge.ts";
import { createDetailJudge } from "../core/verdict/detail-judge.ts";
import { createWholeRecords } from "../core/verdict/whole-records.ts";
import type { RulesInUse } from "./rules-in-use.ts";

/** What a record comes to once deployed. */
export interface Deployed {
  /** What the notifier takes the rules to say of it. */
  readonly verdict: Verdict;
  /** What of the record the bus event lacks or has otherwise; undefined if nothing. */
  readonly altered: readonly string[] | undefined;
  /** The bus event's detail, as the splitter makes it. */
  detail(): Readonly<Record<string, unknown>>;
}

/** Takes a record the way it goes once deployed: onto the bus, cut where it is too large, and judged there. */
export type DeployedJudge = (found: RawRecord) => Deployed;

/** @param now Milliseconds since the epoch: decides which ignore rules have expired. */
export function createDeployedJudge(
  { ruleSet, self, entries }: Pick<RulesInUse, "ruleSet" | "self" | "entries">,
  now: number,
): DeployedJudge {
  const whole = createWholeRecords(ruleSet, self)(now);
  const judge = createJudge(ruleSet, { self, now });
  const judgeDetail = createDetailJudge(ruleSet, judge, self);
  return (found) => {
    const ordinary = ordinaryEntry(found, SOMEWHERE, entries);
    if (ordinary !== undefined) {
      // The same as judging what the bus carries of it, without reading that again.
      const verdict = judge(viewOfRecord(found.value));
      return { verdict, altered: undefined, detail: () => JSON.parse(ordinary.detail) };
    }
    const detail = JSON.parse(carefulEntry(found, SOMEWHERE, entries, whole).detail);
    const { truncated = [], quoted = [] } = detail.trailbridge;
    const altered = [...truncated, ...quoted];
    return {
      verdict: judgeDetail(detail),
      altered: altered.length === 0 ? undefined : altered,
      detail: () => detail,
    };
  };
}

/** Stands for the log file: where it lies decides nothing. */
const SOMEWHERE = { bucket: "local", key: "AWSLogs/local.json.gz" };
