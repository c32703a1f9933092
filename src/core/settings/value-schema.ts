import { SEVERITIES } from "../rule/rule.ts";
import type { ArnRule } from "./schema-type.ts";

/** An account id. */
export const ACCOUNT_ID = {
  type: "string",
  pattern: "^[0-9]{12}$",
  description: "an AWS account id: 12 digits, in quotes (YAML reads bare digits as a number)",
} as const;

/**
 * The access portal of IAM Identity Center. Links append `/#/console?…` to it, so it ends where its
 * path does.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/createshortcutlink.html
 */
export const ACCESS_PORTAL_URL = {
  type: "string",
  pattern: "^https://[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+(/[A-Za-z0-9._~-]+)*/?$",
  maxLength: 200,
  description:
    "address of IAM Identity Center's access portal, e.g. https://d-1234567890.awsapps.com/start, without # or ?: links to the console then open in the alert's account",
} as const;

/** A Region. */
export const REGION = {
  type: "string",
  pattern: "^[a-z]{2,4}(-[a-z]+)+-[0-9]$",
  description: "a Region, e.g. eu-central-1",
} as const;

/** An organisation. */
export const ORGANIZATION_ID = {
  type: "string",
  pattern: "^o-[a-z0-9]{10,32}$",
  description: "id of an organisation, e.g. o-a1b2c3d4e5",
} as const;

/** Accounts, or all of the organisation. */
export function admittedAccounts(what: string) {
  return {
    description: `account ids, or organization for all accounts of bus.organizationId, that ${what}; absent: none`,
    anyOf: [
      { enum: ["organization"] },
      { type: "array", items: ACCOUNT_ID, description: "a list of account ids" },
    ],
  } as const;
}

/** How much an alert matters. */
export const SEVERITY = { enum: SEVERITIES, description: "a severity" } as const;

/** A Slack channel. */
export const SLACK_CHANNEL = {
  type: "string",
  pattern: "^[CGD][A-Z0-9]{2,}$",
  description:
    "id of a Slack channel, e.g. C0123456789 (in Slack: channel details, at the bottom), not its name",
} as const;

/**
 * A bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function bucketName(description: string) {
  return {
    type: "string",
    pattern:
      "^(?!.*(\\.\\.|\\.-|-\\.))(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
    description,
  } as const;
}

/** CloudWatch's steps of keeping logs, in days. */
export const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
] as const;

/** The ARN of something that exists already. */
export function arnSchema(rule: ArnRule, description: string) {
  return { type: "string", pattern: `^${arnPattern(rule)}$`, description, "x-arn": rule } as const;
}

/** Source of a regular expression that an ARN under a rule must fit. */
function arnPattern({ services, resource, standard, global }: ArnRule): string {
  const fifo = standard === undefined && services.includes("sqs") ? "(\\.fifo)?" : "";
  const service = services.length === 1 ? services[0] : `(${services.join("|")})`;
  return `arn:[\\w-]+:${service}:${global ? "" : "[\\w-]+"}:[0-9]{12}:${resource}${fifo}`;
}

/** An SNS topic; every one that the product uses must be a standard topic. */
export function topicArn(
  rule: Pick<ArnRule, "here"> & Required<Pick<ArnRule, "standard">>,
  description: string,
) {
  return arnSchema(
    { what: "an SNS topic", services: ["sns"], resource: "[\\w-]+", ...rule },
    description,
  );
}

/** An SNS topic that alerts are published to. */
export const ALERT_TOPIC_ARN = topicArn(
  {
    here: "the notifier publishes in its own Region",
    standard: "the notifier publishes without a message group, which a FIFO topic asks for",
  },
  "ARN of an SNS topic",
);

/** A KMS key: IAM grants name keys, not aliases. */
export function keyArn(rule: Pick<ArnRule, "here">, description: string) {
  return arnSchema(
    { what: "a KMS key", services: ["kms"], resource: "key/[\\w-]+", ...rule },
    description,
  );
}

/** An IAM role. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function roleArn(description: string) {
  return arnSchema(
    {
      what: "an IAM role",
      services: ["iam"],
      global: true,
      resource: "role/[\\w+=,.@/-]*[\\w+=,.@-]",
    },
    description,
  );
}

const SECRET: ArnRule = {
  what: "a Secrets Manager secret",
  services: ["secretsmanager"],
  resource: "secret:[\\w/+=.@-]+",
  here: "a secret is read in the stack's own Region",
};

/** A secret, by ARN or by name. A bot token or an address is not mistaken for a name. */
export const SECRET_ID = {
  type: "string",
  pattern: `^(${arnPattern(SECRET)}|(?!xox)(?!https?:)[\\w/+=.@-]{1,512})$`,
  description: "ARN or name of a Secrets Manager secret, never the secret itself",
  "x-arn": SECRET,
} as const;

/** What either function can be told. */
export function functionProperties(
  which: "splitter" | "notifier",
  timeout: { readonly least: number; readonly fallback: number; readonly note: string },
) {
  return {
    functionName: {
      type: "string",
      pattern: "^[a-zA-Z0-9-_]{1,64}$",
      description: `name of the Lambda function: 1 to 64 letters, digits, - and _; absent: the stack's name and -${which}`,
    },
    memoryMiB: {
      type: "integer",
      minimum: 128,
      maximum: 10240,
      default: 512,
      description: "memory in MiB, 128 to 10240; it also sets the CPU share",
    },
    timeoutSeconds: {
      type: "integer",
      minimum: timeout.least,
      maximum: 900,
      default: timeout.fallback,
      description: `seconds one invocation may take, ${timeout.least} to 900${timeout.note}`,
    },
    logLevel: {
      enum: ["debug", "info", "warn", "error"],
      default: "info",
      description: "the least level that is logged",
    },
    reservedConcurrency: {
      type: "integer",
      minimum: 1,
      description: "executions at once, reserved and capped; absent: the account's pool",
    },
  } as const;
}

/** What every stack can be told: its name, where it is, its tags. */
export function stackProperties(name: string) {
  return {
    name: {
      type: "string",
      pattern: "^[A-Za-z][A-Za-z0-9-]{0,127}$",
      default: name,
      description: "name of the CloudFormation stack: a letter, then letters, digits and -",
    },
    account: ACCOUNT_ID,
    region: {
      ...REGION,
      description: "Region to deploy into, e.g. eu-central-1; absent: the one the credentials name",
    },
    tags: {
      type: "object",
      default: {},
      maxProperties: 50,
      // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Tag.html
      propertyNames: {
        pattern: "^(?![aA][wW][sS]:)[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}$",
        description:
          "1 to 128 letters, digits, spaces and _ . : / = + - @, not beginning with aws:, which is AWS's own",
      },
      additionalProperties: {
        type: "string",
        pattern: "^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,256}$",
        description: "text of 1 to 256 letters, digits, spaces and _ . : / = + - @",
      },
      description:
        "tags on every resource, at most 50; no key begins with aws:, which is AWS's own",
    },
  } as const;
}

/** An address for e-mail. */
export const EMAIL_ADDRESS = {
  type: "string",
  pattern: "^[^@\\s]+@[^@\\s]+$",
  description: "an address, e.g. soc@example.com",
} as const;

/** Roles whose calls on the stack's resources are everyday work. */
export const DEPLOY_ROLE_ARNS = {
  type: "array",
  default: [],
  uniqueItems: true,
  maxItems: 5,
  items: roleArn("ARN of a role that deploys"),
  description:
    "roles whose calls on the stack's own resources are told once, as its update, and not one by one; none: those of the CDK's bootstrap stack",
} as const;
