import { Stack } from "aws-cdk-lib";
import type { EventPattern } from "aws-cdk-lib/aws-events";
import type { IConstruct } from "constructs";
import {
  EVENT_SOURCE,
  NOTICE_DETAIL_TYPE,
  POINTER_KEY,
  RECORD_DETAIL_TYPES,
} from "../../src/contract.ts";
import { fieldPatternProblems, fieldPatternText } from "../../src/core/pattern/field-check.ts";
import { patternMatcher } from "../../src/core/pattern/match.ts";

/**
 * What a pattern may ask of one field. Several in a list are alternatives.
 *
 * Not here: `null` (CloudFormation drops it and the deploy fails) and `numeric` (its range on the
 * service is not documented).
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export type FieldPattern =
  | string
  | number
  | boolean
  | { readonly prefix: string | { readonly "equals-ignore-case": string } }
  | { readonly suffix: string | { readonly "equals-ignore-case": string } }
  | { readonly "equals-ignore-case": string }
  | { readonly "anything-but": string | number | readonly (string | number)[] | AnythingBut }
  | { readonly exists: boolean }
  | { readonly cidr: string }
  | { readonly wildcard: string };

/** The nested forms of `anything-but`. */
export type AnythingBut =
  | { readonly prefix: string | readonly string[] }
  | { readonly suffix: string | readonly string[] }
  | { readonly "equals-ignore-case": string | readonly string[] }
  | { readonly wildcard: string | readonly string[] };

/** Flat keys most records have; any other dot path is allowed too. */
export type FlatKey =
  | "eventName"
  | "eventSource"
  | "eventType"
  | "eventCategory"
  | "errorCode"
  | "errorMessage"
  | "awsRegion"
  | "recipientAccountId"
  | "readOnly"
  | "managementEvent"
  | "sourceIPAddress"
  | "userAgent"
  | "userIdentity.type"
  | "userIdentity.arn"
  | "userIdentity.accountId"
  | "userIdentity.userName"
  | "userIdentity.invokedBy"
  | "userIdentity.sessionContext.sessionIssuer.arn"
  | (string & {});

/** Flat key → alternatives. Every key must fit. */
export type RecordFields = { readonly [key in FlatKey]?: readonly FieldPattern[] };

/**
 * The pattern of records on the bus: all of them, or those whose flat keys fit. Operator notices
 * and alerts, which are on the same bus, never fit.
 *
 * Keys are the flat event's own, dots included: `{ "userIdentity.type": ["Root"] }`.
 *
 * @throws {PatternError} If EventBridge would refuse the pattern, for its size too; the CDK would
 * not say so before the deploy.
 * @throws {Error} If no record can match: CloudTrail has no such field, or it holds other values.
 * @throws {Error} If a value is null: CloudFormation drops it, and the deploy fails.
 *
 * @example
 * ```ts
 * recordPattern({ eventName: ["ConsoleLogin"], errorCode: [{ exists: false }] });
 * ```
 */
export function recordPattern(fields: RecordFields = {}): EventPattern {
  for (const [key, alternatives] of Object.entries(fields)) {
    if (alternatives?.some((alternative) => alternative === null)) {
      throw new Error(
        `Cannot match on "${key}" as a pattern in a template cannot carry null: null leaves have no flat key, use { exists: false }`,
      );
    }
  }
  const problems = fieldPatternProblems(fields);
  if (problems.length > 0) {
    const texts = problems.map((problem) => fieldPatternText("pattern", problem));
    throw new Error(texts.join("\n"));
  }
  const detailType = RECORD_DETAIL_TYPES;
  const detail = Object.keys(fields).length > 0 && { detail: { ...fields } };
  patternMatcher({ source: [EVENT_SOURCE], "detail-type": detailType, ...detail });
  // The CDK types this list as text, but takes what EventBridge does.
  const pattern = {
    source: [EVENT_SOURCE],
    detailType: detailType as readonly unknown[] as string[],
    ...detail,
  };
  return pattern;
}

/** The pattern of operator notices: what trailbridge itself could not do. */
export function noticePattern(): EventPattern {
  return { source: [EVENT_SOURCE], detailType: [NOTICE_DETAIL_TYPE] };
}

/**
 * Narrows a pattern to events that still carry the untouched record (`whole`), or to those that
 * lost it because the entry was too large (`trimmed`). Together they are the pattern.
 *
 * `record` is the first thing the splitter drops and it always says so in `truncated`.
 */
export function recordPresence(pattern: EventPattern, presence: "whole" | "trimmed"): EventPattern {
  return {
    ...pattern,
    detail: {
      ...pattern.detail,
      [POINTER_KEY]: { truncated: [{ exists: presence === "trimmed" }] },
    },
  };
}

/**
 * Checks a pattern as EventBridge gets it, with everything that was added to it: the CDK says
 * nothing of its size or of what the service refuses.
 *
 * @param purpose What the pattern is for, to be read after "Cannot".
 * @returns Characters of its JSON. What only the deployment knows counts as an account id does.
 * @throws {Error} If the service would refuse it.
 */
export function checkPattern(scope: IConstruct, pattern: EventPattern, purpose: string): number {
  const { detailType, ...others } = pattern;
  const finished: unknown = Stack.of(scope).resolve({
    ...others,
    ...(detailType !== undefined && { "detail-type": detailType }),
  });
  const known = (_: string, value: unknown) => (isIntrinsic(value) ? "0".repeat(12) : value);
  const text = JSON.stringify(finished, known);
  try {
    patternMatcher(JSON.parse(text));
  } catch (cause) {
    const why = (cause as Error).message;
    throw new Error(`Cannot ${purpose} as EventBridge would refuse its pattern: ${why}`, { cause });
  }
  return text.length;
}

/** `{ Ref: … }` or `{ "Fn::…": … }`, which no pattern has among its operators. */
function isIntrinsic(value: unknown): boolean {
  const [key = "", ...more] = Object.keys(Object(value));
  return more.length === 0 && (key === "Ref" || key.startsWith("Fn::"));
}
