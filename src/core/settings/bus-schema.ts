import {
  admittedAccounts,
  arnSchema,
  bucketName,
  keyArn,
  ORGANIZATION_ID,
  RETENTION_DAYS,
  SECRET_ID,
} from "./value-schema.ts";

/** The bus the records are on. */
export const BUS_SCHEMA = {
  type: "object",
  additionalProperties: false,
  default: {},
  description: "the bus the records are on",
  properties: {
    arn: arnSchema(
      {
        what: "an event bus",
        services: ["events"],
        resource: "event-bus/[A-Za-z0-9._-]+",
        here: "events are put, and rules made, in the bus's own Region",
        ours: "a bus carries rules and events of its own account",
      },
      "ARN of an existing bus, not the default one, of this account and Region; its key and log are its owner's (bus.kmsKeyArn and bus.logLevel are not for it); absent: one is made",
    ),
    name: {
      type: "string",
      pattern: "^(?!default$)[A-Za-z0-9._-]{1,256}$",
      description:
        'name of the bus: letters, digits, . _ - and not "default"; absent: one is made from the stack\'s',
    },
    kmsKeyArn: keyArn(
      { here: "EventBridge uses keys of its own Region" },
      "ARN of the KMS key for the bus and its archive; its policy must let EventBridge use it. Absent: a key AWS owns",
    ),
    archiveDays: {
      type: "integer",
      minimum: 1,
      maximum: 3650,
      description: "days every event is kept for replay, 1 to 3650; absent: no archive",
    },
    organizationId: {
      ...ORGANIZATION_ID,
      description:
        "id of the organisation that whoever putEvents and putRules admit must belong to, e.g. o-a1b2c3d4e5; by itself it admits nobody",
    },
    putEvents: admittedAccounts(
      "may put events of their own on the bus, none in the name of trailbridge",
    ),
    putRules: admittedAccounts(
      "may put rules of their own on the bus, and so read the records of all accounts; to give one its own records alone, forward them to its own bus (consumers.<name>.bus)",
    ),
    logLevel: {
      enum: ["off", "error", "info", "trace"],
      default: "error",
      description: "what EventBridge logs of its own work; never an event's content",
    },
  },
} as const;

const SECRET_FIELD = {
  type: "string",
  minLength: 1,
  description: "field of the secret, if it is JSON; absent: its whole text",
} as const;

/** Who else listens to the bus. */
export const CONSUMERS_SCHEMA = {
  type: "object",
  default: {},
  propertyNames: {
    pattern: "^[A-Za-z][A-Za-z0-9-]{0,40}$",
    description: "a name: a letter, then up to 40 letters, digits and -",
  },
  description:
    "name (a letter, then up to 40 letters, digits and -): who else listens to the bus, each with dead letters and an alarm",
  additionalProperties: {
    type: "object",
    additionalProperties: false,
    description:
      "a consumer: exactly one of firehose, http, queue, logGroup, bus, pagerduty, teams, and beside it alerts, only, deliver",
    oneOf: [
      { required: ["firehose"] },
      { required: ["http"] },
      { required: ["queue"] },
      { required: ["logGroup"] },
      { required: ["bus"] },
      { required: ["pagerduty"] },
      { required: ["teams"] },
    ],
    properties: {
      alerts: {
        type: "boolean",
        description:
          'true or false: whether it gets alerts and no records, one event ("Trailbridge Alert") when a thread begins and one when it closes; pagerduty and teams always do',
      },
      only: {
        type: "object",
        minProperties: 1,
        description:
          "flat key: list of values or EventBridge operators, e.g. { errorCode: [{ prefix: AccessDenied }] }; with alerts, lists of severity, rule, account, state (began, closed), e.g. { severity: [critical, high] }; absent: everything",
        additionalProperties: {
          type: "array",
          minItems: 1,
          description: "a list of values or EventBridge operators, at least one",
        },
      },
      deliver: {
        enum: ["record", "event"],
        description:
          "what is sent: the record as CloudTrail wrote it, or the whole event; a log group and a bus get the whole event always. With alerts leave it out for the alert by itself",
      },
      firehose: {
        type: "object",
        additionalProperties: false,
        description: "Firehose: one JSON line per record, gzipped in S3",
        properties: {
          streamArn: arnSchema(
            {
              what: "a Firehose stream",
              services: ["firehose"],
              resource: "deliverystream/[\\w.-]+",
              here: "EventBridge delivers to streams of its own Region",
              // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-cross-account.html
              ours: "EventBridge delivers to streams of its own account",
            },
            "ARN of an existing stream, which must append newlines itself; absent: one is created",
          ),
          bucket: bucketName("name of the created stream's bucket; absent: one is created"),
          keyPrefix: {
            type: "string",
            maxLength: 1024,
            // https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html
            pattern: "^([^!]|!(?!\\{)|!\\{(timestamp:[^}]+|firehose:random-string)\\})*$",
            description:
              "begins the keys of the created stream, e.g. records/!{timestamp:yyyy/MM/dd}/; Firehose fills in !{timestamp:…} and !{firehose:random-string}, and nothing else",
          },
        },
      },
      http: {
        type: "object",
        additionalProperties: false,
        required: ["url", "header", "secretId"],
        description: "an HTTPS endpoint, a SIEM's say: one POST per record",
        properties: {
          url: {
            type: "string",
            pattern: "^https://[^\\s]{1,2040}$",
            description:
              "where to post to, https://...; it stands in the template, so no key in it",
          },
          header: {
            type: "string",
            pattern: "^[A-Za-z0-9-]{1,512}$",
            description: "name of the header with the key, e.g. Authorization",
          },
          secretId: SECRET_ID,
          secretField: SECRET_FIELD,
          maxRequestsPerSecond: {
            type: "integer",
            minimum: 1,
            maximum: 300,
            default: 300,
            description: "requests a second, 1 to 300",
          },
        },
      },
      queue: {
        type: "object",
        additionalProperties: false,
        description: "an SQS queue somebody polls",
        properties: {
          arn: arnSchema(
            {
              what: "an SQS queue",
              services: ["sqs"],
              resource: "[\\w-]+",
              here: "EventBridge delivers to queues of its own Region",
              standard: "events are sent without a message group, which a FIFO queue asks for",
            },
            "ARN of an existing queue, whose policy must let EventBridge send; absent: one is created",
          ),
        },
      },
      logGroup: {
        type: "object",
        additionalProperties: false,
        description: "a CloudWatch log group",
        properties: {
          name: {
            type: "string",
            pattern: "^/aws/events/[\\w./#-]{1,480}$",
            description:
              "name of an existing log group, under /aws/events/; absent: one is created",
          },
          retentionDays: {
            enum: RETENTION_DAYS,
            default: 365,
            description: "days the created group keeps events, one of CloudWatch's steps",
          },
        },
      },
      bus: {
        type: "object",
        additionalProperties: false,
        required: ["arn"],
        description: "another bus, in this or another account or Region",
        properties: {
          arn: arnSchema(
            { what: "an event bus", services: ["events"], resource: "event-bus/[\\w./-]+" },
            "ARN of the receiving bus",
          ),
        },
      },
      pagerduty: {
        type: "object",
        additionalProperties: false,
        required: ["routingKeySecretId"],
        description: "PagerDuty, by its Events API v2: an incident for each thread that begins",
        properties: {
          routingKeySecretId: SECRET_ID,
          secretField: SECRET_FIELD,
          serviceRegion: {
            enum: ["us", "eu"],
            default: "us",
            description: "where PagerDuty keeps the account: us or eu",
          },
        },
      },
      teams: {
        type: "object",
        additionalProperties: false,
        required: ["workflowUrl", "signatureSecretId"],
        description: "Microsoft Teams, by a workflow's webhook: a card for each thread that begins",
        properties: {
          workflowUrl: {
            type: "string",
            pattern: "^https://(?![^?#]*@)(?!.*[?&]sig=)[^\\s#]{1,2000}$",
            description:
              "address of a workflow that begins when a Teams webhook request is received, https://..., without its sig=, which is secret",
          },
          signatureSecretId: SECRET_ID,
          secretField: SECRET_FIELD,
        },
      },
    },
  },
} as const;
