import { Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";

/** What a bus with a key has that must use it too. */
interface KeyUses {
  readonly archive: boolean;
  readonly log: boolean;
}

/**
 * Lets EventBridge use a key for a bus, for its archive and its log. The statements name the bus by
 * its name, so that key and bus do not wait for each other.
 *
 * @param eventBusName The bus's name as text, not as a reference to it.
 * @returns The statements that the key's owner must add, as the key was imported: none, where the
 * key has them now.
 */
export function admitToBusKey(
  scope: Construct,
  key: IKey,
  eventBusName: string,
  uses: KeyUses,
): readonly PolicyStatement[] {
  const stack = Stack.of(scope);
  const bus = stack.formatArn({
    service: "events",
    resource: "event-bus",
    resourceName: eventBusName,
  });
  const statements = [
    eventsOf(stack, bus),
    ...(uses.archive ? [archiveOf(bus)] : []),
    ...(uses.log ? logOf(stack) : []),
  ];
  return statements.filter((statement) => !key.addToResourcePolicy(statement).statementAdded);
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html */
function eventsOf(stack: Stack, bus: string): PolicyStatement {
  return new PolicyStatement({
    sid: "TrailbridgeBus",
    principals: [new ServicePrincipal("events.amazonaws.com")],
    actions: ["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
    resources: ["*"],
    conditions: {
      StringEquals: {
        "aws:SourceAccount": stack.account,
        "aws:SourceArn": bus,
        "kms:EncryptionContext:aws:events:event-bus:arn": bus,
      },
    },
  });
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/encryption-archives.html */
function archiveOf(bus: string): PolicyStatement {
  return new PolicyStatement({
    sid: "TrailbridgeArchive",
    principals: [new ServicePrincipal("events.amazonaws.com")],
    actions: ["kms:Decrypt", "kms:GenerateDataKey", "kms:ReEncrypt*"],
    resources: ["*"],
    conditions: { StringEquals: { "kms:EncryptionContext:aws:events:event-bus:arn": bus } },
  });
}

/**
 * EventBridge encrypts what it logs of the bus, and log delivery decrypts it: without these the log
 * stays empty.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/encryption-bus-logs.html
 */
function logOf(stack: Stack): readonly PolicyStatement[] {
  const conditions = {
    StringLike: {
      "kms:EncryptionContext:SourceArn": `arn:${stack.partition}:logs:${stack.region}:${stack.account}:*`,
    },
  };
  return [
    new PolicyStatement({
      sid: "TrailbridgeBusLog",
      principals: [new ServicePrincipal("events.amazonaws.com")],
      actions: ["kms:GenerateDataKey"],
      resources: ["*"],
      conditions,
    }),
    new PolicyStatement({
      sid: "TrailbridgeLogDelivery",
      principals: [new ServicePrincipal("delivery.logs.amazonaws.com")],
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: ["*"],
      conditions,
    }),
  ];
}
