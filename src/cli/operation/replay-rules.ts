import { toBusEntry } from "../../core/entry/bus-entry.ts";
import type { RawRecord } from "../../core/record/record.ts";
import { createWholeRecords } from "../../core/verdict/whole-records.ts";
import { createDeployedJudge } from "../deployed-judge.ts";
import type { RulesInUse } from "../rules-in-use.ts";

/** What the rules say of a record that is replayed. */
export interface Replayed {
  /** Ids of the rules that match it, ignore rules minded; of the one that is asked for alone. */
  readonly matched: readonly string[];
  /** Whether one of them is critical. */
  readonly isCritical: boolean;
  /** The event that the notifier would get, as its queue carries it. */
  event(): string;
}

/**
 * Takes records straight through the rules, as the notifier judges them.
 *
 * @param rule Id of the one rule that counts; all of them if undefined.
 * @param now Milliseconds since the epoch: decides which ignore rules have expired.
 */
export function replayByRules(rules: RulesInUse, rule: string | undefined, now: number) {
  const judge = createDeployedJudge(rules, now);
  const whole = createWholeRecords(rules.ruleSet, rules.self)(now);
  const critical = new Set(
    rules.ruleSet.rules.filter(({ severity }) => severity === "critical").map(({ id }) => id),
  );
  return (
    found: RawRecord,
    object: { readonly bucket: string; readonly key: string },
  ): Replayed => {
    const { verdict } = judge(found);
    const all = verdict.ignoredBy === undefined ? verdict.matched : [];
    const matched = all.filter((id) => rule === undefined || id === rule);
    return {
      matched,
      isCritical: all.some((id) => critical.has(id)),
      event() {
        const entry = toBusEntry(found, object, rules.entries, whole);
        const { source, detailType, time, resources, detail } = entry;
        const head = JSON.stringify({
          version: "0",
          id: `replay-${now}-${found.index}`,
          source,
          "detail-type": detailType,
          time: new Date(time ?? now).toISOString(),
          resources,
        });
        // The detail as it is: written anew it would lose the digits of long numbers.
        return `${head.slice(0, -1)},"detail":${detail}}`;
      },
    };
  };
}
