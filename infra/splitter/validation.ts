import { Duration } from "aws-cdk-lib";
import { Rule, RuleTargetInput, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { VALIDATION_HOURS, VALIDATION_INPUT } from "../../src/contract.ts";
import { delivered } from "../delivery/rule-delivery.ts";
import type { LogSourceTarget } from "./log-source.ts";

/**
 * Defines what has log files compared with CloudTrail's digests: the splitter is invoked each hour, and
 * gives itself each account's and Region's folder by its continuation queue.
 */
export function scheduleValidation(target: LogSourceTarget, id: string): Rule {
  const { function: splitter, deadLetters } = target;
  splitter.ownRole.addToPolicy(
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html
    new PolicyStatement({ actions: ["cloudtrail:ListPublicKeys"], resources: ["*"] }),
  );
  // All roles of functions are acknowledged for what has no resources, as this.
  return new Rule(target, id, {
    description: "Has the trailbridge splitter compare log files with CloudTrail's digests",
    schedule: Schedule.rate(Duration.hours(VALIDATION_HOURS)),
    targets: [
      delivered(
        new LambdaFunction(splitter, { event: RuleTargetInput.fromObject(VALIDATION_INPUT) }),
        { deadLetters, maxEventAge: Duration.hours(VALIDATION_HOURS), retryAttempts: 2 },
      ),
    ],
  });
}
