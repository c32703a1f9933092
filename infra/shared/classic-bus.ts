import { type CfnEventBus, EventBus } from "aws-cdk-lib/aws-events";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

/** Properties of {@linkcode classicBus}. */
interface ClassicBusProps {
  readonly eventBusName: string;
  readonly description: string;
  /** What EventBridge logs of its own work. */
  readonly logLevel: "off" | "error" | "info" | "trace";
  readonly encryptionKey?: IKey;
  /** For events EventBridge could not encrypt or decrypt. */
  readonly deadLetters?: IQueue;
}

/**
 * Defines a classic custom bus.
 *
 * What the CDK's EventBus learned after the oldest CDK this works with is written to the resource.
 */
export function classicBus(scope: Construct, id: string, props: ClassicBusProps): EventBus {
  const { eventBusName, encryptionKey, deadLetters } = props;
  const bus = new EventBus(scope, id, { eventBusName });
  const resource = bus.node.defaultChild as CfnEventBus;
  resource.addPropertyOverride("Description", props.description);
  resource.addPropertyOverride("LogConfig", {
    Level: props.logLevel.toUpperCase(),
    IncludeDetail: "NONE",
  });
  if (deadLetters) resource.addPropertyOverride("DeadLetterConfig.Arn", deadLetters.queueArn);
  if (encryptionKey) {
    resource.addPropertyOverride("KmsKeyIdentifier", encryptionKey.keyArn);
  }
  return bus;
}
