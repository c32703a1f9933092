import { Duration, Token } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { Connections, IConnectable } from "aws-cdk-lib/aws-ec2";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IDestination } from "aws-cdk-lib/aws-lambda";
import { SnsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { IQueue, Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { SPLITTER_ENV } from "../../src/contract.ts";
import { splitterFault, splitterQueueExecutions } from "../../src/core/deployment/executions.ts";
import { keyPrefixProblems } from "../../src/core/notification/key-prefix.ts";
import { readingTimeProblems } from "../../src/core/notification/reading-time.ts";
import { filterProblems } from "../../src/core/rule/setting-check.ts";
import { SPLITTER_SETTINGS } from "../../src/core/settings/config.ts";
import { deadLetterQueue } from "../shared/dead-letters.ts";
import { DEFAULTS, pick, RUNTIME_DEFAULTS } from "../shared/defaults.ts";
import { bucketFor, foreignAccount } from "../shared/foreign.ts";
import { acknowledge } from "../shared/nag-evidence.ts";
import { ownFunctionName, siblingFunctionName } from "../shared/physical-name.ts";
import { ProductFunction } from "../shared/product-function.ts";
import { grantSend } from "../shared/queue.ts";
import { loadRuleSet } from "../shared/rules.ts";
import { requireHere, requireStandard } from "../shared/usable.ts";
import { continuationQueue } from "./continuation-queue.ts";
import { grantLogAccess, type OwnerStatements } from "./log-access.ts";
import type { LogSource, LogSourceTarget } from "./log-source.ts";
import { publishedTable } from "./published-table.ts";
import { s3Source } from "./s3-source.ts";
import type { SplitterProps } from "./splitter-props.ts";
import { scheduleValidation } from "./validation.ts";

/** Defines the splitter: new log file → one bus event per CloudTrail record. */
export class Splitter extends Construct implements LogSourceTarget, IConnectable {
  /** The Lambda function. */
  readonly function: ProductFunction;

  /** Log files that were not split: failed invocations, undeliverable notifications, unreadable files. */
  readonly deadLetters: Queue;

  /** Log files that go on in another invocation. */
  readonly continuations: Queue;

  /** What log files held when they were read, so that one that is overwritten is told of. */
  readonly published: Table;

  /** Queues of new log files, if log files arrive by one. */
  readonly waiting: IQueue[] = [];

  /** Bucket CloudTrail delivers to. */
  readonly logBucket: IBucket;
  /** What the keys of log files begin with. */
  readonly logPrefix: string;
  /** Executions at once that each queue may start. */
  readonly queueExecutions: number;

  /**
   * What the owners of a bucket or a key in another account must allow; empty when both are in the
   * account of who reads. The role must exist first: deploy, then add them.
   */
  readonly ownerStatements: OwnerStatements;

  /** Account of the bucket, when it is another than the stack's. */
  readonly bucketAccount: string | undefined;

  /** Whom the function may call, and be called by, in its network; only with `vpc`. */
  get connections(): Connections {
    return this.function.connections;
  }

  constructor(scope: Construct, id: string, props: SplitterProps) {
    super(scope, id);
    const { eventBus, logPrefix = DEFAULTS.logs.prefix } = props;
    const logBucket = bucketFor(this, "LogBucket", props.logBucket);
    const { publish = DEFAULTS.publish } = props;
    const timeout = props.timeout ?? Duration.seconds(DEFAULTS.splitter.timeoutSeconds);
    const memory = props.memorySizeMiB ?? DEFAULTS.splitter.memoryMiB;
    const problems = [
      ...(Token.isUnresolved(memory) ? [] : readingTimeProblems(timeout.toSeconds(), memory)),
      ...keyPrefixProblems(logPrefix),
      ...(typeof publish === "object" ? filterProblems(publish.filter) : []),
    ];
    if (problems.length > 0) throw new Error(problems.join("\n"));
    this.logBucket = logBucket;
    this.logPrefix = logPrefix;
    this.bucketAccount = foreignAccount(logBucket, this);

    const logSource = props.logSource ?? s3Source();
    this.queueExecutions = checkedExecutions(props, logSource);

    this.deadLetters = deadLetterQueue(this, "DeadLetters");
    const given = props.deadLetters;
    requireHere(this, "deadLetters", given, "Lambda sends what failed within its own Region");
    requireStandard("deadLetters", given, "Lambda sends what failed without a message group");
    const letters = isQueue(given) ? given : this.deadLetters;
    const onFailure: IDestination =
      given === undefined || isQueue(given)
        ? { bind: () => ({ destination: letters.queueArn }) }
        : new SnsDestination(given);

    this.function = new ProductFunction(this, "Function", {
      ...props,
      handler: "splitter",
      description: "Splits CloudTrail log files into one event per record",
      functionName: props.functionName ?? ownFunctionName(this),
      timeout,
      config: {
        // Whatever is published: what does not fit on the bus is judged here, whole.
        ruleSet: props.ruleSet ?? loadRuleSet(),
        settings: {
          ...RUNTIME_DEFAULTS,
          ...pick(props, SPLITTER_SETTINGS),
          logPrefix,
        },
      },
      ownEnvironment: {
        [SPLITTER_ENV.eventBusName]: eventBus.eventBusName,
        [SPLITTER_ENV.deadLetterQueueUrl]: letters.queueUrl,
        [SPLITTER_ENV.logBucketName]: logBucket.bucketName,
        [SPLITTER_ENV.notifierFunctionName]:
          props.notifierFunctionName ?? siblingFunctionName(this, "Notifier"),
      },
      // Two failures end in the queue: the function's own (here) and those of whoever invokes it.
      retryAttempts: 2,
      onFailure,
      // The splitter invokes itself to read on; it bounds the chain by counting.
      recursiveLoop: "Allow",
    });
    acknowledge(this.function, {
      id: "Serverless-LambdaDLQ",
      reason:
        "Failed invocations go to the on-failure destination, which tells the reason with the event; a dead-letter queue beside it would hold them twice.",
    });
    this.function.addEnvironment(SPLITTER_ENV.ownRoleName, this.function.ownRole.roleName);
    grantSend(letters, this.function);
    if (props.deadLettersKey !== undefined) {
      this.function.ownRole.addToPolicy(
        new PolicyStatement({
          actions: ["kms:GenerateDataKey", "kms:Decrypt"],
          resources: [props.deadLettersKey.keyArn],
        }),
      );
    }
    this.continuations = continuationQueue(this, "Continuations");
    this.published = publishedTable(this, "Published", this.function);
    eventBus.grantPutEventsTo(this.function);
    this.ownerStatements = grantLogAccess(this, props);
    if (props.validateLogFiles) scheduleValidation(this, "Validation");

    logSource.bind(this);
  }
}

function checkedExecutions(props: SplitterProps, { byQueue = false }: LogSource): number {
  const { reservedConcurrency: reserved, maxConcurrency } = props;
  const concurrency = {
    maxConcurrency,
    byQueue,
    ...(!Token.isUnresolved(reserved) && { reserved }),
  };
  const why = splitterFault(concurrency);
  if (why !== undefined) {
    throw new Error(`Cannot use reservedConcurrency ${reserved} of the splitter as ${why}`);
  }
  return splitterQueueExecutions(concurrency);
}

function isQueue(value: IQueue | ITopic | undefined): value is IQueue {
  return value !== undefined && "queueArn" in value;
}
