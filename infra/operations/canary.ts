import { Duration } from "aws-cdk-lib";
import { Rule, RuleTargetInput, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { Construct } from "constructs";
import { CANARY_MINUTES, canaryInput } from "../../src/contract.ts";
import type { Notifier } from "../notifier/notifier.ts";
import { acknowledge } from "../shared/nag-evidence.ts";
import type { Splitter } from "../splitter/splitter.ts";

/** Properties of {@linkcode scheduleCanaries}. */
export interface CanaryProps {
  /** Sends them. */
  readonly splitter: Splitter;
  /** Gets one by each of its AWS rules. */
  readonly notifier: Pick<Notifier, "canaryRules">;
}

/**
 * Defines what sends canaries, every few minutes: the splitter is invoked to put one on the bus for
 * each of the notifier's AWS rules, and one by its continuation queue.
 */
export function scheduleCanaries(
  scope: Construct,
  id: string,
  { splitter, notifier }: CanaryProps,
): Rule {
  const rule = new Rule(scope, id, {
    description: "Has the trailbridge splitter send canaries",
    schedule: Schedule.rate(Duration.minutes(CANARY_MINUTES)),
    targets: [
      new LambdaFunction(splitter.function, {
        event: RuleTargetInput.fromObject(canaryInput(notifier.canaryRules)),
        maxEventAge: Duration.minutes(CANARY_MINUTES),
        retryAttempts: 0,
      }),
    ],
  });
  acknowledge(rule, {
    id: "Serverless-EventBusDLQ",
    reason: "A canary that is not sent is missed, which alarms, and the next one is minutes away.",
  });
  return rule;
}
