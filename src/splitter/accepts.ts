import { viewOfFound } from "../core/expression/event-view.ts";
import type { RawRecord } from "../core/record/record.ts";
import { createAccepts } from "../core/rule/accepts.ts";
import type { FunctionConfig } from "../core/settings/config.ts";
import type { Log } from "../ports.ts";

/** Whether a record of a log file goes on the bus. */
export interface AcceptsFound {
  (found: RawRecord): boolean;
  /** Flat keys that it asks every record for. */
  readonly asks: readonly string[];
}

/**
 * Makes the splitter's decision which records go on the bus, from the setting `publish`.
 *
 * @param self What `$self` stands for.
 * @returns Undefined if every record does.
 * @throws {ExpressionError} If the filter is no valid expression.
 */
export function splitterAccepts(
  { ruleSet, settings: { publish } }: FunctionConfig,
  self: readonly string[],
  log: Log,
): AcceptsFound | undefined {
  let told = false;
  const accepts = createAccepts(publish, {
    rules: ruleSet.rules,
    self,
    onFault: (error) => {
      // Once per function instance: every record may fault the same way.
      if (!told) log.error("filter cannot judge a record, which is published", { error });
      told = true;
    },
  });
  if (accepts === undefined) return undefined;
  const { asks } = accepts;
  return Object.assign((found: RawRecord) => accepts(viewOfFound(found)), { asks });
}
