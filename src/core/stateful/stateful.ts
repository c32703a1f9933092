/**
 * What a rule may ask of several events together. A key, in `by` and `of`, is the path of a flat key
 * or one of {@linkcode DERIVED_KEYS}.
 *
 * @module
 */

/** Alerts when that many events of one key came within a time. */
export interface Threshold {
  /** Events, or distinct values where `distinct` is there; from 2 to 200. */
  readonly count: number;
  /** Milliseconds between the first and the last of them at most. */
  readonly within: number;
  /** Keys whose values, together, tell whose events are counted. */
  readonly by: readonly string[];
  /** Paths of what is counted once for each value: the first of them that an event has; each element of a list counts. */
  readonly distinct?: readonly string[];
}

/** Alerts when a value is met that was not met before. */
export interface FirstSeen {
  /** Keys whose values, together, must be new. */
  readonly of: readonly string[];
  /** Keys whose values, together, tell for whom they must be new. */
  readonly by: readonly string[];
  /** Days after which a value that was not met again is new once more. */
  readonly days: number;
  /** Days from the first event of a `by` in which values are learned and nothing alerts. */
  readonly learnDays: number;
}

/** Alerts when an event the rule matches is followed by others, in order. */
export interface FollowedBy {
  /** Milliseconds between the first and the last of them at most. */
  readonly within: number;
  /** Keys whose values, together, tell which events belong together, of the event that the rule's own `match` is about. */
  readonly by: readonly string[];
  /** What must follow, in order: one or two. */
  readonly steps: readonly FollowingStep[];
}

/** What must follow. */
export interface FollowingStep {
  /** JMESPath expression of the event. */
  readonly match: string;
  /** The keys whose values must be those of the first event's `by`, one for each of these. */
  readonly by: readonly string[];
}

/** What a rule asks of several events: at most one of the three. */
export interface Stateful {
  /** That so many come within a time. */
  readonly threshold?: Threshold;
  /** That a value was not met before. */
  readonly firstSeen?: FirstSeen;
  /** That others follow, in order. */
  readonly followedBy?: FollowedBy;
}

/** Names of {@linkcode Stateful}. */
export const STATEFUL_KINDS = ["threshold", "firstSeen", "followedBy"] as const;

/** Keys that are worked out of an event, and what each is. */
export const DERIVED_KEYS = {
  $issuer: "the role or user that called, whatever the session",
  $actor: "who called, with the session: of an instance's role, the instance",
  $account: "the account whose event it is: recipientAccountId, else userIdentity.accountId",
  $network: "the caller's network: an address's /24, of version 6 its /48, else the text as it is",
} as const;

/** Those of them that threads may be kept by. */
export const THREAD_KEYS = [
  "$issuer",
  "$account",
] as const satisfies readonly (keyof typeof DERIVED_KEYS)[];

/** Least and most milliseconds of `within`. */
export const WITHIN = { least: 10_000, most: 86_400_000 } as const;

/** How many milliseconds later than it happened an event may come and still be counted with the others of its time. */
export const LATENESS = 86_400_000;

/** `firstSeen` where its file leaves something out. */
export const FIRST_SEEN_DEFAULTS = { days: 30, learnDays: 7 } as const;

/**
 * The expressions of the events a rule is about: its own, then those of the steps that follow. An
 * event that any of them matches is the rule's business.
 */
export function expressionsOf({
  match,
  followedBy,
}: { readonly match: string } & Stateful): readonly [string, ...string[]] {
  return [match, ...(followedBy?.steps.map((step) => step.match) ?? [])];
}

/** The same as one expression: it holds if any of them does. */
export function anyExpressionOf(rule: { readonly match: string } & Stateful): string {
  const [match, ...others] = expressionsOf(rule);
  return others.length === 0 ? match : [match, ...others].map((it) => `(${it})`).join(" || ");
}

/** The paths by which a rule tells events and values apart: none of them is to be lost of an event. */
export function groupingPathsOf({ threshold, firstSeen, followedBy }: Stateful): readonly string[] {
  return [
    ...(threshold?.by ?? []),
    ...(threshold?.distinct ?? []),
    ...(firstSeen?.by ?? []),
    ...(firstSeen?.of ?? []),
    ...(followedBy?.by ?? []),
    ...(followedBy?.steps.flatMap((step) => step.by) ?? []),
  ].filter((key) => !key.startsWith("$"));
}
