import type { IEventBus } from "aws-cdk-lib/aws-events";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { RuleSet } from "../../src/core/rule/rule.ts";
import type { RuntimeSettings } from "../../src/core/settings/config.ts";
import type { FunctionOptions } from "../function/function-options.ts";
import type { LogSource } from "./log-source.ts";

/** Properties of `Splitter`. */
export interface SplitterProps extends FunctionOptions {
  /**
   * Bucket CloudTrail delivers to: of this stack, of another of the app, or imported. One of another
   * account is imported with its `account`, and its owner adds `Splitter.ownerStatements`.
   */
  readonly logBucket: IBucket;

  /** Bus that receives one event per record. */
  readonly eventBus: IEventBus;

  /**
   * Only objects under this key prefix are read, and only they may be.
   *
   * @default "AWSLogs/"
   */
  readonly logPrefix?: string;

  /**
   * KMS key the log files are encrypted with.
   *
   * @default - the bucket's `encryptionKey`, if it has one
   */
  readonly logKey?: IKey;

  /**
   * ARN of a role that log files are read by: one of `TrailbridgeLogReader`, say, where the bucket's
   * policy cannot be changed. It must trust the function's own role, whose name is known beforehand.
   *
   * @default - the function's own role reads them
   */
  readonly readRoleArn?: string;

  /**
   * External id that the trust policy of `readRoleArn` asks for.
   *
   * @default - none
   */
  readonly readRoleExternalId?: string;

  /**
   * Whether the log files are compared with CloudTrail's digests each hour: what is missing or altered
   * alerts. The trail must validate its log files, and who reads them may list the trail's folder.
   *
   * @default false
   */
  readonly validateLogFiles?: boolean;

  /**
   * How news of a log file arrives.
   *
   * @default s3Source()
   */
  readonly logSource?: LogSource;

  /**
   * What goes on the bus: every record, those some rule of `ruleSet` could match, or those a
   * JMESPath filter passes.
   *
   * @default "all"
   */
  readonly publish?: RuntimeSettings["publish"];

  /**
   * Rules that judge records which do not fit on the bus, and by which `publish: "matched"` decides;
   * those of the notifier: see `loadRuleSet()`.
   *
   * @default loadRuleSet(), the default pack
   */
  readonly ruleSet?: RuleSet;

  /**
   * Executions at once that each queue may start, 2 to 1000: that of files that go on, and that of
   * log files, if there is one.
   *
   * @default - 100, or a share of `reservedConcurrency`
   */
  readonly maxConcurrency?: number;

  /**
   * Whether a bus event carries the untouched record beside the flat keys.
   *
   * @default true
   */
  readonly includeRecord?: boolean;

  /**
   * Bytes of one PutEvents request.
   *
   * @default 1000000
   */
  readonly maxRequestBytes?: number;

  /**
   * Name of the notifier function: with the splitter's own it is what rules reach as `$self`.
   *
   * @default - that of the `Notifier` with id "Notifier" beside this construct
   */
  readonly notifierFunctionName?: string;

  /**
   * An existing queue or topic for failed invocations; a queue also takes unreadable log files.
   * Notifications that cannot be delivered go to the created queue all the same, as its policy
   * must let their sender in.
   *
   * @default - the created queue takes all
   */
  readonly deadLetters?: IQueue | ITopic;

  /**
   * Key that `deadLetters` is encrypted with, where it was imported without it.
   *
   * @default - its own key, if it has one
   */
  readonly deadLettersKey?: IKey;
}
