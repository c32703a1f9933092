/** Account and Region the local stack pretends to be. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/**
 * ARN of a resource whose name is its last part, e.g. `arn:aws:sqs:us-east-1:111122223333:buffer`.
 * A name that is an ARN stands for itself: a wiring may hold another account's topic.
 */
export function arnOf(service: "sqs" | "sns", name: string, place: Place): string {
  if (name.startsWith("arn:")) return name;
  return `arn:aws:${service}:${place.region}:${place.account}:${name}`;
}

/** ARN of a Lambda function. */
export function functionArn(name: string, place: Place): string {
  return `arn:aws:lambda:${place.region}:${place.account}:function:${name}`;
}

/** ARN of an event bus. A name that is an ARN stands for itself. */
export function busArn(name: string, place: Place): string {
  if (name.startsWith("arn:")) return name;
  return `arn:aws:events:${place.region}:${place.account}:event-bus/${name}`;
}

/** ARN of an EventBridge rule; the default bus does not appear in it. */
export function ruleArn(bus: string, rule: string, place: Place): string {
  const path = bus === "default" ? rule : `${bus}/${rule}`;
  return `arn:aws:events:${place.region}:${place.account}:rule/${path}`;
}

/** ARN of a secret: Secrets Manager adds six characters of its own to the name. */
export function secretArn(name: string, place: Place): string {
  return `arn:aws:secretsmanager:${place.region}:${place.account}:secret:${name}-LOCAL0`;
}
