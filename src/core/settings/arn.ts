import { nearest } from "../record/nearest.ts";
import type { ArnRule } from "./schema-type.ts";

/** The parts of an ARN. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Whatever follows the account. */
  readonly resource: string;
}

/** Reads an ARN of any service; nothing if a part is missing. */
export function parseArn(text: string): Arn | undefined {
  const [arn, partition, service, region, account, ...resource] = text.split(":");
  if (arn !== "arn" || resource.length === 0) return undefined;
  return {
    partition: partition as string,
    service: service as string,
    region: region as string,
    account: account as string,
    resource: resource.join(":"),
  };
}

/**
 * The partition a Region lies in; nothing for one of a kind that is not known.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function partitionOf(region: string): string | undefined {
  return PARTITIONS.find(([regions]) => regions.test(region))?.[1];
}

const PARTITIONS: readonly (readonly [regions: RegExp, partition: string])[] = [
  [/^cn-/, "aws-cn"],
  [/^us-gov-/, "aws-us-gov"],
  [/^us-iso-/, "aws-iso"],
  [/^us-isob-/, "aws-iso-b"],
  [/^eu-isoe-/, "aws-iso-e"],
  [/^us-isof-/, "aws-iso-f"],
  [/^eusc-/, "aws-eusc"],
  [/^(af|ap|ca|eu|il|me|mx|sa|us)-/, "aws"],
];

/** What is wrong with a text that must be the ARN a rule describes, told of it; nothing if it is such an ARN. */
export function arnFault(text: string, rule: ArnRule): string | undefined {
  const arn = parseArn(text);
  if (arn === undefined) {
    return `it is no ARN of the form arn:aws:${rule.services[0]}:${rule.global ? "" : "<Region>"}:<account id>:…`;
  }
  const { partition, service, region, account, resource } = arn;
  if (!rule.services.includes(service)) {
    return `it is an ARN of ${service === "" ? "no service" : service}, not of ${rule.services.join(" or ")}`;
  }
  const known = PARTITIONS.map(([, name]) => name);
  if (!known.includes(partition)) {
    const guess = nearest(partition, known);
    return `its partition "${partition}" must be one of AWS's${guess === undefined ? "" : `: did you mean ${guess}?`}`;
  }
  const misplaced = rule.global ? regionOfGlobal(region, service) : regionFault(region);
  if (misplaced !== undefined) return misplaced;
  const expected = partitionOf(region);
  if (expected !== undefined && expected !== partition) {
    return `${region} lies in partition ${expected}, not ${partition}`;
  }
  if (!/^\d{12}$/.test(account)) {
    return account === "" ? "its account is missing" : `its account "${account}" must be 12 digits`;
  }
  if (service === "kms" && resource.startsWith("alias/")) {
    return "it is an alias, and IAM grants name keys: take the ARN of the key behind it (aws kms describe-key)";
  }
  if (service === "sns" && resource.includes(":")) {
    return "it is the ARN of a subscription: leave out what follows the topic's name";
  }
  if (rule.standard !== undefined && resource.endsWith(".fifo")) {
    return `it is FIFO, and ${rule.standard}`;
  }
  const longest = LONGEST[service];
  if (longest !== undefined && resource.length > longest) {
    return `"${resource.slice(0, MAX_SHOWN)}…" is too long: ${resource.length} characters, where ${service} has at most ${longest}`;
  }
  const fifo = rule.standard === undefined && rule.services.includes("sqs") ? "(\\.fifo)?" : "";
  if (!new RegExp(`^${rule.resource}${fifo}$`).test(resource)) {
    return `"${resource}" names no such thing`;
  }
  return undefined;
}

/**
 * Characters of what follows the account, by service.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
 * @see https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
 * @see https://docs.aws.amazon.com/firehose/latest/APIReference/API_CreateDeliveryStream.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id
 */
const LONGEST: Readonly<Record<string, number>> = {
  sqs: 80,
  sns: 256,
  firehose: "deliverystream/".length + 64,
  events: "event-bus/".length + 256,
  secretsmanager: "secret:".length + 512 + "-a1B2c3".length,
  iam: "role".length + 512 + 64,
  kms: "key/".length + 36,
};

/** Characters of a name that are shown. */
const MAX_SHOWN = 80;

function regionOfGlobal(region: string, service: string): string | undefined {
  return region === "" ? undefined : `${service} has no Regions: its ARNs name none`;
}

function regionFault(region: string): string | undefined {
  if (region === "") return "its Region is missing";
  return /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(region)
    ? undefined
    : `its Region "${region}" must read like eu-central-1`;
}
