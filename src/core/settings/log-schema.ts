import { ACCOUNT_ID, arnSchema, bucketName, keyArn, roleArn, topicArn } from "./value-schema.ts";

/** What keys of log files begin with. */
export const LOG_PREFIX_SCHEMA = {
  type: "string",
  default: "AWSLogs/",
  maxLength: 1024,
  description:
    "only keys that begin so are log files; include the trail's own prefix, if it has one",
} as const;

/** Whether events carry the record. */
export const INCLUDE_RECORD_SCHEMA = {
  type: "boolean",
  default: true,
  description:
    "true or false: whether a bus event carries the untouched record beside the flat keys",
} as const;

/** Where log files come from, and what of them goes on the bus. */
export const LOG_SCHEMA = {
  type: "object",
  additionalProperties: false,
  description: "where log files come from",
  required: ["bucket"],
  properties: {
    bucket: bucketName("name of the bucket CloudTrail delivers to"),
    prefix: LOG_PREFIX_SCHEMA,
    // Its Region is the bucket's, which need not be the stack's: see keyProblems().
    kmsKeyArn: keyArn(
      {},
      "ARN of the KMS key the log files are encrypted with (a key, not an alias: IAM grants name keys)",
    ),
    via: {
      enum: ["s3", "eventbridge", "sns", "sqs"],
      default: "s3",
      description:
        "how news of a log file arrives: S3 invokes the splitter, or through EventBridge, a topic or a queue",
    },
    topicArn: topicArn(
      { standard: "neither S3 nor CloudTrail publishes to a FIFO topic" },
      "ARN of an SNS topic",
    ),
    queueArn: arnSchema(
      {
        what: "an SQS queue",
        services: ["sqs"],
        resource: "[\\w-]+",
        here: "Lambda reads queues of its own Region",
      },
      "ARN of the SQS queue that has the notifications already; absent: one is created",
    ),
    queueKmsKeyArn: keyArn(
      { here: "a queue's key is in the queue's Region" },
      "ARN of the KMS key that logs.queueArn is encrypted with, if it is with one",
    ),
    bucketAccount: ACCOUNT_ID,
    readRoleArn: roleArn(
      "ARN of a role that log files are read by, where the bucket's policy cannot be changed (see TrailbridgeLogReader); its account is the bucket's unless logs.bucketAccount says otherwise; absent: the splitter's own role reads them",
    ),
    validate: {
      type: "boolean",
      default: false,
      description:
        "true or false: whether the log files are compared with CloudTrail's digests each hour, as `trailbridge validate` does; the trail must validate its log files, and who reads them is given s3:ListBucket",
    },
    // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    readRoleExternalId: {
      type: "string",
      pattern: "^[\\w+=,.@:/-]{2,1224}$",
      description: "external id that the trust policy of logs.readRoleArn asks for",
    },
  },
} as const;

/** What goes on the bus. */
export const PUBLISH_SCHEMA = {
  default: "all",
  description:
    "what goes on the bus: all, matched (what some rule could match), or { filter: a JMESPath expression }",
  anyOf: [
    { enum: ["all", "matched"] },
    {
      type: "object",
      additionalProperties: false,
      description: "a filter",
      required: ["filter"],
      properties: {
        filter: { type: "string", minLength: 1, description: "a JMESPath expression" },
      },
    },
  ],
} as const;
