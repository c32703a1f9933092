import { print } from "../../src/core/expression/print.ts";
import type { Rule } from "../../src/core/rule/rule.ts";
import { expressionMutants, type MutationKind } from "./expression-mutants.ts";
import { namedTree } from "./named-lists.ts";

/** A rule that asks something other of several events than it did. */
export interface SeveralMutant {
  readonly kind: MutationKind;
  readonly before: string;
  readonly after: string;
  readonly rule: Rule;
}

/**
 * All changes of what a rule asks of several events of which its tests should notice each: one more
 * or less, twice or half the time, a key, a path or a step left out, a step's expression changed.
 */
export function severalMutants(rule: Rule): readonly SeveralMutant[] {
  const { threshold, firstSeen, followedBy } = rule;
  const found: SeveralMutant[] = [];
  const take = (kind: MutationKind, before: string, after: string, changed: Partial<Rule>) => {
    found.push({ kind, before, after, rule: { ...rule, ...changed } });
  };
  if (threshold !== undefined) {
    const put = (changed: Partial<typeof threshold>) => ({
      threshold: { ...threshold, ...changed },
    });
    const { count, within, by, distinct } = threshold;
    for (const other of [count - 1, count + 1])
      take("value", `count: ${count}`, `count: ${other}`, put({ count: other }));
    for (const other of [within / 2, within * 2])
      take("value", `within: ${within} ms`, `within: ${other} ms`, put({ within: other }));
    for (const [key, rest] of leftOut(by)) take("drop", `by: ${key}`, "", put({ by: rest }));
    for (const [path, rest] of leftOut(distinct ?? []))
      take("drop", `distinct: ${path}`, "", put({ distinct: rest }));
    if (distinct !== undefined) {
      const { distinct: _, ...events } = threshold;
      take("drop", "distinct", "", { threshold: events });
    }
  }
  if (firstSeen !== undefined) {
    const { of, by } = firstSeen;
    for (const [key, rest] of leftOut(of))
      take("drop", `of: ${key}`, "", { firstSeen: { ...firstSeen, of: rest } });
    for (const [key, rest] of leftOut(by))
      take("drop", `by: ${key}`, "", { firstSeen: { ...firstSeen, by: rest } });
  }
  if (followedBy !== undefined) {
    const put = (changed: Partial<typeof followedBy>) => ({
      followedBy: { ...followedBy, ...changed },
    });
    const { within, by, steps } = followedBy;
    for (const other of [within / 2, within * 2])
      take("value", `within: ${within} ms`, `within: ${other} ms`, put({ within: other }));
    for (const [index, key] of by.entries()) {
      if (by.length < 2) continue;
      const without = (keys: readonly string[]) => keys.filter((_, at) => at !== index);
      const rest = steps.map((step) => ({ ...step, by: without(step.by) }));
      take("drop", `by: ${key}`, "", put({ by: without(by), steps: rest }));
    }
    for (const [index, step] of steps.entries()) {
      if (steps.length > 1)
        take("drop", `step ${index + 1}`, "", put({ steps: steps.filter((it) => it !== step) }));
      const tree = namedTree(step.match);
      for (const { kind, before, after, tree: changed } of expressionMutants(tree)) {
        const match = print(changed);
        take(
          kind,
          `step ${index + 1}: ${before}`,
          after,
          put({ steps: steps.with(index, { ...step, match }) }),
        );
      }
    }
  }
  return found;
}

/** Each of several, with the others; none of one alone. */
function leftOut(names: readonly string[]): (readonly [string, readonly string[]])[] {
  if (names.length < 2) return [];
  return names.map((name) => [name, names.filter((it) => it !== name)] as const);
}
