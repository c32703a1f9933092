import type { RuleLists } from "../list/rule-lists.ts";
import { highestOf, type Severity } from "./severity.ts";

/** What a rule's severity is where some conditions hold, all of them. */
export interface SeverityCase {
  /** What it is there. Steps up and down are counted from the rule's own when the rule is loaded. */
  readonly severity: Severity;
  /** Tags of accounts: that of the event has one of them. */
  readonly accountTags?: readonly string[];
  /** Ids of the accounts that have one of these tags, as the settings say; absent until they are known. */
  readonly accounts?: readonly string[];
  /** JMESPath expression of the event. */
  readonly when?: string;
  /** The lists that it uses, with what is on them. */
  readonly lists?: RuleLists;
  /** Why, in words that people are told; always there beside `when`. */
  readonly reason?: string;
}

/** What has a severity of its own, and others in some contexts: of the cases the first that holds decides. */
export interface Contextual {
  /** Its own: what it is where no case holds. */
  readonly severity: Severity;
  /** In order. */
  readonly severityBy?: readonly SeverityCase[];
}

/**
 * The conditions of a case as one expression. The account is that of the alert: `recipientAccountId`,
 * else the caller's.
 */
export function caseExpression({ accountTags, accounts = [], when }: SeverityCase): string {
  const own = `contains(\`${JSON.stringify(accounts)}\`, recipientAccountId)`;
  const caller = `contains(\`${JSON.stringify(accounts)}\`, userIdentity.accountId)`;
  const conditions = [
    ...(accountTags === undefined
      ? []
      : [
          accounts.length === 0
            ? "`false`"
            : `(${own} || (recipientAccountId == \`null\` && ${caller}))`,
        ]),
    ...(when === undefined ? [] : [`(${when})`]),
  ];
  return conditions.length === 0 ? "`true`" : conditions.join(" && ");
}

/** Cases that can hold: a tag that no account has is no context. */
export function possibleCases({ severityBy = [] }: Contextual): readonly SeverityCase[] {
  return severityBy.filter(
    ({ accountTags, accounts }) => accountTags === undefined || accounts?.length !== 0,
  );
}

/** The highest severity that something can have. */
export function highestSeverity(rule: Contextual): Severity {
  return highestOf([rule.severity, ...possibleCases(rule).map(({ severity }) => severity)]);
}

/**
 * The same cases, with the accounts that have their tags.
 *
 * @param tags Account id → its tags.
 */
export function withTaggedAccounts(
  cases: readonly SeverityCase[],
  tags: Readonly<Record<string, readonly string[]>>,
): readonly SeverityCase[] {
  return cases.map((one) =>
    one.accountTags === undefined
      ? one
      : { ...one, accounts: accountsTagged(tags, one.accountTags) },
  );
}

/** Ids of the accounts that have one of some tags, ascending. */
export function accountsTagged(
  tags: Readonly<Record<string, readonly string[]>>,
  wanted: readonly string[],
): readonly string[] {
  return Object.entries(tags)
    .filter(([, own]) => own.some((tag) => wanted.includes(tag)))
    .map(([id]) => id)
    .sort();
}
