/** What the rules say about one event. */
export interface Verdict {
  /** Ids of the rules the event matched and no ignore rule silenced, in rule order. */
  readonly matched: readonly string[];
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
}
