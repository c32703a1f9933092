import { createExplanation, type Explanation } from "../../core/explanation/explanation.ts";
import { viewOfRecord } from "../../core/expression/event-view.ts";
import type { RawRecord } from "../../core/record/record.ts";
import { createAccepts } from "../../core/rule/accepts.ts";
import { destinationsOf } from "../../core/settings/config.ts";
import { accountNamesOf } from "../../core/settings/settings.ts";
import { createDeployedJudge } from "../deployed-judge.ts";
import type { InputFile } from "../input/find-inputs.ts";
import type { RulesInUse } from "../rules-in-use.ts";

/** Explains a record of an input. */
export type ExplainRecord = (found: RawRecord, file: InputFile) => Explanation;

/**
 * Makes what explains records by the rules in use, as the deployment would treat them.
 *
 * @param now Milliseconds since the epoch.
 */
export function explainRecords(inUse: RulesInUse, now: number): ExplainRecord {
  const { ruleSet, self, settings, accessDeniedMetrics, publish } = inUse;
  const judge = createDeployedJudge(inUse, now);
  const accepts = createAccepts(publish, { rules: ruleSet.rules, self, onFault() {} });
  const explain = createExplanation({
    ruleSet,
    self,
    now,
    accessDeniedMetrics,
    destinations: settings && destinationsOf(settings),
    message: {
      accountNames: accountNamesOf(settings?.accounts ?? {}),
      ...(settings && { layout: settings.slack.layout }),
      ...(settings?.accessPortalUrl && { accessPortalUrl: settings.accessPortalUrl }),
    },
  });
  return (found, { object, name }) => {
    const { verdict, altered = [], detail } = judge(found);
    return explain({
      record: found.value,
      detail: detail(),
      verdict,
      altered,
      isPublished: accepts?.(viewOfRecord(found.value)) ?? true,
      source: {
        bucket: object?.bucket ?? settings?.logs.bucket ?? "log-bucket",
        key: object?.key ?? name,
        index: found.index,
      },
    });
  };
}
