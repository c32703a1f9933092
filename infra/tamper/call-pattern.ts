import type { EventPattern } from "aws-cdk-lib/aws-events";
import { DETAIL_TYPES } from "../../src/contract.ts";
import { MAX_PATTERN_CHARACTERS } from "../../src/core/pattern/match.ts";
import type { CallField } from "./call-field.ts";

/** Whose calls are not told one by one. */
export interface CallPatternOptions {
  /** ARNs of roles that deploy. */
  readonly deployRoleArns: readonly string[];
  /** What stands in every pattern: what none of them could say of itself. */
  readonly always: readonly CallField[];
}

/**
 * The patterns of CloudTrail's events of calls that have one of some values in their request: each
 * as large as one AWS rule takes. Calls that read are in none, nor are those that deploy.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function callPatterns(
  fields: readonly CallField[],
  { deployRoleArns, always }: CallPatternOptions,
): readonly EventPattern[] {
  const frame = charactersOf(always) + FRAME + deployRoleArns.join('","').length;
  const packs: CallField[][] = [];
  let left = 0;
  // Fields of a name beside each other: each costs its name once.
  for (const field of [...fields].sort((a, b) => a.field.localeCompare(b.field))) {
    const cost = charactersOf([field]);
    if (cost > left) {
      packs.push([]);
      left = MAX_PATTERN_CHARACTERS - frame;
    }
    packs.at(-1)?.push(field);
    left -= cost;
  }
  return packs.map((pack) => patternOf([...always, ...pack], deployRoleArns));
}

/** All of a pattern but its arms and whose calls it leaves out. */
const FRAME = 420;

/** Characters that fields add to a pattern at most, each with an arm of its own. */
function charactersOf(fields: readonly CallField[]): number {
  return fields.reduce(
    (sum, { field, characters, only = [] }) =>
      sum + field.length + characters + 50 + only.join('","').length + (only.length > 0 ? 20 : 0),
    0,
  );
}

function patternOf(fields: readonly CallField[], deployRoleArns: readonly string[]): EventPattern {
  const arms = new Map<string, { readonly only?: readonly string[]; values: unknown[] }>();
  for (const { field, value, only } of fields) {
    const arm = arms.get(field) ?? { ...(only && { only }), values: [] };
    arm.values.push(value);
    arms.set(field, arm);
  }
  const pattern = {
    // Nobody but AWS's services puts events of such a source on a bus.
    source: [{ prefix: "aws." }],
    detailType: [DETAIL_TYPES.AwsApiCall],
    detail: {
      readOnly: [false, { exists: false }],
      // What the product's own functions do all day are data events, where a trail logs them.
      managementEvent: [true],
      ...(deployRoleArns.length > 0 && {
        userIdentity: {
          sessionContext: {
            sessionIssuer: { arn: [{ "anything-but": deployRoleArns }, { exists: false }] },
          },
        },
      }),
      $or: [...arms].map(([field, { only, values }]) => ({
        ...(only && { eventName: only }),
        requestParameters: { [field]: values },
      })),
    },
  };
  // The CDK types these lists as text, but takes what EventBridge does.
  return pattern as unknown as EventPattern;
}
