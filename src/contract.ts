/**
 * Names that two programs must agree on: what the splitter writes and the
 * notifier reads, what the stack sets and a handler looks up. `src/` and
 * `infra/` both import this file; it imports nothing. One file, so that whoever changes a name sees
 * who else relies on it.
 *
 * @module
 */

/** `source` of every event trailbridge puts on the bus. */
export const EVENT_SOURCE = "trailbridge";

/** `version` in the `trailbridge` part of a bus event's detail; rises when the contract changes. */
export const EVENT_VERSION = "1";

/**
 * `detail-type` of a record's bus event, by the record's `eventType`. Spelled as AWS's native
 * events spell it, so that a pattern written for those needs only another source.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-cloudtrail.html
 */
export const DETAIL_TYPES: Readonly<Record<string, string>> = {
  AwsApiCall: "AWS API Call via CloudTrail",
  AwsConsoleSignIn: "AWS Console Sign In via CloudTrail",
  AwsServiceEvent: "AWS Service Event via CloudTrail",
  AwsConsoleAction: "AWS Console Action via CloudTrail",
  AwsCloudTrailInsight: "AWS Insight via CloudTrail",
};

/** `detail-type` of a record whose `eventType` is none of {@linkcode DETAIL_TYPES}. */
export const OTHER_DETAIL_TYPE = "CloudTrail Record";

/** `detail-type` of an operator notice: something trailbridge itself could not do. */
export const NOTICE_DETAIL_TYPE = "Trailbridge Operator Notice";

/** `detail-type` of an alert as an event: see `AlertEvent`. */
export const ALERT_DETAIL_TYPE = "Trailbridge Alert";

/** `detail-type` of a canary: an event that the product sends its own way, and that alerts nobody. */
export const CANARY_DETAIL_TYPE = "Trailbridge Canary";

/** Key of a canary's `detail` that names the AWS rule it is to pass; in no record's event alone. */
export const CANARY_KEY = "canary";

/**
 * What a pattern asks of `detail-type` so that it selects records and nothing that trailbridge says
 * of itself: no notice, no alert. The detail-types of records never begin so.
 */
export const RECORD_DETAIL_TYPES = [{ "anything-but": { prefix: "Trailbridge " } }] as const;

/** Key of `detail` that holds the untouched record. */
export const RECORD_KEY = "record";

/** Key of `detail` that holds `{ bucket, key, index, version }`: see `Pointer`. */
export const POINTER_KEY = "trailbridge";

/**
 * Keys of the pointer of which one is there if, and only if, the flat event or the record beside it
 * is not all that CloudTrail wrote: something was dropped or shortened (`truncated`), or a number
 * became a string (`quoted`).
 */
export const ALTERED_KEYS = ["truncated", "quoted"] as const;

/**
 * What the rules say of a whole record, where the bus event is not all of it: the `verdict` of the
 * pointer. Whoever judges such an event takes this instead of judging what is left, as nothing must
 * hide in what was cut, nor be ignored for what is missing.
 */
export interface BusVerdict {
  /** Hash of the rules and ignore rules that judged: those of another deployment say nothing for these. */
  readonly rules: string;
  /** Ids of the rules that matched, the most severe first. */
  readonly matched: readonly string[];
  /** Of those with `followedBy`, which of their expressions hold: 0 the rule's own, then its steps'. */
  readonly steps?: Readonly<Record<string, readonly number[]>>;
  /** What the record's context made of the severity of rules, by id; the others have their own. */
  readonly severities?: Readonly<Record<string, BusSeverity>>;
  /** Id of the ignore rule that silenced the event. */
  readonly ignoredBy?: string;
  /** Rules and ignore rules that could not judge. */
  readonly faults?: readonly BusFault[];
  /** How many matches and faults there was no room for. */
  readonly more?: number;
}

/** A rule's severity about one record. */
export interface BusSeverity {
  /** What it is about this record. */
  readonly severity: "info" | "low" | "medium" | "high" | "critical";
  /** Which of the rule's cases said so, from 0. */
  readonly by?: number;
  /** Whether a case could not be judged, and it is the highest that it may be. */
  readonly unsure?: true;
}

/** A rule that could not judge a record. */
export interface BusFault {
  /** Id of the rule that could not judge. */
  readonly ruleId: string;
  /** Why it could not. */
  readonly message: string;
  /** Whether an ignore rule exempts the event from this rule. */
  readonly exempt?: true;
  /** Present where it is the rule's severity that could not be judged. */
  readonly of?: "severity";
}

/** CloudWatch namespace and metrics of denied events: the names cloudtrail-to-slack gives them, so that dashboards live on. */
export const ACCESS_DENIED_METRICS = {
  namespace: "CloudTrailToSlack/AccessDeniedEvents",
  total: {
    metric: "TotalAccessDeniedEvents",
    dimension: "AccessDenied",
    value: "AccessDeniedTotal",
  },
  ignored: {
    metric: "TotalIgnoredAccessDeniedEvents",
    dimension: "AccessDenied",
    value: "IgnoredAccessDeniedTotal",
  },
} as const;

/** CloudWatch namespace of the product's own counters (embedded metric format). */
export const METRIC_NAMESPACE = "Trailbridge";

/** Dimension of every counter: which function counted, so that two deployments stay apart. */
export const FUNCTION_DIMENSION = "FunctionName";

/** Two counts of the same things, made apart: nothing is lost while they agree. */
export interface CounterSum {
  /** Whose counters. */
  readonly of: "splitter" | "notifier";
  /** Left side: how many there are. */
  readonly whole: string;
  /** Where the left side is counted. */
  readonly wholeCounted: string;
  /** Right side: what became of them, each to one counter. */
  readonly parts: readonly string[];
  /** Where the right side is counted. */
  readonly partsCounted: string;
}

/**
 * The sums that hold in every invocation: the functions check them, the summary shows them, the
 * deployment draws them and alarms on them, the architecture page lists them.
 */
export const SUMS: readonly CounterSum[] = [
  {
    of: "splitter",
    whole: "records",
    wholeCounted: "elements of `Records`, as the log file is read",
    parts: ["published", "filtered", "rejected"],
    partsCounted: "the fate of each, as it is settled",
  },
  {
    of: "notifier",
    whole: "events",
    wholeCounted: "messages that carry a record, as they are read",
    parts: ["unmatched", "ignored", "repeated", "held", "alerted"],
    partsCounted: "the verdict on each and the outcomes of its deliveries",
  },
  {
    of: "notifier",
    whole: "deliveries",
    wholeCounted: "events by destination, as they are taken up",
    parts: ["recorded", "known", "alone", "later"],
    partsCounted: "the outcome of each",
  },
];

/** The sums of one function's counters that do not hold; a counter that is missing is 0. */
export function brokenSums(
  of: CounterSum["of"],
  counters: Readonly<Record<string, number>>,
): readonly CounterSum[] {
  const count = (name: string): number => counters[name] ?? 0;
  return SUMS.filter((sum) => {
    const parts = sum.parts.reduce((total, part) => total + count(part), 0);
    return sum.of === of && count(sum.whole) !== parts;
  });
}

/** A sum as people write it: `records = published + filtered + rejected`. */
export function sumText({ whole, parts }: CounterSum): string {
  return `${whole} = ${parts.join(" + ")}`;
}

/**
 * What the notifier counts of each alert beside its counters. `alerts` appears once for every rule
 * of the alert (dimension `rule`) and once for its severity (dimension `severity`).
 */
export const ALERT_METRICS = {
  alerts: "alerts",
  ruleDimension: "Rule",
  severityDimension: "Severity",
  /** From the record's `eventTime` to its recording. */
  latency: "latencyMilliseconds",
} as const;

/**
 * What the splitter measures beside its counters while log files wait for another try: the longest
 * that one of the invocation's has waited so far.
 */
export const WAITING_SECONDS = "waitingSeconds";

/**
 * Metric of the notifier: seconds for which the oldest of what is recorded and due has waited to be
 * drawn; 0 when nothing waits. Written by each sweep.
 */
export const OLDEST_WAITING_METRIC = "oldestWaitingSeconds";

/**
 * Metric of the notifier: seconds since the canary set out that was not followed by another for the
 * longest, of all ways. Written by each sweep that could read the table.
 */
export const CANARY_METRIC = "canarySeconds";

/** Ways of canaries beside the notifier's AWS rules: by which queue of the product's own. */
export const CANARY_WAYS = { continuations: "continuations", turns: "turns" } as const;

/** Minutes between two canaries. */
export const CANARY_MINUTES = 5;

/** Name of the JSON file beside a bundled handler: rules, ignore rules and settings. */
export const CONFIG_FILE = "config.json";

/**
 * Version of what rules carry of the index, as they are deployed. To be raised with each change of
 * what anchors mean or are written as: a function refuses those of another version.
 */
export const INDEX_VERSION = 1;

/** Environment variable that names another path than {@linkcode CONFIG_FILE} beside the handler. */
export const CONFIG_PATH_ENV = "TRAILBRIDGE_CONFIG";

/** Environment variable of both functions: the least level that is logged. */
export const LOG_LEVEL_ENV = "LOG_LEVEL";

/**
 * Environment variable of both functions: least milliseconds an attempt at a call may take. Only
 * the local stack sets it: its services share the processor with all who call them, and what they
 * are slow with comes again and makes them slower.
 */
export const LEAST_CALL_ENV = "LEAST_CALL_MILLISECONDS";

/** Environment variables of the splitter, name by meaning. */
export const SPLITTER_ENV = {
  eventBusName: "EVENT_BUS_NAME",
  /** Queue for log files that can never be read. */
  deadLetterQueueUrl: "DEAD_LETTER_QUEUE_URL",
  /** Queue by which a log file goes on in another invocation. */
  continuationQueueUrl: "CONTINUATION_QUEUE_URL",
  /** Name of the queue that S3 alone tells of log files by; unset: none is, or it is somebody else's. */
  logQueueName: "LOG_QUEUE_NAME",
  /** Name of the function's own role, whose reading of log files and writing to the bus is filtered. */
  ownRoleName: "OWN_ROLE_NAME",
  /** Bucket the log files are in; unset: no reading is filtered. */
  logBucketName: "LOG_BUCKET_NAME",
  /** ARN of the role log files are read by; unset where the function's own may. */
  readRoleArn: "READ_ROLE_ARN",
  /** External id that role's trust policy asks for; unset where it asks for none. */
  readRoleExternalId: "READ_ROLE_EXTERNAL_ID",
  /** Table of what log files held when they were read; unset: no file is compared with what it was. */
  publishedTableName: "PUBLISHED_TABLE_NAME",
  /** The notifier's function name, for `$self` where it is not the default; optional. */
  notifierFunctionName: "NOTIFIER_FUNCTION_NAME",
} as const;

/** Environment variables of the notifier, name by meaning. */
export const NOTIFIER_ENV = {
  threadTableName: "THREAD_TABLE_NAME",
  bufferQueueUrl: "BUFFER_QUEUE_URL",
  /** Queue of what critical rules select, removed log files and notices: nothing waits before them. */
  criticalQueueUrl: "CRITICAL_QUEUE_URL",
  /** Queue by which a channel gets its turn to be drawn. */
  turnQueueUrl: "TURN_QUEUE_URL",
  /** Bus that alerts are put on, as events. */
  eventBusName: "EVENT_BUS_NAME",
  /** Queue for bus events and alerts that no retry can deliver. */
  deadLetterQueueUrl: "DEAD_LETTER_QUEUE_URL",
  /** The splitter's function name: with the notifier's own it makes `$self`. */
  splitterFunctionName: "SPLITTER_FUNCTION_NAME",
  /** Base address of the Slack API; unset means Slack's own. */
  slackApiUrl: "SLACK_API_URL",
  /** Milliseconds between two messages on a topic. Only the local stack sets it, whose topics take any number. */
  topicSpacing: "TOPIC_SPACING_MILLISECONDS",
} as const;

/**
 * What the schedule rule invokes the notifier with, each minute: it asks for the turns of all
 * channels that something waits for.
 */
export const SWEEP_INPUT = { trailbridge: { sweep: true } } as const;

/**
 * What the schedule rule invokes the splitter with: it sends a canary to each of these AWS rules,
 * and one by its continuation queue.
 */
export function canaryInput(rules: readonly string[]) {
  return { trailbridge: { canary: { rules } } } as const;
}

/** Hours between two validations of the log files by CloudTrail's digests, where they are validated. */
export const VALIDATION_HOURS = 1;

/**
 * What the schedule rule of validations invokes the splitter with. It looks at the digests of some
 * hours more than it comes every: CloudTrail may be late with them.
 */
export const VALIDATION_INPUT = {
  trailbridge: { validate: { hours: VALIDATION_HOURS + 2 } },
} as const;

/** Names of the Lambda functions of a stack with the default name, where the settings name none. */
export const DEFAULT_FUNCTION_NAMES = {
  splitter: "trailbridge-splitter",
  notifier: "trailbridge-notifier",
} as const;

/** Metadata of the functions in a template: the version of trailbridge that made it. */
export const VERSION_METADATA = "trailbridge:version";
