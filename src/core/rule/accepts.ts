import type { EventView } from "../expression/event-view.ts";
import { toPredicate } from "../expression/expression.ts";
import { parseExpression } from "../expression/parse.ts";
import { pathUses } from "../expression/path-use.ts";
import { toTree } from "../expression/tree.ts";
import { everyState } from "../list/rule-lists.ts";
import { createJudge, isAccessDenied } from "./judge.ts";
import type { Rule } from "./rule.ts";

/** What goes on the bus: every record, those some rule could match, or those a JMESPath filter passes. */
export type Publish = "all" | "matched" | { readonly filter: string };

/** Whether a record goes on the bus. */
export interface Accepts {
  (view: EventView): boolean;
  /** Flat keys that it asks every record for. */
  readonly asks: readonly string[];
}

/** What a decision is made with. */
export interface AcceptsOptions {
  /** Those of `publish: matched`. Ignore rules have no say, as the notifier counts what they silence. */
  readonly rules: readonly Rule[];
  /** What `$self` stands for. */
  readonly self: readonly string[];
  /** Told of each record that the filter cannot judge. */
  readonly onFault: (error: unknown) => void;
}

/**
 * Makes the decision which records go on the bus. A record that the filter or a rule cannot judge
 * does: the notifier then says so.
 *
 * @returns Undefined if every record does.
 * @throws {ExpressionError} If the filter is no valid expression.
 */
export function createAccepts(
  publish: Publish,
  { rules, self, onFault }: AcceptsOptions,
): Accepts | undefined {
  if (publish === "all") return undefined;
  if (publish === "matched") {
    // Whatever is on its lists by then: this is decided once for the life of a function instance.
    const states = rules.flatMap(everyState);
    const judge = createJudge({ rules: states, ignoreRules: [] }, { self, now: 0 });
    const isMatched = (view: EventView): boolean => {
      const { matched, faults } = judge(view);
      return matched.length > 0 || faults.length > 0 || isAccessDenied(view);
    };
    return Object.assign(isMatched, { asks: ["errorCode", ...judge.asks] });
  }
  const tree = toTree(parseExpression(publish.filter).root, self);
  const passes = toPredicate(tree);
  const isPassed = (view: EventView): boolean => {
    try {
      return passes(view);
    } catch (error) {
      onFault(error);
      return true;
    }
  };
  return Object.assign(isPassed, { asks: [...pathUses(tree).read] });
}
