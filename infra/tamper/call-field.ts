import { Aws, Token } from "aws-cdk-lib";

/** A value that a call on one resource has in a field of its `requestParameters`. */
export interface CallField {
  /** Its path below `requestParameters`, as CloudTrail spells it. */
  readonly field: string;
  /** As an event pattern lists it. */
  readonly value: string | { readonly prefix: string } | { readonly suffix: string };
  /** Characters it has at most once the deploy knows it. */
  readonly characters: number;
  /** The only calls that count, where others are everyday work. @default all that write */
  readonly only?: readonly string[];
}

/** Of a queue: whatever host its address names, it ends so. */
export function queueField(name: string, characters: number): CallField {
  const suffix = `/${Aws.ACCOUNT_ID}/${name}`;
  return { field: "queueUrl", value: { suffix }, characters: characters + 14 };
}

/** Of a topic and its subscriptions. */
export function topicFields(arn: string, characters: number): readonly CallField[] {
  return [
    exact("topicArn", arn, characters),
    { field: "subscriptionArn", value: { prefix: `${arn}:` }, characters: characters + 1 },
    exact("resourceArn", arn, characters),
  ];
}

/** Of a secret, by its name or its ARN, whole or without its last six characters. */
export function secretFields(id: string): readonly CallField[] {
  const named = id.startsWith("arn:") ? id.split(":").slice(6).join(":") : undefined;
  const name = named?.replace(/-[A-Za-z0-9]{6}$/, "") ?? id;
  const arn = `arn:${Aws.PARTITION}:secretsmanager:${Aws.REGION}:${Aws.ACCOUNT_ID}:secret:${name}`;
  return [
    exact("secretId", name, name.length),
    { field: "secretId", value: { prefix: arn }, characters: name.length + ARN_FRAME },
  ];
}

/** Of a bucket. */
export function bucketField(name: string): CallField {
  return exact("bucketName", name, Token.isUnresolved(name) ? 63 : name.length);
}

/** Of a KMS key, by its id or ARN. */
export function keyFields(id: string, arn: string): readonly CallField[] {
  return [exact("keyId", id, 36), exact("keyId", arn, 36 + ARN_FRAME)];
}

/** Characters of an ARN without what is named: a partition, a service, a Region, an account, a kind. */
export const ARN_FRAME = 90;

/** Of a value that stands in a field as it is. */
export function exact(field: string, value: string, characters: number): CallField {
  return { field, value, characters };
}

/**
 * What a function is called in a request: its name alone or behind any part of its ARN, and before a
 * version or an alias; each with the characters it has beside the name.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html
 */
export function functionNameValues(
  name: string,
  arn: string,
): readonly (readonly [value: CallField["value"], more: number])[] {
  return [
    [name, 0],
    [{ suffix: `:${name}` }, 14],
    [{ prefix: `${name}:` }, 14],
    [{ prefix: `${Aws.ACCOUNT_ID}:function:${name}` }, 36],
    [{ prefix: arn }, ARN_FRAME],
  ];
}
