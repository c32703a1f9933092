/**
 * What is said of alerts: where they go, how they fold, what alarms. One file, as a route names what the
 * schemas before it do.
 *
 * @module
 */

import { ACCOUNT_TAG } from "../severity/account-tag.ts";
import {
  ACCOUNT_ID,
  ALERT_TOPIC_ARN,
  DEPLOY_ROLE_ARNS,
  EMAIL_ADDRESS,
  keyArn,
  SECRET_ID,
  SEVERITY,
  SLACK_CHANNEL,
  topicArn,
} from "./value-schema.ts";

/** Delivery to Slack. */
export const SLACK_SCHEMA = {
  type: "object",
  additionalProperties: false,
  description:
    "delivery to Slack: by an app, which folds repeats into threads, or by an incoming webhook, which cannot",
  default: {},
  properties: {
    app: {
      type: "object",
      additionalProperties: false,
      description: "the Slack app",
      required: ["botTokenSecretId", "channel"],
      properties: { botTokenSecretId: SECRET_ID, channel: SLACK_CHANNEL },
    },
    webhook: {
      type: "object",
      additionalProperties: false,
      description: "the incoming webhook",
      required: ["urlSecretId"],
      properties: { urlSecretId: SECRET_ID },
    },
    layout: {
      enum: ["compact", "full"],
      default: "compact",
      description:
        "compact: an alert fits a phone, and its request, response and record are the thread's first reply; full: everything in one message",
    },
    kmsKeyArn: keyArn(
      { here: "a secret's key is in the secret's Region, the stack's own" },
      "ARN of the KMS key the secrets are encrypted with, if it is not AWS's own",
    ),
  },
} as const;

/** Delivery to SNS. */
export const SNS_SCHEMA = {
  type: "object",
  additionalProperties: false,
  description: "delivery to SNS, alone or beside Slack",
  default: {},
  properties: {
    topicArn: ALERT_TOPIC_ARN,
    subscriptions: {
      type: "object",
      default: {},
      additionalProperties: {
        enum: [
          "email",
          "email-json",
          "http",
          "https",
          "lambda",
          "sms",
          "sqs",
          "firehose",
          "application",
        ],
        description: "a protocol of SNS",
      },
      description:
        "endpoint: protocol, e.g. soc@example.com: email; without topicArn a topic is created for them",
    },
    repeats: {
      enum: ["fold", "each"],
      default: "fold",
      description:
        "fold: a thread's first event at once, then a summary as its count grows tenfold and at its end; each: one message per event",
    },
    kmsKeyArn: keyArn(
      { here: "a topic's key is in the topic's Region, the stack's own" },
      "ARN of the KMS key the existing topics are encrypted with, if they are with one",
    ),
  },
} as const;

/** Where alerts go instead of the defaults. */
export const ROUTES_SCHEMA = {
  type: "array",
  default: [],
  items: {
    type: "object",
    additionalProperties: false,
    description:
      "a route: at least one of accounts, accountTags, rules, severities and at least one of slackChannel, slackWebhookSecretId, snsTopicArn",
    allOf: [
      {
        description: "a route with at least one of accounts, accountTags, rules, severities",
        anyOf: [
          { required: ["accounts"] },
          { required: ["accountTags"] },
          { required: ["rules"] },
          { required: ["severities"] },
        ],
      },
      {
        description: "a route with at least one of slackChannel, slackWebhookSecretId, snsTopicArn",
        anyOf: [
          { required: ["slackChannel"] },
          { required: ["slackWebhookSecretId"] },
          { required: ["snsTopicArn"] },
        ],
      },
    ],
    properties: {
      accounts: {
        type: "array",
        minItems: 1,
        items: ACCOUNT_ID,
        description: "account ids: 12 digits each, in quotes",
      },
      accountTags: {
        type: "array",
        minItems: 1,
        items: ACCOUNT_TAG,
        description:
          "tags of accounts, as the setting accounts gives them: the alert's account has one of them; beside accounts, it must be one of these, too",
      },
      rules: {
        type: "array",
        minItems: 1,
        items: { type: "string", minLength: 1, description: "id of a rule" },
        description: "ids of rules",
      },
      severities: { type: "array", minItems: 1, items: SEVERITY, description: "severities" },
      slackChannel: SLACK_CHANNEL,
      slackWebhookSecretId: SECRET_ID,
      snsTopicArn: ALERT_TOPIC_ARN,
      severity: {
        type: "object",
        additionalProperties: false,
        oneOf: [{ required: ["raise"] }, { required: ["lower"] }],
        properties: {
          raise: {
            type: "integer",
            minimum: 1,
            maximum: 4,
            description: "steps up, 1 to 4, critical at most",
          },
          lower: {
            type: "integer",
            minimum: 1,
            maximum: 4,
            description: "steps down, 1 to 4, info at least",
          },
        },
        description:
          "{ raise: 1 } or { lower: 1 }: how much more or less severe alerts are that this route delivers, at its own targets alone; its conditions see them as they are",
      },
      continue: {
        type: "boolean",
        description:
          "true or false (the default): whether an alert goes on to the routes behind this one and to the defaults, and is delivered here as well",
      },
    },
  },
  description:
    "where alerts go instead of the defaults; for Slack and for SNS the first route that fits and names a target decides",
} as const;

/** How repeats fold. */
export const THREADS_SCHEMA = {
  type: "object",
  additionalProperties: false,
  description: "how repeats fold",
  default: {},
  properties: {
    windowSeconds: {
      type: "integer",
      minimum: 1,
      maximum: 604800,
      default: 900,
      description: "seconds during which repeats fold under one message, 1 to 604800",
    },
    maxReplies: {
      type: "integer",
      minimum: 0,
      maximum: 1000,
      default: 20,
      description:
        "replies under one message, 0 to 1000; after that its count moves, and a reply still names what is new",
    },
    // SQS delays a message by at most 900 seconds, and a wait is such a delay.
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html
    groupWaitSeconds: {
      type: "integer",
      minimum: 0,
      maximum: 300,
      default: 5,
      description:
        "seconds before an alert of medium severity or lower is first shown in a Slack channel, so that a storm is seen before it is posted, 0 to 300; high and critical never wait, nor do webhooks and topics",
    },
    groupIntervalSeconds: {
      type: "integer",
      minimum: 1,
      maximum: 3600,
      default: 15,
      description:
        "least seconds between two edits of one message, 1 to 3600; large threads take up to 30",
    },
    repeatIntervalSeconds: {
      type: "integer",
      minimum: 60,
      maximum: 604800,
      default: 600,
      description:
        "seconds after which a thread that goes on gets a reply even without news, 60 to 604800",
    },
    tableName: {
      type: "string",
      pattern: "^[a-zA-Z0-9_.-]{3,255}$",
      description: "name of the DynamoDB table; absent: CloudFormation chooses",
    },
  },
} as const;

/** Alarms and whom they tell. */
export const ALARMS_SCHEMA = {
  type: "object",
  additionalProperties: false,
  default: {},
  description: "alarms and whom they tell",
  properties: {
    topicArn: topicArn(
      {
        here: "CloudWatch alarms tell topics of their own Region",
        standard:
          "it must take what CloudWatch and EventBridge publish, which name no message group",
      },
      "ARN of an existing SNS topic CloudWatch may publish to; absent: one is created",
    ),
    emails: {
      type: "array",
      default: [],
      uniqueItems: true,
      items: EMAIL_ADDRESS,
      description: "addresses told of alarms; each must confirm once",
    },
    silenceHours: {
      type: "integer",
      minimum: 1,
      maximum: 24,
      default: 3,
      description: "whole hours without a log file that alarm, 1 to 24",
    },
    bufferAgeSeconds: {
      type: "integer",
      minimum: 60,
      maximum: 1209600,
      default: 900,
      description: "seconds an event may wait for the notifier to record it, 60 to 1209600",
    },
    waitingSeconds: {
      type: "integer",
      minimum: 60,
      maximum: 86400,
      default: 600,
      description: "seconds an alert may wait to be shown at its destination, 60 to 86400",
    },
    deployRoleArns: DEPLOY_ROLE_ARNS,
    runbookUrl: {
      type: "string",
      pattern: "^https?://[^\\s#]{1,200}$",
      description:
        "page with the runbook, an anchor alarm-<name> for each alarm; absent: the dashboard, which holds it",
    },
  },
} as const;
