import type { WholeRecords } from "../entry/bus-entry.ts";
import { namedLeaves } from "../entry/trim/named-leaves.ts";
import { viewOfRecord } from "../expression/event-view.ts";
import { pathUses } from "../expression/path-use.ts";
import { treeOf } from "../list/rule-lists.ts";
import { createJudge } from "../rule/judge.ts";
import type { RuleSet } from "../rule/rule.ts";
import { caseExpression } from "../severity/severity-case.ts";
import { anyExpressionOf, groupingPathsOf } from "../stateful/stateful.ts";
import { ruleSetHash, toBusVerdict } from "./bus-verdict.ts";
import { daily } from "./daily.ts";

/**
 * Makes what rides along with records that do not fit on the bus as they are: the verdict of these
 * rules, and what they name. It is made anew each day, as ignore rules expire.
 *
 * @param self What `$self` stands for.
 * @returns A function of the present, milliseconds since the epoch.
 * @throws {ExpressionError} If an expression is not valid, which loading has ruled out.
 */
export function createWholeRecords(
  ruleSet: RuleSet,
  self: readonly string[],
): (now: number) => WholeRecords {
  const hash = ruleSetHash(ruleSet);
  const keys = [
    ...[...ruleSet.rules, ...ruleSet.ignoreRules].flatMap((rule) => [
      ...pathUses(treeOf({ ...rule, match: anyExpressionOf(rule) }, self)).read,
    ]),
    ...ruleSet.rules.flatMap(({ severityBy = [] }) =>
      severityBy.flatMap((one) => [
        ...pathUses(treeOf({ ...one, match: caseExpression(one) }, self)).read,
      ]),
    ),
    ...ruleSet.rules.flatMap(groupingPathsOf),
  ];
  const named = namedLeaves(keys);
  return daily((now) => {
    const judge = createJudge(ruleSet, { self, now });
    return { judge: (record) => toBusVerdict(judge(viewOfRecord(record)), ruleSet, hash), named };
  });
}
