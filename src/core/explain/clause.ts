import type { Evaluator } from "../expression/evaluate.ts";
import type { EventView } from "../expression/event-view.ts";
import { ExpressionError, readingsOf, toPredicate } from "../expression/expression.ts";
import { OddElements } from "../expression/odd-elements.ts";
import type { ListValues } from "../expression/own-variable.ts";
import { parseExpression } from "../expression/parse.ts";
import { type Tree, toTree } from "../expression/tree.ts";
import { Budget, EXPRESSION_STEPS } from "../function/budget.ts";
import { isFalsy } from "../function/value.ts";
import type { Span } from "../syntax/node.ts";
import { type ClausePlan, type Joint, planClauses } from "./clause-plan.ts";

/** What one clause of an expression gives on an event, and the clauses it is made of. */
export interface Clause {
  /** As it is written, each line break and the blanks around it as one blank. */
  readonly text: string;
  /** Where it stands in the expression. */
  readonly span: Span;
  /** What joins `children`; undefined if there are none. */
  readonly joint: Joint | undefined;
  /** What it comes to as a condition; of the whole expression: whether the event satisfies it. */
  readonly result: "true" | "false" | "fault";
  /** Its value, JSON's; undefined where it faults. */
  readonly value: unknown;
  /** Why it faults. */
  readonly fault?: string;
  /** Whether judging gets as far: false where something before it decided. */
  readonly reached: boolean;
  /** What it reads, where it has no children: paths of the event and variables of a let. */
  readonly reads: readonly Read[];
  readonly children: readonly Clause[];
}

/** Something that a clause reads of an event. */
export interface Read {
  /** As an expression. */
  readonly path: string;
  /** Its value, null if it is missing; undefined where reading it faults. */
  readonly value: unknown;
}

/** What an expression is explained with. */
export interface ExplainOptions {
  /** What `$self` stands for: the product's own function names. */
  readonly self: readonly string[];
  /** What `$lists.NAME` and `$accounts` stand for. */
  readonly lists?: ListValues;
  /** Whether it is of an ignore rule, which an element that cannot be judged keeps from holding. */
  readonly strict?: boolean;
}

/** Explains an expression on one event after another; see {@linkcode explainExpression}. */
export type Explainer = (view: EventView) => Clause;

/**
 * Takes an expression apart into clauses, and gives each with its value of an event: why the event
 * satisfies the expression, or why not. Clauses that judging does not reach have a value as well.
 *
 * @throws {ExpressionError} If it is no expression.
 *
 * @example
 * ```ts
 * const { result, children } = explainExpression("eventName == 'A' && readOnly", viewOfRecord({ eventName: "B" }), { self: [] });
 * // result "false"; children: "eventName == 'A'" false, "readOnly" false, not reached
 * ```
 */
export function explainExpression(text: string, view: EventView, options: ExplainOptions): Clause {
  return createExplainer(text, options)(view);
}

/**
 * As {@linkcode explainExpression}, for many events.
 *
 * @throws {ExpressionError} If it is no expression.
 */
export function createExplainer(text: string, { self, lists, strict }: ExplainOptions): Explainer {
  const { root } = parseExpression(text);
  const tree = toTree(root, self, lists);
  const plan = planClauses(text, root, tree);
  const holds = toPredicate(tree, strict);
  return (view) => {
    const reading = tellingReading(view, tree, holds);
    const whole = clauseOf(plan, reading, new Steps(), true);
    return { ...whole, ...outcome(() => holds(view), whole.value) };
  };
}

/** Where keys collide, the reading of the event that satisfies the expression, or else any. */
function tellingReading(
  view: EventView,
  tree: Tree,
  holds: (view: EventView) => boolean,
): EventView {
  if (view.collisions.size === 0) return view;
  try {
    const readings = readingsOf(view, tree);
    return readings.find((it) => outcome(() => holds(it)).result === "true") ?? view;
  } catch (error) {
    if (error instanceof ExpressionError) return view;
    throw error;
  }
}

/** What explaining one event may take: some of the dearest expressions. */
class Steps {
  #left = 10 * EXPRESSION_STEPS;

  spend<T>(what: (budget: Budget) => T): T {
    const budget = new Budget(Math.max(0, Math.min(EXPRESSION_STEPS, this.#left)));
    try {
      return what(budget);
    } finally {
      this.#left -= budget.spent;
    }
  }
}

function clauseOf(plan: ClausePlan, view: EventView, steps: Steps, reached: boolean): Clause {
  const { text, span, joint } = plan;
  const own = given(plan.evaluate, view, steps);
  return {
    text,
    span,
    joint,
    ...own,
    reached,
    reads: plan.reads.map(({ path, evaluate }) => ({
      path,
      value: given(evaluate, view, steps).value,
    })),
    children: childrenOf(plan, view, steps, reached),
  };
}

function childrenOf(plan: ClausePlan, view: EventView, steps: Steps, reached: boolean): Clause[] {
  const children: Clause[] = [];
  let goesOn = reached;
  for (const [index, child] of plan.children.entries()) {
    const chosen = plan.joint !== "choice" || index === 0 || children[0]?.result === CHOOSES[index];
    const clause = clauseOf(child, view, steps, goesOn && chosen);
    children.push(clause);
    if (clause.reached) goesOn = !ends(plan.joint, clause.result);
  }
  return children;
}

/** What a ternary's condition must be for its branches to count. */
const CHOOSES: Readonly<Record<number, Clause["result"]>> = { 1: "true", 2: "false" };

/** Whether a clause decides for all that are joined with it. */
function ends(joint: Joint | undefined, result: Clause["result"]): boolean {
  return (
    result === "fault" ||
    (joint === "all" && result === "false") ||
    (joint === "any" && result === "true")
  );
}

type Outcome = Pick<Clause, "result" | "value" | "fault">;

function given(evaluate: Evaluator, view: EventView, steps: Steps): Outcome {
  let value: unknown;
  const judged = outcome(() => {
    const odd = new OddElements();
    value = steps.spend((budget) => evaluate(null, { view, budget, odd, variables: undefined }));
    // An element that cannot be judged counts where the others do not decide.
    if (odd.first !== undefined && value !== true) throw odd.first;
    return !isFalsy(value);
  });
  return judged.result === "fault" ? judged : { ...judged, value };
}

function outcome(judge: () => boolean, value?: unknown): Outcome {
  try {
    return { result: judge() ? "true" : "false", value };
  } catch (error) {
    if (error instanceof ExpressionError) {
      return { result: "fault", value: undefined, fault: error.message };
    }
    if (!(error instanceof RangeError)) throw error;
    return { result: "fault", value: undefined, fault: "it is nested too deeply" };
  }
}
