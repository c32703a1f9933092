import type { Duration } from "aws-cdk-lib";
import { CfnArchive, type IEventBus } from "aws-cdk-lib/aws-events";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { EVENT_SOURCE } from "../../src/contract.ts";

/**
 * Keeps every event of a bus for replay.
 *
 * The CDK's own archive, given a key, has the key's policy name the bus and the bus name the key:
 * a circle CloudFormation refuses. Here `admitToBusKey()` names the bus by its ARN as text.
 *
 * @param retention In whole days.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/encryption-archives.html
 */
export function busArchive(
  scope: Construct,
  bus: IEventBus,
  retention: Duration,
  key: IKey | undefined,
): CfnArchive {
  const archive = new CfnArchive(scope, "Archive", {
    description: "Every event of the trailbridge bus, for replay",
    sourceArn: bus.eventBusArn,
    eventPattern: { source: [EVENT_SOURCE] },
    retentionDays: retention.toDays(),
  });
  // By override: the oldest CDK that works has no such property, and leaves it out unsaid.
  if (key) archive.addPropertyOverride("KmsKeyIdentifier", key.keyArn);
  return archive;
}
