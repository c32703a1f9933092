import { Annotations, CfnOutput, Duration, Stack } from "aws-cdk-lib";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import { Bucket, type IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { RuleSet } from "../src/core/rule/rule.ts";
import { NOTIFIER_SETTINGS, SPLITTER_SETTINGS, taggedRoutes } from "../src/core/settings/config.ts";
import { checkConsumers } from "../src/core/settings/consumer-check.ts";
import { checkRoutes } from "../src/core/settings/route-check.ts";
import {
  accountNamesOf,
  bucketAccountOf,
  type FunctionSettings,
  type LogSettings,
  ruleSettingsOf,
  type Settings,
} from "../src/core/settings/settings.ts";
import { addConsumers } from "./bus/consumer-settings.ts";
import type { FunctionOptions } from "./function/function-options.ts";
import { pick } from "./shared/defaults.ts";
import { Imports } from "./shared/imports.ts";
import { loadRuleSet, ruleSetRemarksOf } from "./shared/rules.ts";
import { eventBridgeSource } from "./splitter/eventbridge-source.ts";
import type { LogSource } from "./splitter/log-source.ts";
import { queueSource } from "./splitter/queue-source.ts";
import { s3Source } from "./splitter/s3-source.ts";
import { topicSource } from "./splitter/topic-source.ts";
import { Trailbridge } from "./trailbridge.ts";

/** Properties of {@linkcode TrailbridgeStack}. */
export interface TrailbridgeStackProps {
  /** What the settings file says, checked and with every default filled in. */
  readonly settings: Settings;
  /** Folder of the settings file: relative folders of rules start there. */
  readonly baseDirectory: string;
}

/** The stack a settings file describes: what `npm run deploy` deploys. */
export class TrailbridgeStack extends Stack {
  /** The construct everything hangs from. */
  readonly trailbridge: Trailbridge;

  /** The rules and ignore rules the settings name. */
  readonly ruleSet: RuleSet;
  /** What makes its rules do less than one would think: expired ignore rules, empty folders. */
  readonly ruleRemarks: readonly string[];

  constructor(scope: Construct, { settings, baseDirectory }: TrailbridgeStackProps) {
    const { name, account, region, tags, logs, slack, sns, alarms, bus } = settings;
    super(scope, name, {
      stackName: name,
      description: "trailbridge: CloudTrail log files in, alerts out",
      env: { ...(account && { account }), ...(region && { region }) },
      tags: { ...tags },
    });
    const rules = { ...ruleSettingsOf(settings), baseDirectory };
    this.ruleSet = loadRuleSet(rules);
    this.ruleRemarks = ruleSetRemarksOf(rules, this.ruleSet);
    for (const remark of this.ruleRemarks) {
      Annotations.of(this).addWarningV2("trailbridge:rules", remark);
    }
    checkRoutes(taggedRoutes(settings), this.ruleSet, settings.rules.disable);
    checkConsumers(settings.consumers, this.ruleSet, settings.rules.disable);
    const imports = new Imports(this, "Imports");
    const logRetention: RetentionDays = settings.logRetentionDays;
    this.trailbridge = new Trailbridge(this, "Trailbridge", {
      logBucket: bucketOf(this, logs),
      logPrefix: logs.prefix,
      ...(logs.kmsKeyArn && { logKey: imports.key(logs.kmsKeyArn) }),
      ...pick(logs, ["readRoleArn", "readRoleExternalId"]),
      validateLogFiles: logs.validate,
      logSource: logSourceOf(logs, imports),
      ...pick(settings, [...SPLITTER_SETTINGS, ...NOTIFIER_SETTINGS]),
      ...(settings.deadLetterArn && { deadLetters: imports.queueOrTopic(settings.deadLetterArn) }),
      ...(settings.deadLetterKmsKeyArn && {
        deadLettersKey: imports.key(settings.deadLetterKmsKeyArn),
      }),
      bus: {
        ...(bus.arn && { eventBus: imports.eventBus(bus.arn) }),
        ...(bus.name && { eventBusName: bus.name }),
        ...(bus.kmsKeyArn && { encryptionKey: imports.key(bus.kmsKeyArn) }),
        ...(bus.archiveDays && { archiveRetention: Duration.days(bus.archiveDays) }),
        ...pick(bus, ["organizationId", "putEvents", "putRules"]),
        ...(bus.arn === undefined && { logLevel: bus.logLevel, logRetention }),
      },
      ruleSet: this.ruleSet,
      ...(slack.app && {
        slackBotToken: imports.secret(slack.app.botTokenSecretId),
        slackChannel: slack.app.channel,
      }),
      ...(slack.webhook && { slackWebhook: imports.secret(slack.webhook.urlSecretId) }),
      ...(slack.kmsKeyArn && { secretKey: imports.key(slack.kmsKeyArn) }),
      ...(sns.topicArn && { topic: imports.topic(sns.topicArn) }),
      ...(sns.kmsKeyArn && { topicKey: imports.key(sns.kmsKeyArn) }),
      ...(Object.keys(sns.subscriptions).length > 0 && { topicSubscriptions: sns.subscriptions }),
      routes: taggedRoutes(settings).map(({ slackWebhookSecretId, snsTopicArn, ...route }) => ({
        ...route,
        ...(slackWebhookSecretId && { slackWebhook: imports.secret(slackWebhookSecretId) }),
        ...(snsTopicArn && { topic: imports.topic(snsTopicArn) }),
      })),
      operators: settings.operators,
      accountNames: accountNamesOf(settings.accounts),
      snsRepeats: sns.repeats,
      slackLayout: slack.layout,
      threadWindow: Duration.seconds(settings.threads.windowSeconds),
      maxReplies: settings.threads.maxReplies,
      groupWait: Duration.seconds(settings.threads.groupWaitSeconds),
      groupInterval: Duration.seconds(settings.threads.groupIntervalSeconds),
      repeatInterval: Duration.seconds(settings.threads.repeatIntervalSeconds),
      ...(settings.threads.tableName && { tableName: settings.threads.tableName }),
      accountConcurrency: settings.accountConcurrency,
      splitter: {
        ...functionOf(settings.splitter, logRetention),
        ...pick(settings.splitter, ["maxConcurrency"]),
      },
      notifier: {
        ...functionOf(settings.notifier, logRetention),
        maxConcurrency: settings.notifier.maxConcurrency,
      },
      alarms: {
        ...(alarms.topicArn && { topic: imports.topic(alarms.topicArn) }),
        emails: alarms.emails,
        silence: Duration.hours(alarms.silenceHours),
        maxBufferAge: Duration.seconds(alarms.bufferAgeSeconds),
        maxWaiting: Duration.seconds(alarms.waitingSeconds),
        ...(alarms.deployRoleArns.length > 0 && { deployRoleArns: alarms.deployRoleArns }),
        ...(alarms.runbookUrl && { runbookUrl: alarms.runbookUrl }),
      },
    });
    addConsumers(this.trailbridge.bus, settings.consumers, imports);
    this.addOutputs();
  }

  private addOutputs(): void {
    const { bus, splitter, notifier, alarmTopic } = this.trailbridge;
    this.output("SplitterFunctionArn", splitter.function.functionArn, "The splitter");
    this.output("NotifierFunctionArn", notifier.function.functionArn, "The notifier");
    this.output("EventBusArn", bus.eventBus.eventBusArn, "The bus the records are on");
    this.output("BufferQueueUrl", notifier.buffer.queueUrl, "Between bus and notifier");
    this.output("CriticalQueueUrl", notifier.critical.queueUrl, "The same for what is critical");
    this.output("TableName", notifier.table.tableName, "Threads and repeats");
    this.output("SplitterDeadLettersUrl", splitter.deadLetters.queueUrl, "Log files not split");
    this.output("BufferDeadLettersUrl", notifier.bufferDeadLetters.queueUrl, "Events not judged");
    this.output(
      "CriticalDeadLettersUrl",
      notifier.criticalDeadLetters.queueUrl,
      "Critical events not judged",
    );
    this.output("NotifierDeadLettersUrl", notifier.deadLetters.queueUrl, "Alerts given up");
    this.output("AlarmTopicArn", alarmTopic.topicArn, "Where alarms go");
    const { bucket, bucketList, key } = splitter.ownerStatements;
    this.output(
      "SplitterRoleArn",
      splitter.function.ownRole.roleArn,
      "Who reads log files, or assumes the role that does",
    );
    this.policyOutput("LogBucketPolicy", bucket, "Add to the log bucket's policy, in its account");
    this.policyOutput("LogBucketListPolicy", bucketList, "Add to the log bucket's policy, too");
    this.policyOutput("LogKeyPolicy", key, "Add to the policy of the log files' key");
    this.policyOutput(
      "SecretPolicy",
      this.trailbridge.secretStatement,
      "Add to the policy of each secret: who may read all secrets posts as trailbridge else",
    );
    if (bus.keyStatements.length > 0) {
      const statements = bus.keyStatements.map((statement) => statement.toStatementJson());
      this.output("BusKeyPolicy", this.toJsonString(statements), "Add to the bus key's policy");
    }
    if (splitter.bucketAccount !== undefined) {
      const defaultBus = this.formatArn({
        service: "events",
        resource: "event-bus",
        resourceName: "default",
      });
      this.output(
        "ForwardBucketEventsTo",
        defaultBus,
        "Bus for the bucket account's rule on S3 events: see LogArchiveForwarder",
      );
    }
  }

  private policyOutput(id: string, statement: PolicyStatement | undefined, what: string): void {
    if (statement) this.output(id, this.toJsonString(statement.toStatementJson()), what);
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}

function bucketOf(scope: Construct, logs: LogSettings): IBucket {
  const account = bucketAccountOf(logs);
  return Bucket.fromBucketAttributes(scope, "LogBucket", {
    bucketName: logs.bucket,
    ...(account && { account }),
  });
}

function logSourceOf(
  { via, topicArn, queueArn, queueKmsKeyArn }: LogSettings,
  imports: Imports,
): LogSource {
  switch (via) {
    case "s3":
      return s3Source();
    case "eventbridge":
      return eventBridgeSource();
    case "sns":
      return topicSource(topicArn === undefined ? {} : { topic: imports.topic(topicArn) });
    case "sqs":
      return queueSource({
        ...(queueArn !== undefined && { queue: imports.queue(queueArn) }),
        ...(queueKmsKeyArn !== undefined && { queueKey: imports.key(queueKmsKeyArn) }),
      });
  }
}

function functionOf(
  { functionName, memoryMiB, timeoutSeconds, logLevel, reservedConcurrency }: FunctionSettings,
  logRetention: RetentionDays,
): FunctionOptions {
  return {
    ...(functionName !== undefined && { functionName }),
    memorySizeMiB: memoryMiB,
    timeout: Duration.seconds(timeoutSeconds),
    logLevel,
    logRetention,
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
  };
}
