import type { Stack } from "aws-cdk-lib";
import type { EventPattern, IEventBus } from "aws-cdk-lib/aws-events";
import { DETAIL_TYPES } from "../../src/contract.ts";

/** What the product is called by, beside what CloudFormation names after the stack. */
export interface OwnNames {
  readonly functions: readonly string[];
  readonly bus: string;
}

/**
 * Attempts that were refused: many of their records say nothing of the request, but their message
 * names the resource, mostly by its ARN. IAM writes `on resource: role trailbridge-…`.
 *
 * @returns As many patterns as EventBridge takes wildcards for, few in each.
 */
export function attemptPatterns(
  { stackName }: Stack,
  { functions, bus }: OwnNames,
  deployRoleArns: readonly string[],
): readonly EventPattern[] {
  const others = functions.filter((name) => !name.startsWith(`${stackName}-`));
  const wildcards = [
    ...[":", "/", " "].map((before) => `*${before}${stackName}-*`),
    `*/${bus}/*`,
    `*event-bus/${bus}*`,
    ...others.map((name) => `*:function:${name}*`),
  ];
  const patterns: EventPattern[] = [];
  for (let from = 0; from < wildcards.length; from += MOST_WILDCARDS) {
    patterns.push(attemptPattern(wildcards.slice(from, from + MOST_WILDCARDS), deployRoleArns));
  }
  return patterns;
}

/** In one pattern: EventBridge refuses what it finds too complex, and does not say where that begins. */
const MOST_WILDCARDS = 4;

function attemptPattern(
  wildcards: readonly string[],
  deployRoleArns: readonly string[],
): EventPattern {
  return {
    source: [{ prefix: "aws." }],
    detailType: [DETAIL_TYPES.AwsApiCall],
    detail: {
      readOnly: [false, { exists: false }],
      managementEvent: [true],
      errorMessage: wildcards.map((wildcard) => ({ wildcard })),
      userIdentity: {
        sessionContext: {
          sessionIssuer: { arn: [{ "anything-but": deployRoleArns }, { exists: false }] },
        },
      },
    },
  } as unknown as EventPattern;
}

/**
 * Rules and targets that come to the record bus by a role that deploys, whose calls are told
 * otherwise by the stack's update alone: another stack's deploy is none of that. Its own rules are
 * known by the names that CloudFormation makes.
 */
export function foreignRulePattern(
  stack: Stack,
  { eventBusName, eventBusArn }: IEventBus,
  deployRoleArns: readonly string[],
): EventPattern {
  const own = { "anything-but": { prefix: madeNames(stack) } };
  return {
    source: ["aws.events"],
    detailType: [DETAIL_TYPES.AwsApiCall],
    detail: {
      eventName: ["PutRule", "PutTargets"],
      requestParameters: { eventBusName: [eventBusName, eventBusArn] },
      userIdentity: { sessionContext: { sessionIssuer: { arn: deployRoleArns } } },
      // One names the rule, the other the rule of a target.
      $or: [{ requestParameters: { name: [own] } }, { requestParameters: { rule: [own] } }],
    },
  } as unknown as EventPattern;
}

/** What CloudFormation begins a name of 64 characters with: of a long stack's name, the first part. */
function madeNames({ stackName }: Stack): string {
  return stackName.length < NAME_SHARE ? `${stackName}-` : stackName.slice(0, NAME_SHARE);
}

/** Characters of a stack's name that stay in such a name at least. */
const NAME_SHARE = 24;

/** Calls that end or narrow what this account's trails log. */
export function trailPattern(): EventPattern {
  return {
    source: ["aws.cloudtrail"],
    detailType: [DETAIL_TYPES.AwsApiCall as string],
    detail: {
      eventName: [
        "DeleteTrail",
        "DeregisterOrganizationDelegatedAdmin",
        "PutEventSelectors",
        "PutInsightSelectors",
        "StopLogging",
        "UpdateTrail",
      ],
    },
  };
}

/**
 * What becomes of the stack, once it is settled or goes.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/eventbridge-events-events.html
 */
export function deployPattern(stack: Stack): EventPattern {
  return {
    source: ["aws.cloudformation"],
    detailType: ["CloudFormation Stack Status Change"],
    detail: {
      "stack-id": [
        {
          prefix: stack.formatArn({
            service: "cloudformation",
            resource: "stack",
            resourceName: `${stack.stackName}/`,
          }),
        },
      ],
      "status-details": {
        status: [
          "UPDATE_COMPLETE",
          "UPDATE_FAILED",
          "UPDATE_ROLLBACK_COMPLETE",
          "UPDATE_ROLLBACK_FAILED",
          "DELETE_IN_PROGRESS",
          "DELETE_FAILED",
        ],
      },
    },
  } as unknown as EventPattern;
}
