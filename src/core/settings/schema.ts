import { SWITCHABLE } from "../authoring/finding.ts";
import { OPERATOR_ARN } from "../deployment/operator.ts";
import { RULES_SCHEMA } from "../list/rules-schema.ts";
import { ACCOUNT_TAG } from "../severity/account-tag.ts";
import {
  ALARMS_SCHEMA,
  ROUTES_SCHEMA,
  SLACK_SCHEMA,
  SNS_SCHEMA,
  THREADS_SCHEMA,
} from "./alert-schema.ts";
import { BUS_SCHEMA, CONSUMERS_SCHEMA } from "./bus-schema.ts";
import { INCLUDE_RECORD_SCHEMA, LOG_SCHEMA, PUBLISH_SCHEMA } from "./log-schema.ts";
import {
  ACCESS_PORTAL_URL,
  ACCOUNT_ID,
  arnSchema,
  functionProperties,
  keyArn,
  RETENTION_DAYS,
  stackProperties,
} from "./value-schema.ts";

const ACCOUNT_NAME = {
  type: "string",
  minLength: 1,
  maxLength: 100,
  description: "a name of 1 to 100 characters",
} as const;

/**
 * Every setting: its shape, limits, default and description. The one place a setting is defined;
 * the type `Settings`, the published `settings.schema.json` and the table in the documentation are
 * made from it.
 */
export const SETTINGS_SCHEMA = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "trailbridge settings",
  description: "everything a deployment of trailbridge can be told",
  type: "object",
  additionalProperties: false,
  required: ["logs"],
  properties: {
    ...stackProperties("trailbridge"),
    logs: LOG_SCHEMA,
    publish: PUBLISH_SCHEMA,
    includeRecord: INCLUDE_RECORD_SCHEMA,
    maxRequestBytes: {
      type: "integer",
      minimum: 16384,
      maximum: 1000000,
      default: 1000000,
      description: "bytes of one PutEvents request, 16384 to 1000000",
    },
    bus: BUS_SCHEMA,
    rules: RULES_SCHEMA,
    check: {
      type: "object",
      additionalProperties: false,
      description: "what the command check does not look for",
      properties: {
        off: {
          type: "array",
          uniqueItems: true,
          items: { type: "string", enum: SWITCHABLE, description: "name of a finding" },
          description:
            "names of findings that are switched off; trailbridge check --help lists them",
        },
      },
    },
    operators: {
      type: "array",
      default: [],
      uniqueItems: true,
      maxItems: 20,
      items: {
        type: "string",
        pattern: OPERATOR_ARN,
        description:
          "ARN of a role or a user; * and ? are wildcards behind the beginning of its name",
      },
      description:
        "ARNs of roles and users that may work by hand with what the bus, queues, topics and table hold: redrive dead letters, put a test event, look into the table; nobody else may, whatever their own policies allow",
    },
    slack: SLACK_SCHEMA,
    sns: SNS_SCHEMA,
    routes: ROUTES_SCHEMA,
    accounts: {
      type: "object",
      default: {},
      propertyNames: ACCOUNT_ID,
      additionalProperties: {
        description: "a name of 1 to 100 characters, or { name, tags }",
        anyOf: [
          ACCOUNT_NAME,
          {
            type: "object",
            additionalProperties: false,
            required: ["name"],
            description: "name and tags",
            properties: {
              name: ACCOUNT_NAME,
              tags: {
                type: "array",
                maxItems: 20,
                uniqueItems: true,
                items: ACCOUNT_TAG,
                description:
                  "words that routes (accountTags) and rules (severityBy) know the account by, e.g. [production]",
              },
            },
          },
        ],
      },
      description:
        "account id (12 digits, in quotes): name, to make alerts readable, or { name, tags }",
    },
    threads: THREADS_SCHEMA,
    inhibit: {
      type: "boolean",
      default: false,
      description:
        "true or false: whether an actor's lesser alerts are replies under its critical one while that one's thread is open",
    },
    pageReplays: {
      type: "boolean",
      default: false,
      description: "true or false: whether events replayed from the bus's archive alert again",
    },
    alertEvents: {
      type: "boolean",
      default: true,
      description:
        'true or false: whether alerts are put on the bus as events too, "Trailbridge Alert"; consumers with alerts: true need it',
    },
    accessPortalUrl: ACCESS_PORTAL_URL,
    accessDeniedMetrics: {
      type: "boolean",
      default: true,
      description:
        "true or false: whether denied events are counted in CloudWatch, ignored ones included",
    },
    ruleFaultNotices: {
      type: "boolean",
      default: true,
      description:
        "true or false: whether a rule that cannot judge an event is noticed in the default channel, once per rule and hour",
    },
    removedObjectAlerts: {
      type: "boolean",
      default: true,
      description: "true or false: whether removing a log or digest file alerts",
    },
    consumers: CONSUMERS_SCHEMA,
    alarms: ALARMS_SCHEMA,
    splitter: {
      type: "object",
      additionalProperties: false,
      default: {},
      description: "the splitter function",
      properties: {
        ...functionProperties("splitter", {
          least: 5,
          fallback: 120,
          note: "; so much that times memoryMiB it is 10240, or the largest log file would never end",
        }),
        maxConcurrency: {
          type: "integer",
          minimum: 2,
          maximum: 1000,
          description:
            "executions at once that the queue of files that go on may start, and that of log files (logs.via: sqs), 2 to 1000; absent: 100, or a share of reservedConcurrency",
        },
      },
    },
    notifier: {
      type: "object",
      additionalProperties: false,
      default: {},
      description: "the notifier function",
      properties: {
        // Each turn of a destination draws for twenty seconds.
        ...functionProperties("notifier", {
          least: 30,
          fallback: 30,
          note: "; a turn takes up to 25 seconds and must end in order",
        }),
        maxConcurrency: {
          type: "integer",
          minimum: 2,
          maximum: 1000,
          default: 5,
          description:
            "executions at once that each of the two queues of events may start, 2 to 1000",
        },
      },
    },
    accountConcurrency: {
      type: "integer",
      minimum: 10,
      default: 1000,
      description:
        "executions at once that the account may have in the Region (aws lambda get-account-settings); what is reserved must leave 100 of them",
    },
    logRetentionDays: {
      enum: RETENTION_DAYS,
      default: 30,
      description: "days the functions' own logs are kept, one of CloudWatch's steps",
    },
    deadLetterArn: arnSchema(
      {
        what: "an SQS queue or SNS topic",
        services: ["sqs", "sns"],
        resource: "[\\w-]+",
        here: "Lambda sends what failed within its own Region",
        // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
        standard: "Lambda sends what failed without a message group, which FIFO asks for",
      },
      "ARN of an existing queue or topic for what was given up; absent: queues are created",
    ),
    deadLetterKmsKeyArn: keyArn(
      { here: "the key of a queue or topic is in its Region" },
      "ARN of the KMS key that deadLetterArn is encrypted with, if it is with one",
    ),
  },
} as const;
