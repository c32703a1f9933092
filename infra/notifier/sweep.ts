import { Duration } from "aws-cdk-lib";
import { Rule, RuleTargetInput, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { Construct } from "constructs";
import { SWEEP_INPUT } from "../../src/contract.ts";
import { acknowledge } from "../shared/nag-evidence.ts";
import type { ProductFunction } from "../shared/product-function.ts";

/**
 * Defines the notifier's clock: each minute it is invoked to ask for the turns of destinations
 * where something waits and nobody draws. A sweep that fails is not repeated: the next one is a
 * minute away.
 */
export function sweepEachMinute(scope: Construct, id: string, notifier: ProductFunction): Rule {
  const rule = new Rule(scope, id, {
    description: "Has the trailbridge notifier look for what waits",
    schedule: Schedule.rate(Duration.minutes(1)),
    targets: [
      new LambdaFunction(notifier, {
        event: RuleTargetInput.fromObject(SWEEP_INPUT),
        maxEventAge: Duration.minutes(1),
        retryAttempts: 0,
      }),
    ],
  });
  acknowledge(rule, {
    id: "Serverless-EventBusDLQ",
    reason: "A sweep carries nothing that could be lost, and the next one is a minute away.",
  });
  return rule;
}
