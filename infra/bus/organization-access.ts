import { Stack } from "aws-cdk-lib";
import type { EventBus } from "aws-cdk-lib/aws-events";
import { AnyPrincipal, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { EVENT_SOURCE } from "../../src/contract.ts";

/**
 * Lets the accounts of an organisation put events of their own on a bus, and rules that they alone
 * can change. Events in the name of trailbridge stay the splitter's.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
 */
export function admitOrganization(eventBus: EventBus, organizationId: string): void {
  const inOrganization = { "aws:PrincipalOrgID": organizationId };
  eventBus.addToResourcePolicy(
    new PolicyStatement({
      sid: "organization-puts-events",
      principals: [new AnyPrincipal()],
      actions: ["events:PutEvents"],
      resources: [eventBus.eventBusArn],
      conditions: {
        StringEquals: inOrganization,
        StringNotEquals: { "events:source": EVENT_SOURCE },
      },
    }),
  );
  eventBus.addToResourcePolicy(
    new PolicyStatement({
      sid: "organization-puts-rules",
      principals: [new AnyPrincipal()],
      actions: RULE_ACTIONS,
      resources: [
        Stack.of(eventBus).formatArn({
          service: "events",
          resource: "rule",
          resourceName: `${eventBus.eventBusName}/*`,
        }),
      ],
      conditions: {
        StringEquals: inOrganization,
        // IAM's own variable, filled in when the policy is judged.
        StringEqualsIfExists: { "events:creatorAccount": ["$", "{aws:PrincipalAccount}"].join("") },
      },
    }),
  );
}

const RULE_ACTIONS = [
  "events:PutRule",
  "events:DescribeRule",
  "events:EnableRule",
  "events:DisableRule",
  "events:DeleteRule",
  "events:PutTargets",
  "events:RemoveTargets",
  "events:ListTargetsByRule",
  "events:TagResource",
  "events:UntagResource",
  "events:ListTagsForResource",
];
