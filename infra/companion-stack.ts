import { CfnOutput, Duration, Stack, type StackProps } from "aws-cdk-lib";
import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import { Bucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type {
  ForwarderSettings,
  ReceiverSettings,
} from "../src/core/settings/companion/settings.ts";
import { addConsumers } from "./bus/consumer-settings.ts";
import { LogArchiveForwarder } from "./log-archive-forwarder.ts";
import { LogRemovalForwarder } from "./log-removal-forwarder.ts";
import type { CompanionAlarmsProps } from "./operations/companion-alarms.ts";
import { pick } from "./shared/defaults.ts";
import { Imports } from "./shared/imports.ts";
import { TrailbridgeReceiver } from "./trailbridge-receiver.ts";

/** The stack of the log bucket's account, as its settings file describes it. */
export class ForwarderStack extends Stack {
  constructor(scope: Construct, settings: ForwarderSettings) {
    super(scope, settings.name, stackProps(settings, "what happens to log files, forwarded"));
    const { bucket, prefix, toAccount, toRegion, from, ...ofBucket } = settings.forward;
    const props = {
      logBucket: Bucket.fromBucketName(this, "LogBucket", bucket),
      logPrefix: prefix,
      trailbridgeAccount: toAccount,
      ...(toRegion !== undefined && { trailbridgeRegion: toRegion }),
      alarms: alarmsOf(settings, new Imports(this, "Imports")),
    };
    const { alarmTopic } =
      from === "trail"
        ? new LogRemovalForwarder(this, "Removals", props)
        : new LogArchiveForwarder(this, "Forwarder", {
            ...props,
            ...pick(ofBucket, ["newLogFiles", "enableEventBridge"]),
          });
    new CfnOutput(this, "AlarmTopicArn", {
      value: alarmTopic.topicArn,
      description: "Where alarms go",
    });
  }
}

/** A stack that receives what trailbridge forwards, as its settings file describes it. */
export class ReceiverStack extends Stack {
  constructor(scope: Construct, settings: ReceiverSettings) {
    super(scope, settings.name, stackProps(settings, "a bus that receives, and its consumers"));
    const { receive, bus, includeRecord, consumers } = settings;
    const imports = new Imports(this, "Imports");
    const logRetention: RetentionDays = settings.logRetentionDays;
    const receiver = new TrailbridgeReceiver(this, "Receiver", {
      senderAccount: receive.fromAccount,
      ...pick(receive, ["organizationId"]),
      ...(bus.name && { eventBusName: bus.name }),
      ...(bus.kmsKeyArn && { encryptionKey: imports.key(bus.kmsKeyArn) }),
      ...(bus.archiveDays && { archiveRetention: Duration.days(bus.archiveDays) }),
      logLevel: bus.logLevel,
      logRetention,
      includeRecord,
      alarms: alarmsOf(settings, imports),
    });
    addConsumers(receiver.bus, consumers, imports);
    new CfnOutput(this, "AlarmTopicArn", {
      value: receiver.alarmTopic.topicArn,
      description: "Where alarms go",
    });
    if (receiver.bus.keyStatements.length === 0) return;
    const statements = receiver.bus.keyStatements.map((statement) => statement.toStatementJson());
    new CfnOutput(this, "BusKeyPolicy", {
      value: this.toJsonString(statements),
      description: "Add to the bus key's policy",
    });
  }
}

type CompanionSettings = ForwarderSettings | ReceiverSettings;

function stackProps({ name, account, region, tags }: CompanionSettings, what: string): StackProps {
  return {
    stackName: name,
    description: `trailbridge: ${what}`,
    env: { ...(account && { account }), ...(region && { region }) },
    tags: { ...tags },
  };
}

function alarmsOf({ alarms }: CompanionSettings, imports: Imports): CompanionAlarmsProps {
  return {
    ...(alarms.topicArn && { topic: imports.topic(alarms.topicArn) }),
    ...pick(alarms, ["emails", "runbookUrl"]),
  };
}
