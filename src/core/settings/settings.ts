import type { Route } from "../alert/route.ts";
import type { RuntimeSettings } from "./config.ts";

/**
 * The one settings file, checked and with every default filled in. Its shape, limits and
 * descriptions are published as `settings.schema.json`; this type mirrors it.
 */
export interface Settings {
  readonly name: string;
  readonly account?: string;
  readonly region?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly logs: LogSettings;
  readonly publish: RuntimeSettings["publish"];
  readonly includeRecord: boolean;
  readonly maxRequestBytes: number;
  readonly bus: BusSettings;
  readonly rules: RuleSettings;
  readonly slack: {
    readonly app?: SlackAppSettings;
    readonly webhook?: SlackWebhookSettings;
    /** Key the secrets are encrypted with, if it is not AWS's own. */
    readonly kmsKeyArn?: string;
  };
  readonly sns: SnsSettings;
  readonly routes: readonly Route[];
  readonly accounts: Readonly<Record<string, string>>;
  readonly threads: RuntimeSettings["threads"] & { readonly tableName?: string };
  readonly accessDeniedMetrics: boolean;
  readonly ruleFaultNotices: boolean;
  readonly removedObjectAlerts: boolean;
  /** Who else listens to the bus, by name. */
  readonly consumers: Readonly<Record<string, ConsumerSettings>>;
  readonly alarms: AlarmSettings;
  readonly splitter: FunctionSettings;
  readonly notifier: FunctionSettings & { readonly maxConcurrency: number };
  readonly logRetentionDays: number;
  /** ARN of an existing queue or topic for log files and alerts that were given up. */
  readonly deadLetterArn?: string;
}

/** Where log files come from. */
export interface LogSettings {
  readonly bucket: string;
  readonly prefix: string;
  readonly kmsKeyArn?: string;
  readonly via: "s3" | "eventbridge" | "sns" | "sqs";
  readonly topicArn?: string;
  readonly queueArn?: string;
  /** Account that owns the bucket, when it is another one. */
  readonly bucketAccount?: string;
}

/** Which rules judge. */
export interface RuleSettings {
  /** Packs that come with the product. */
  readonly packs: readonly string[];
  /** Folders of rule files, relative to the settings file. */
  readonly directories: readonly string[];
  /** Folders of ignore rule files, relative to the settings file. */
  readonly ignoreDirectories: readonly string[];
  /** Ids of rules not to load. */
  readonly disable: readonly string[];
  readonly eventsToTrack: readonly string[];
}

/** Delivery by the Slack app, which can thread. */
export interface SlackAppSettings {
  /** ARN or name of the secret that holds the bot token. */
  readonly botTokenSecretId: string;
  readonly channel: string;
}

/** Delivery by an incoming webhook, which cannot. */
export interface SlackWebhookSettings {
  /** ARN or name of the secret that holds the webhook's URL. */
  readonly urlSecretId: string;
}

/** Delivery by SNS. */
export interface SnsSettings {
  readonly topicArn?: string;
  /** Endpoint → protocol: with these and no `topicArn`, a topic is created. */
  readonly subscriptions: Readonly<Record<string, string>>;
  /** Key the existing topics are encrypted with, if they are with one. */
  readonly kmsKeyArn?: string;
}

/** One Lambda function. */
export interface FunctionSettings {
  readonly functionName: string;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  readonly logLevel: "debug" | "info" | "warn" | "error";
  readonly reservedConcurrency?: number;
}

/** The bus the records are on. */
export interface BusSettings {
  readonly name?: string;
  readonly kmsKeyArn?: string;
  /** Days every event is kept for replay; absent: no archive. */
  readonly archiveDays?: number;
  readonly organizationId?: string;
  readonly logLevel: "off" | "error" | "info" | "trace";
}

/** One listener of the bus: exactly one of the kinds. */
export interface ConsumerSettings {
  /** Flat key → values or EventBridge operators. */
  readonly only?: Readonly<Record<string, readonly unknown[]>>;
  readonly deliver?: "record" | "event";
  readonly firehose?: {
    readonly streamArn?: string;
    readonly bucket?: string;
    readonly keyPrefix?: string;
  };
  readonly http?: {
    readonly url: string;
    readonly header: string;
    readonly secretId: string;
    readonly secretField?: string;
    readonly maxRequestsPerSecond: number;
  };
  readonly queue?: { readonly arn?: string };
  readonly logGroup?: { readonly name?: string; readonly retentionDays: number };
  readonly bus?: { readonly arn: string };
}

/** Alarms and whom they tell. */
export interface AlarmSettings {
  readonly topicArn?: string;
  readonly emails: readonly string[];
  readonly silenceHours: number;
  readonly bufferAgeSeconds: number;
  readonly runbookUrl?: string;
}

/** The part of the settings that travels to the functions. */
export function runtimeSettings(settings: Settings): RuntimeSettings {
  const { slack, sns, routes } = settings;
  return {
    publish: settings.publish,
    includeRecord: settings.includeRecord,
    maxRequestBytes: settings.maxRequestBytes,
    logPrefix: settings.logs.prefix,
    destinations: {
      ...(slack.app && { slackTokenSecretId: slack.app.botTokenSecretId }),
      defaults: {
        ...(slack.app && { slackChannel: slack.app.channel }),
        ...(slack.webhook && { slackWebhookSecretId: slack.webhook.urlSecretId }),
        ...(sns.topicArn && { snsTopicArn: sns.topicArn }),
      },
      routes,
    },
    accountNames: settings.accounts,
    threads: {
      windowSeconds: settings.threads.windowSeconds,
      maxReplies: settings.threads.maxReplies,
    },
    accessDeniedMetrics: settings.accessDeniedMetrics,
    ruleFaultNotices: settings.ruleFaultNotices,
    removedObjectAlerts: settings.removedObjectAlerts,
  };
}
