import { type Anchors, anchorsOf } from "../condition/anchor.ts";
import { conditionOf } from "../condition/expression-condition.ts";
import type { EventView } from "../expression/event-view.ts";
import { ExpressionError, type Predicate, toPredicate } from "../expression/expression.ts";
import type { Tree } from "../expression/tree.ts";
import { isExpired } from "../list/expiry.ts";
import { type ListedExpression, treeOf } from "../list/rule-lists.ts";
import { createEventSeverities, type EventSeverities } from "../severity/event-severities.ts";
import { expressionsOf, type Stateful } from "../stateful/stateful.ts";
import { Allowance } from "./allowance.ts";
import { createRuleIndex, type RuleIndex } from "./index.ts";
import type { RuleSet } from "./rule.ts";

/** What the rules say about one event. */
export interface Verdict {
  /** Ids of the rules the event matched and no ignore rule silenced, in rule order. */
  readonly matched: readonly string[];
  /**
   * Of a matched rule with `followedBy`, which of its expressions hold, ascending: 0 its own, then
   * those of its steps. Absent where only the own of each can hold.
   */
  readonly steps?: Readonly<Record<string, readonly number[]>>;
  /** What the event's context makes of the severity of rules that matched or could not judge, by id; absent where each has its own. */
  readonly severities?: EventSeverities;
  /** Id of the ignore rule that silenced the event; then `matched` is empty. */
  readonly ignoredBy?: string;
  /** Rules and ignore rules that could not judge this event. */
  readonly faults: readonly RuleFault[];
}

/** One rule's failure on one event. */
export interface RuleFault {
  readonly ruleId: string;
  /** Why, naming the function or operator and the value's type; no secret. */
  readonly message: string;
  /** Whether an ignore rule exempts the event from this rule. */
  readonly exempt?: true;
  /** Present where the rule judged the event, and not its own severity about it. */
  readonly of?: "severity";
}

/** Judges one event. Never throws. */
export type Judge = (view: EventView) => Verdict;

/** A judge that says what it looks at first. */
export interface IndexedJudge extends Judge {
  /** Flat keys by which every event is looked up; those of an event alone that some rule may match are asked for more. */
  readonly asks: readonly string[];
}

/** What a judge is made with. */
export interface JudgeOptions {
  /** What `$self` stands for: the product's own function names. */
  readonly self: readonly string[];
  /** The present, milliseconds since the epoch: decides which ignore rules and values on lists have expired. */
  readonly now: number;
  /** Whether an event meets only the rules that could match it; true by default. */
  readonly indexed?: boolean;
}

/**
 * Makes the judge of a rule set.
 *
 * Ignore rules are asked first. One that is limited to some rules exempts the event from those
 * alone; any other silences the event whatever the rules would say. A rule that faults counts as
 * not matching, in either list: a broken ignore rule never hides an alert, a broken rule never
 * stops the others. So does one that runs out of its budget; the budget of a whole event is
 * shared, and what is cheap is judged even where others used that up.
 *
 * @throws {ExpressionError} If an expression is not valid, which loading has ruled out. Of a rule
 * that comes with its anchors, it is a fault of the rule.
 */
export function createJudge(ruleSet: RuleSet, options: JudgeOptions): IndexedJudge {
  const { now } = options;
  const rules = new Shelf(ruleSet.rules, options, false);
  const current = ruleSet.ignoreRules.filter(({ expires }) => !isExpired(expires, now));
  const ignoreRules = new Shelf(current, options, true);
  const severitiesOf = createEventSeverities(ruleSet.rules, options);
  const judge: Judge = (view) => {
    const silencing = ignoreRules.meeting(view);
    const alerting = rules.meeting(view);
    // As nearly all events do.
    if (silencing.length === 0 && alerting.length === 0) return NOTHING;
    const faults: RuleFault[] = [];
    const allowance = new Allowance();
    let exempt: Map<string, string> | undefined;
    for (const position of silencing) {
      if (!ignoreRules.holds(position, view, allowance, faults)) continue;
      const { id, rules: only } = ignoreRules.partAt(position).rule;
      if (only === undefined) return { matched: [], ignoredBy: id, faults };
      exempt ??= new Map();
      for (const ruleId of only) if (!exempt.has(ruleId)) exempt.set(ruleId, id);
    }
    const matched: string[] = [];
    let steps: Record<string, number[]> | undefined;
    let exemptBy: string | undefined;
    for (const position of alerting) {
      if (!rules.holds(position, view, allowance, faults)) continue;
      const { rule, step } = rules.partAt(position);
      const by = exempt?.get(rule.id);
      if (by !== undefined) {
        exemptBy ??= by;
        continue;
      }
      if (matched.at(-1) !== rule.id) matched.push(rule.id);
      if (rule.followedBy !== undefined) {
        steps ??= {};
        steps[rule.id] = [...(steps[rule.id] ?? []), step];
      }
    }
    const severities = severitiesOf?.({
      view,
      matched,
      unjudged: new Set(faults.map(({ ruleId }) => ruleId)),
      budget: () => allowance.next(),
      onFault: (ruleId, message) => faults.push({ ruleId, message, of: "severity" }),
    });
    if (exempt === undefined && steps === undefined && severities === undefined) {
      return { matched, faults };
    }
    return {
      matched,
      ...(steps && { steps }),
      ...(severities && { severities }),
      ...(matched.length === 0 && exemptBy !== undefined && { ignoredBy: exemptBy }),
      faults: faults.map((fault) =>
        exempt?.has(fault.ruleId) ? { ...fault, exempt: true } : fault,
      ),
    };
  };
  return Object.assign(judge, { asks: [...ignoreRules.meeting.keys, ...rules.meeting.keys] });
}

/** What is said of an event that no rule can match. */
const NOTHING: Verdict = Object.freeze({ matched: Object.freeze([]), faults: Object.freeze([]) });

/** A rule or an ignore rule, as far as it judges. */
type Judging = ListedExpression &
  Stateful & { readonly id: string; readonly anchors?: readonly Anchors[] };

/** One expression of a rule. */
interface Part<R> {
  readonly rule: R;
  readonly step: number;
  readonly match: string;
}

/** Rules of one kind. Those that came with their anchors are compiled when the first event meets them. */
class Shelf<R extends Judging> {
  readonly #parts: readonly Part<R>[];
  readonly #options: JudgeOptions;
  readonly #strict: boolean;
  readonly #predicates: (Predicate | undefined)[] = [];
  /** Finds the positions of the expressions that an event may satisfy. */
  readonly meeting: RuleIndex;

  /** @param strict Whether an element that cannot be judged keeps a rule from matching: see {@linkcode toPredicate}. */
  constructor(rules: readonly R[], options: JudgeOptions, strict: boolean) {
    this.#options = options;
    this.#strict = strict;
    this.#parts = rules.flatMap((rule) =>
      expressionsOf(rule).map((match, step) => ({ rule, step, match })),
    );
    this.meeting = createRuleIndex(this.#parts.map((_, position) => this.#anchorsAt(position)));
  }

  #anchorsAt(position: number): Anchors {
    const { rule, step } = this.partAt(position);
    const { indexed = true } = this.#options;
    if (rule.anchors !== undefined) return indexed ? (rule.anchors[step] ?? null) : null;
    const tree = this.#treeAt(position);
    this.#predicates[position] = toPredicate(tree, this.#strict);
    return indexed ? anchorsOf(conditionOf(tree)) : null;
  }

  /** Which expression of which rule it is. */
  partAt(position: number): Part<R> {
    return this.#parts[position] as Part<R>;
  }

  #treeAt(position: number): Tree {
    const { rule, match } = this.partAt(position);
    const { self, now } = this.#options;
    return treeOf({ match, ...(rule.lists && { lists: rule.lists }) }, self, now);
  }

  #predicateAt(position: number): Predicate {
    this.#predicates[position] ??= toPredicate(this.#treeAt(position), this.#strict);
    return this.#predicates[position];
  }

  /** Whether an expression holds; what it faults on does not, and is said. */
  holds(position: number, view: EventView, allowance: Allowance, faults: RuleFault[]): boolean {
    try {
      return this.#predicateAt(position)(view, allowance.next());
    } catch (error) {
      // Anything else is the rule's fault too.
      const message =
        error instanceof ExpressionError ? error.message : `Cannot judge by expression: ${error}`;
      faults.push({ ruleId: this.partAt(position).rule.id, message });
      return false;
    }
  }
}

/**
 * Whether the event counts in the access-denied metrics: its `errorCode` is a text that starts
 * with "AccessDenied".
 */
export function isAccessDenied(view: EventView): boolean {
  const errorCode = view.scalar("errorCode");
  return typeof errorCode === "string" && errorCode.startsWith(ACCESS_DENIED_PREFIX);
}

/** Start of the `errorCode` of every event that counts as denied. */
export const ACCESS_DENIED_PREFIX = "AccessDenied";

/**
 * Lists the ignore rules that no longer hold. Whoever makes a judge says so loudly: what they
 * silenced alerts again.
 */
export function expiredIgnoreRules({ ignoreRules }: RuleSet, now: number): readonly string[] {
  return ignoreRules.filter(({ expires }) => isExpired(expires, now)).map(({ id }) => id);
}
