import { ALARMS_SCHEMA } from "../alert-schema.ts";
import { BUS_SCHEMA, CONSUMERS_SCHEMA } from "../bus-schema.ts";
import { INCLUDE_RECORD_SCHEMA, LOG_PREFIX_SCHEMA } from "../log-schema.ts";
import {
  ACCOUNT_ID,
  bucketName,
  ORGANIZATION_ID,
  REGION,
  RETENTION_DAYS,
  stackProperties,
} from "../value-schema.ts";

const { topicArn, emails, runbookUrl } = ALARMS_SCHEMA.properties;

/** Whom the alarms tell. */
const COMPANION_ALARMS_SCHEMA = {
  type: "object",
  additionalProperties: false,
  default: {},
  description: "whom the alarms of its dead letters tell",
  properties: {
    topicArn,
    emails,
    runbookUrl: {
      ...runbookUrl,
      description:
        "page with the runbook, an anchor alarm-<name> for each alarm; absent: an alarm says what to do and links to nothing",
    },
  },
} as const;

/** Every setting of the stack that the log bucket's account deploys: it forwards what happens to log files. */
export const FORWARDER_SCHEMA = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "trailbridge forwarder settings",
  description: "everything the stack in the log bucket's account can be told",
  type: "object",
  additionalProperties: false,
  required: ["forward"],
  properties: {
    ...stackProperties("trailbridge-forwarder"),
    forward: {
      type: "object",
      additionalProperties: false,
      required: ["bucket", "toAccount"],
      description: "which events go to trailbridge's account",
      properties: {
        bucket: bucketName("name of the bucket with the log files, of this account and Region"),
        prefix: LOG_PREFIX_SCHEMA,
        toAccount: {
          ...ACCOUNT_ID,
          description:
            "account trailbridge runs in: 12 digits, in quotes (YAML reads bare digits as a number)",
        },
        toRegion: { ...REGION, description: "Region trailbridge runs in; absent: this stack's" },
        from: {
          enum: ["bucket", "trail"],
          default: "bucket",
          description:
            "bucket: S3's events of log files, which this stack has the bucket send; trail: calls that remove log files, by a trail of its own, where a landing zone lets nobody turn on the bucket's events",
        },
        newLogFiles: {
          type: "boolean",
          description:
            "true (the default) or false: whether new log files are told of, or removed ones alone; with from: bucket",
        },
        enableEventBridge: {
          type: "boolean",
          description:
            "true (the default) or false: whether this stack turns on the bucket's events, or somebody else has; with from: bucket",
        },
      },
    },
    alarms: COMPANION_ALARMS_SCHEMA,
  },
} as const;

const { name, kmsKeyArn, archiveDays, logLevel } = BUS_SCHEMA.properties;

/** Every setting of the stack that receives, in another account or Region, what `consumers.<name>.bus` forwards. */
export const RECEIVER_SCHEMA = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "trailbridge receiver settings",
  description: "everything a receiving stack can be told",
  type: "object",
  additionalProperties: false,
  required: ["receive"],
  properties: {
    ...stackProperties("trailbridge-receiver"),
    receive: {
      type: "object",
      additionalProperties: false,
      required: ["fromAccount"],
      description: "whose events are taken",
      properties: {
        fromAccount: {
          ...ACCOUNT_ID,
          description:
            "account that forwards, the one trailbridge runs in: 12 digits, in quotes (YAML reads bare digits as a number)",
        },
        organizationId: {
          ...ORGANIZATION_ID,
          description: "id of the organisation that account must belong to; absent: not asked for",
        },
      },
    },
    bus: {
      type: "object",
      additionalProperties: false,
      default: {},
      description: "the bus that receives",
      properties: { name, kmsKeyArn, archiveDays, logLevel },
    },
    includeRecord: {
      ...INCLUDE_RECORD_SCHEMA,
      description:
        "true or false: whether the sender's events carry the untouched record (its setting includeRecord)",
    },
    consumers: CONSUMERS_SCHEMA,
    logRetentionDays: {
      enum: RETENTION_DAYS,
      default: 30,
      description: "days the bus's own log is kept, one of CloudWatch's steps",
    },
    alarms: COMPANION_ALARMS_SCHEMA,
  },
} as const;
