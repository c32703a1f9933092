import { Stack } from "aws-cdk-lib";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import {
  AccountPrincipal,
  AnyPrincipal,
  type IPrincipal,
  PolicyStatement,
} from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { EVENT_SOURCE } from "../../src/contract.ts";
import {
  type AdmittedAccounts,
  type BusAccess,
  busAccessProblems,
} from "../../src/core/deployment/bus-access.ts";

import { addToBusPolicy } from "../guard/bus-policy.ts";

/**
 * Lets others put events of their own on a bus, or rules that they alone can change. Events in the
 * name of trailbridge stay the splitter's.
 *
 * @throws {Error} If whom to admit is not said, or cannot be meant.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
 */
export function admit(scope: Construct, eventBus: IEventBus, access: BusAccess): void {
  const [problem] = busAccessProblems(access);
  if (problem !== undefined) throw new Error(problem.message);
  const { organizationId, putEvents, putRules } = access;
  const members =
    organizationId === undefined ? {} : { StringEquals: { "aws:PrincipalOrgID": organizationId } };
  if (putEvents !== undefined) {
    addToBusPolicy(
      scope,
      eventBus,
      new PolicyStatement({
        sid: "others-put-events",
        principals: principalsOf(putEvents),
        actions: ["events:PutEvents"],
        resources: [eventBus.eventBusArn],
        conditions: { ...members, StringNotEquals: { "events:source": EVENT_SOURCE } },
      }),
    );
  }
  if (putRules !== undefined) {
    const rules = Stack.of(scope).formatArn({
      service: "events",
      resource: "rule",
      resourceName: `${eventBus.eventBusName}/*`,
    });
    addToBusPolicy(
      scope,
      eventBus,
      new PolicyStatement({
        sid: "others-put-rules",
        principals: principalsOf(putRules),
        actions: RULE_ACTIONS,
        resources: [rules],
        conditions: {
          ...members,
          // IAM's own variable, filled in when the policy is judged.
          StringEqualsIfExists: {
            "events:creatorAccount": ["$", "{aws:PrincipalAccount}"].join(""),
          },
        },
      }),
    );
  }
}

/** Everybody: the condition on the organisation, without which nobody gets here, is what narrows. */
function principalsOf(accounts: AdmittedAccounts): IPrincipal[] {
  if (accounts === "organization") return [new AnyPrincipal()];
  return accounts.map((account) => new AccountPrincipal(account));
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
