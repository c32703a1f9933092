import { type EventView, viewOfRecord } from "../core/expression/event-view.ts";
import { compile } from "../core/expression/expression.ts";
import type { CloudTrailRecord } from "../core/record/record.ts";
import { createJudge, isAccessDenied } from "../core/rule/judge.ts";
import type { FunctionConfig } from "../core/settings/config.ts";
import type { Log } from "../ports.ts";

/**
 * Makes the decision which records go on the bus, from the setting `publish`.
 *
 * A record that the filter or a rule cannot judge goes on the bus: the notifier then says so.
 * Ignore rules have no say here, as the notifier counts what they silence.
 *
 * @param self What `$self` stands for.
 * @returns Undefined if every record does.
 * @throws {ExpressionError} If the filter is no valid expression.
 */
export function createAccepts(
  { ruleSet, settings: { publish } }: FunctionConfig,
  self: readonly string[],
  log: Log,
): ((record: CloudTrailRecord) => boolean) | undefined {
  if (publish === "all") return undefined;
  if (publish === "matched") {
    const judge = createJudge({ rules: ruleSet.rules, ignoreRules: [] }, { self, now: 0 });
    return accepting((view) => {
      const { matched, faults } = judge(view);
      return matched.length > 0 || faults.length > 0 || isAccessDenied(view);
    });
  }
  const passes = compile(publish.filter, { self });
  let told = false;
  return accepting((view) => {
    try {
      return passes(view);
    } catch (error) {
      // Once per function instance: every record may fault the same way.
      if (!told) log.error("filter cannot judge a record, which is published", { error });
      told = true;
      return true;
    }
  });
}

function accepting(wanted: (view: EventView) => boolean) {
  return (record: CloudTrailRecord) => wanted(viewOfRecord(record));
}
