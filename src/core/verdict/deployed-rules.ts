import { type Anchors, anchorsOf } from "../condition/anchor.ts";
import { either } from "../condition/condition.ts";
import { conditionOf } from "../condition/expression-condition.ts";
import { everyState, type ListedExpression, treeOf } from "../list/rule-lists.ts";
import type { RuleSet } from "../rule/rule.ts";
import { expressionsOf, type Stateful } from "../stateful/stateful.ts";

/**
 * Rules as a function is started with them: each with its anchors, so that a function makes its
 * index without analysing an expression, and compiles those alone that an event meets.
 *
 * Anchors hold whatever the function is called and whatever expires on a list while it lives.
 *
 * @throws {ExpressionError} If an expression is not valid, which loading has ruled out.
 */
export function deployedRules({ rules, ignoreRules }: RuleSet): RuleSet {
  return { rules: rules.map(withAnchors), ignoreRules: ignoreRules.map(withAnchors) };
}

/** Both functions are deployed with the same rules. */
const MADE = new WeakMap<object, unknown>();

function withAnchors<R extends ListedExpression & Stateful>(rule: R): R {
  const made = MADE.get(rule) as R | undefined;
  if (made !== undefined) return made;
  const { lists } = rule;
  const anchors = expressionsOf(rule).map((match) => {
    const states = everyState({ match, ...(lists && { lists }) });
    const condition = either(states.map((state) => conditionOf(treeOf(state, undefined))));
    return writable(anchorsOf(condition));
  });
  const deployed = { ...rule, anchors };
  MADE.set(rule, deployed);
  return deployed;
}

/** What JSON cannot hold, numbers beyond all, is looked up nowhere. */
function writable(anchors: Anchors): Anchors {
  const values = (anchors ?? []).flatMap(([, set]) =>
    set.flatMap((member) => {
      if (member.kind === "absent") return [];
      return member.kind === "equals" ? [member.value] : member.not;
    }),
  );
  const isWritable = values.every((value) => typeof value !== "number" || Number.isFinite(value));
  return isWritable ? anchors : null;
}
