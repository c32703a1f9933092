import { partitionOf } from "../../core/settings/arn.ts";

/** Account and Region the local stack pretends to be. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** The partition ARNs of a Region have. A Region of no known kind is taken for one of `aws`. */
export function partitionAt(region: string): string {
  const known = partitions.get(region);
  if (known !== undefined) return known;
  const found = partitionOf(region) ?? "aws";
  partitions.set(region, found);
  return found;
}

/** Those asked for until now: every call of the stack has ARNs. */
const partitions = new Map<string, string>();

/**
 * What addresses of services end in, as `AWS::URLSuffix` gives it.
 *
 * @see https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json
 */
export function urlSuffixAt(region: string): string {
  return URL_SUFFIXES[partitionAt(region)] ?? "amazonaws.com";
}

const URL_SUFFIXES: Readonly<Record<string, string>> = {
  "aws-cn": "amazonaws.com.cn",
  "aws-iso": "c2s.ic.gov",
  "aws-iso-b": "sc2s.sgov.gov",
  "aws-iso-e": "cloud.adc-e.uk",
  "aws-iso-f": "csp.hci.ic.gov",
  "aws-eusc": "amazonaws.eu",
};

/** ARN of something of one account and Region, e.g. `arn:aws:dynamodb:us-east-1:111122223333:table/a`. */
export function arnAt(service: string, resource: string, { account, region }: Place): string {
  return `arn:${partitionAt(region)}:${service}:${region}:${account}:${resource}`;
}

/** ARN of a bucket, which names no account and no Region, but the partition. */
export function bucketArn(name: string, region: string): string {
  return `arn:${partitionAt(region)}:s3:::${name}`;
}

/**
 * ARN of a resource whose name is its last part, e.g. `arn:aws:sqs:us-east-1:111122223333:buffer`.
 * A name that is an ARN stands for itself: a wiring may hold another account's topic.
 */
export function arnOf(service: "sqs" | "sns", name: string, place: Place): string {
  return name.startsWith("arn:") ? name : arnAt(service, name, place);
}

/** ARN of a Lambda function. */
export function functionArn(name: string, place: Place): string {
  return arnAt("lambda", `function:${name}`, place);
}

/** ARN of an event bus. A name that is an ARN stands for itself. */
export function busArn(name: string, place: Place): string {
  return name.startsWith("arn:") ? name : arnAt("events", `event-bus/${name}`, place);
}

/** Name of a bus of this account and Region by its name or ARN; the ARN of another. */
export function busNameOf(nameOrArn: string, place: Place): string {
  const prefix = busArn("", place);
  return nameOrArn.startsWith(prefix) ? nameOrArn.slice(prefix.length) : nameOrArn;
}

/** ARN of an EventBridge rule; the default bus does not appear in it. */
export function ruleArn(bus: string, rule: string, place: Place): string {
  return arnAt("events", `rule/${bus === "default" ? rule : `${bus}/${rule}`}`, place);
}

/** ARN of a secret: Secrets Manager adds six characters of its own to the name. */
export function secretArn(name: string, place: Place): string {
  return arnAt("secretsmanager", `secret:${name}-LOCAL0`, place);
}
