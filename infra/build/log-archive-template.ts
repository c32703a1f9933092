import {
  App,
  BootstraplessSynthesizer,
  CfnCondition,
  CfnOutput,
  CfnParameter,
  Fn,
  Stack,
} from "aws-cdk-lib";
import type { CfnPolicy } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { CfnSubscription } from "aws-cdk-lib/aws-sns";
import { makeTempFolder } from "../../src/adapters/temp-folder.ts";
import { LOG_READER_ROLE } from "../../src/core/deployment/trail-settings.ts";
import { LogRemovalForwarder } from "../log-removal-forwarder.ts";
import { TrailbridgeLogReader } from "../trailbridge-log-reader.ts";

/**
 * `TrailbridgeLogReader` as a plain CloudFormation template: for a StackSet, or an account that was
 * never bootstrapped. It has no assets.
 */
export function logReaderTemplate(): string {
  return templateOf("a role that reads CloudTrail log files", (stack) => {
    const { bucket, prefix } = logParameters(stack);
    const keyArn = text(stack, "LogKeyArn", "ARN of the KMS key of the log files; empty: none", {
      default: "",
      allowedPattern: "^$|^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$",
    });
    const reader = new TrailbridgeLogReader(stack, "LogReader", {
      logBucket: Bucket.fromBucketName(stack, "Logs", bucket),
      logPrefix: prefix,
      logKey: Key.fromKeyArn(stack, "Key", keyArn),
      trailbridgeRoleArns: [
        text(stack, "TrailbridgeRoleArn", "Output SplitterRoleArn of trailbridge's stack", {
          allowedPattern: "^arn:[a-z-]+:iam::[0-9]{12}:role/.+$",
        }),
      ],
      organizationId: text(stack, "OrganizationId", "Id of the organisation, e.g. o-a1b2c3d4e5", {
        allowedPattern: "^o-[a-z0-9]{10,32}$",
      }),
      roleName: text(stack, "RoleName", "Name of the role: that in logs.readRoleArn", {
        default: LOG_READER_ROLE,
      }),
    });
    const hasKey = new CfnCondition(stack, "HasKey", {
      expression: Fn.conditionNot(Fn.conditionEquals(keyArn, "")),
    });
    const decrypt = reader.node.findChild("DecryptLogFiles").node.defaultChild as CfnPolicy;
    decrypt.cfnOptions.condition = hasKey;
    new CfnOutput(stack, "ReadRoleArn", {
      description: "For trailbridge's setting logs.readRoleArn",
      value: reader.role.roleArn,
    });
  });
}

/** `LogRemovalForwarder` as a plain CloudFormation template, as {@linkcode logReaderTemplate}. */
export function logRemovalForwarderTemplate(): string {
  return templateOf("tells of calls that remove CloudTrail log files", (stack) => {
    const { bucket, prefix } = logParameters(stack);
    const forwarder = new LogRemovalForwarder(stack, "Removals", {
      logBucket: Bucket.fromBucketName(stack, "Logs", bucket),
      logPrefix: prefix,
      trailbridgeAccount: text(stack, "TrailbridgeAccount", "Account trailbridge runs in", {
        allowedPattern: "^[0-9]{12}$",
      }),
      trailbridgeRegion: text(stack, "TrailbridgeRegion", "Region trailbridge runs in", {
        allowedPattern: "^[a-z]{2,4}(-[a-z]+)+-[0-9]$",
      }),
    });
    const email = text(stack, "AlarmEmail", "Who is told of what is not forwarded; empty: nobody", {
      default: "",
      allowedPattern: "^$|^[^@ ]+@[^@ ]+$",
    });
    const subscription = new CfnSubscription(stack, "AlarmSubscription", {
      topicArn: forwarder.alarmTopic.topicArn,
      protocol: "email",
      endpoint: email,
    });
    subscription.cfnOptions.condition = new CfnCondition(stack, "HasAlarmEmail", {
      expression: Fn.conditionNot(Fn.conditionEquals(email, "")),
    });
    new CfnOutput(stack, "AlarmTopicArn", {
      description: "Where alarms go",
      value: forwarder.alarmTopic.topicArn,
    });
  });
}

function logParameters(stack: Stack) {
  return {
    bucket: text(stack, "LogBucketName", "Bucket with the log files, of this account and Region", {
      allowedPattern: "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
    }),
    prefix: text(stack, "LogPrefix", "What keys of log files begin with", { default: "AWSLogs/" }),
  };
}

function text(
  stack: Stack,
  name: string,
  description: string,
  rule: { readonly default?: string; readonly allowedPattern?: string },
): string {
  return new CfnParameter(stack, name, { type: "String", description, ...rule }).valueAsString;
}

function templateOf(description: string, define: (stack: Stack) => void): string {
  const { path: outdir, remove } = makeTempFolder("template");
  const before = process.env.CDK_VALIDATION;
  process.env.CDK_VALIDATION = "false";
  try {
    const app = new App({
      outdir,
      analyticsReporting: false,
      context: { "aws:cdk:disable-path-metadata": true },
    });
    const synthesizer = new BootstraplessSynthesizer();
    const stack = new Stack(app, "LogArchive", {
      description: `trailbridge: ${description}`,
      synthesizer,
    });
    define(stack);
    const { template } = app.synth().getStackArtifact(stack.artifactId);
    return `${JSON.stringify(template, null, 2)}\n`;
  } finally {
    if (before === undefined) delete process.env.CDK_VALIDATION;
    else process.env.CDK_VALIDATION = before;
    remove();
  }
}
