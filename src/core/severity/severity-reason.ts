import { isAbove } from "./severity.ts";
import type { Contextual } from "./severity-case.ts";
import type { RuleSeverity } from "./severity-judge.ts";

/**
 * Why a rule's severity is not its own: a sentence without its end, e.g. `Raised from high to
 * critical: the account is tagged production`.
 *
 * @returns Undefined where there is nothing to say: it is the rule's own, and surely so.
 */
export function severityReason(
  rule: Contextual,
  { severity, by, unsure }: RuleSeverity,
): string | undefined {
  const { severity: own, severityBy = [] } = rule;
  if (severity === own && unsure === undefined) return undefined;
  const change =
    severity === own
      ? `Kept at ${own}`
      : `${isAbove(severity, own) ? "Raised" : "Lowered"} from ${own} to ${severity}`;
  const one = by === undefined ? undefined : severityBy[by];
  const why = unsure
    ? "a condition that may change it could not be judged"
    : (one?.reason ?? tagged(one?.accountTags));
  return why === undefined ? change : `${change}: ${why}`;
}

/** In words that name the tags. */
function tagged(tags: readonly string[] | undefined): string | undefined {
  return tags && `the account is tagged ${tags.join(" or ")}`;
}

/** What a rule's severity is in a context, and which that is. */
export interface ContextText {
  readonly severity: string;
  /** Words that follow "where", such as `the account is tagged production`. */
  readonly where: string;
  /** Its expression. */
  readonly when?: string;
  readonly reason?: string;
}

/** The contexts of a rule, for people. */
export function contextTexts({ severityBy = [] }: Contextual): readonly ContextText[] {
  return severityBy.map(({ severity, accountTags, when, reason }) => ({
    severity,
    where: [tagged(accountTags), when && "its expression holds"].filter((it) => it).join(" and "),
    ...(when !== undefined && { when: when.trim() }),
    ...(reason !== undefined && { reason }),
  }));
}
