import { type Duration, Stack } from "aws-cdk-lib";
import { CfnArchive, type EventBus } from "aws-cdk-lib/aws-events";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { EVENT_SOURCE } from "../../src/contract.ts";

/**
 * Keeps every event of a bus for replay.
 *
 * The CDK's own archive, given a key, has the key's policy name the bus and the bus name the key:
 * a circle CloudFormation refuses. Here the policy names the bus by its ARN as text.
 *
 * @param busName The bus's name as text, not as a reference to it.
 * @param retention In whole days.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/encryption-archives.html
 */
export function busArchive(
  scope: Construct,
  bus: EventBus,
  busName: string,
  retention: Duration,
  key: IKey | undefined,
): CfnArchive {
  key?.addToResourcePolicy(
    new PolicyStatement({
      sid: "TrailbridgeArchive",
      principals: [new ServicePrincipal("events.amazonaws.com")],
      actions: ["kms:Decrypt", "kms:GenerateDataKey", "kms:ReEncrypt*"],
      resources: ["*"],
      conditions: {
        StringEquals: {
          "kms:EncryptionContext:aws:events:event-bus:arn": Stack.of(scope).formatArn({
            service: "events",
            resource: "event-bus",
            resourceName: busName,
          }),
        },
      },
    }),
  );
  return new CfnArchive(scope, "Archive", {
    description: "Every event of the trailbridge bus, for replay",
    sourceArn: bus.eventBusArn,
    eventPattern: { source: [EVENT_SOURCE] },
    retentionDays: retention.toDays(),
    ...(key && { kmsKeyIdentifier: key.keyArn }),
  });
}
