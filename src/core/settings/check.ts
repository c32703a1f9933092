import { busAccessProblems } from "../deployment/bus-access.ts";
import { keyPrefixProblems } from "../notification/key-prefix.ts";
import { readingTimeProblems } from "../notification/reading-time.ts";
import { PatternError } from "../pattern/error.ts";
import { fieldPatternProblems, fieldPatternText } from "../pattern/field-check.ts";
import { patternMatcher } from "../pattern/match.ts";
import { type Field, type FieldProblem, fieldName } from "../record/field-problem.ts";
import { filterProblems, trackedEventProblems } from "../rule/setting-check.ts";
import { alertConsumerProblems, takesAlerts } from "./alert-consumer.ts";
import { parseArn } from "./arn.ts";
import { functionNamesOf, notifierExecutions } from "./config.ts";
import { placeProblems } from "./place-check.ts";
import { unreachableRoutes } from "./route-check.ts";
import { bucketAccountOf, type Settings } from "./settings.ts";
import { subscriptionProblems } from "./subscription-check.ts";

/**
 * What is wrong with settings of the right shape: settings that contradict each other, or that AWS
 * would refuse in the middle of a deployment.
 *
 * @param settings As read, defaults filled in.
 * @param misshapen Settings of another shape than the schema's: what rests on them is not checked.
 */
export function settingProblems(
  settings: unknown,
  misshapen: readonly Field[] = [],
): readonly FieldProblem[] {
  const whole = CHECKS.filter(([reads]) =>
    reads.every((path) => !misshapen.some((field) => touches(field, path.split(".")))),
  );
  return [
    ...placeProblems(settings),
    ...whole.flatMap(([, check]) => [...check(settings as Settings)]),
  ];
}

/** Whether one of two fields lies in the other, or is it. */
function touches(field: Field, other: Field): boolean {
  return field.slice(0, other.length).every((part, index) => part === other[index]);
}

type Check = (settings: Settings) => Iterable<FieldProblem>;

/** Each check after the settings it reads. */
const CHECKS: readonly (readonly [reads: readonly string[], check: Check])[] = [
  [["account", "logs"], checkLogSource],
  [["logs", "deadLetterArn", "deadLetterKmsKeyArn"], checkNamed],
  [["name", "splitter.functionName", "notifier.functionName"], checkFunctionNames],
  [
    ["notifier.reservedConcurrency", "notifier.maxConcurrency", "slack", "sns", "routes"],
    checkConcurrency,
  ],
  [["slack.app", "routes"], checkChannels],
  [["routes"], ({ routes }) => unreachableRoutes(routes)],
  [["sns.subscriptions"], ({ sns }) => subscriptionProblems(sns.subscriptions)],
  [["consumers", "includeRecord"], checkDelivered],
  [["consumers", "alertEvents"], alertConsumerProblems],
  [["consumers", "account", "region", "bus.name"], checkOwnBus],
  [["consumers", "logs.queueArn", "deadLetterArn"], checkLogQueue],
  [["logs.prefix"], checkPrefix],
  [["splitter.timeoutSeconds", "splitter.memoryMiB"], checkReadingTime],
  [["bus"], checkBusAccess],
  [["publish"], checkFilter],
  [["rules.eventsToTrack"], checkTrackedEvents],
  [["consumers"], checkPatterns],
];

function checkPrefix({ logs }: Settings) {
  return keyPrefixProblems(logs.prefix).map((message) => ({ field: ["logs", "prefix"], message }));
}

function checkReadingTime({ splitter: { timeoutSeconds, memoryMiB } }: Settings) {
  const field = ["splitter", "timeoutSeconds"];
  return readingTimeProblems(timeoutSeconds, memoryMiB).map((message) => ({ field, message }));
}

function* checkBusAccess({ bus }: Settings) {
  for (const { field, message } of busAccessProblems(bus))
    yield { field: ["bus", ...field], message };
}

function checkFilter({ publish }: Settings) {
  const problems = typeof publish === "object" ? filterProblems(publish.filter) : [];
  return problems.map((message) => ({ field: ["publish", "filter"], message }));
}

function* checkTrackedEvents({ rules }: Settings) {
  for (const [index, name] of rules.eventsToTrack.entries()) {
    const field = ["rules", "eventsToTrack", index];
    for (const message of trackedEventProblems(name)) yield { field, message };
  }
}

function* checkPatterns({ consumers }: Settings) {
  for (const [name, consumer] of Object.entries(consumers)) {
    if (takesAlerts(consumer)) continue;
    const { only = {} } = consumer;
    const field = ["consumers", name, "only"];
    const problems = fieldPatternProblems(only);
    for (const problem of problems) {
      const message = fieldPatternText(field.join("."), problem);
      yield { field: [...field, ...problem.field], message };
    }
    const refusal = problems.length === 0 ? refusalOf(only) : undefined;
    if (refusal !== undefined) {
      yield {
        field,
        message: `Cannot use ${field.join(".")} as EventBridge would refuse it: ${refusal}`,
      };
    }
  }
}

function refusalOf(only: Readonly<Record<string, unknown>>): string | undefined {
  if (Object.keys(only).length === 0) return undefined;
  try {
    patternMatcher({ detail: only });
    return undefined;
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return error.message;
  }
}

/** Settings that say something of what another names. */
function* checkNamed({ logs, deadLetterArn, deadLetterKmsKeyArn }: Settings) {
  for (const [name, value, other, named] of [
    ["logs.readRoleExternalId", logs.readRoleExternalId, "logs.readRoleArn", logs.readRoleArn],
    ["logs.queueKmsKeyArn", logs.queueKmsKeyArn, "logs.queueArn", logs.queueArn],
    ["deadLetterKmsKeyArn", deadLetterKmsKeyArn, "deadLetterArn", deadLetterArn],
  ] as const) {
    const why = `${other} must name what it belongs to: it is missing`;
    if (value !== undefined && named === undefined) yield problem(name.split("."), why, value);
  }
}

function* checkLogSource({ account, logs }: Settings) {
  const { via, topicArn, queueArn, bucket } = logs;
  const bucketAccount = bucketAccountOf(logs);
  for (const [name, arn, way] of [
    ["topicArn", topicArn, "sns"],
    ["queueArn", queueArn, "sqs"],
  ] as const) {
    if (arn === undefined || via === way) continue;
    yield problem(["logs", name], `logs.via must be ${way} for it: it is ${via}`, arn);
  }
  if (via === "s3" && bucketAccount !== undefined && bucketAccount !== account) {
    const whose = account && `, and the stack is of "${account}" (setting account)`;
    yield problem(
      ["logs", "via"],
      `only its own account can have bucket "${bucket}" invoke the splitter: that is "${bucketAccount}"${whose ?? ""}; take sns, sqs or eventbridge`,
      via,
    );
  }
}

function* checkFunctionNames(settings: Settings) {
  const { splitter, notifier } = functionNamesOf(settings);
  if (splitter !== notifier) return;
  // Said where it is written, as one of the two may be the default.
  const isDefault = settings.notifier.functionName === undefined;
  const [at, other] = isDefault ? ["splitter", "notifier"] : ["notifier", "splitter"];
  yield problem(
    [at as string, "functionName"],
    `each function needs a name of its own: ${other}.functionName is the same`,
    splitter,
  );
}

function* checkConcurrency({ notifier, slack, sns, routes }: Settings) {
  const { reservedConcurrency, maxConcurrency } = notifier;
  if (reservedConcurrency === undefined) return;
  const topic = sns.topicArn ?? (Object.keys(sns.subscriptions).length > 0 ? "created" : undefined);
  const defaults = {
    ...(slack.app && { slackChannel: slack.app.channel }),
    ...(slack.webhook && { slackWebhookSecretId: slack.webhook.urlSecretId }),
    ...(topic !== undefined && { snsTopicArn: topic }),
  };
  const { events, turns, all } = notifierExecutions(maxConcurrency, { defaults, routes });
  if (reservedConcurrency >= all) return;
  yield problem(
    ["notifier", "reservedConcurrency"],
    `it must be at least ${all}, or what its queues hand over is turned away and counts as tried: notifier.maxConcurrency, ${events}, for each of two queues of events, ${turns} for turns, 1 for the sweep`,
    reservedConcurrency,
  );
}

function* checkChannels({ slack, routes }: Settings) {
  if (slack.app !== undefined) return;
  for (const [index, { slackChannel }] of routes.entries()) {
    if (slackChannel === undefined) continue;
    yield problem(
      ["routes", index, "slackChannel"],
      "slack.app must name the app that posts there: it is missing",
      slackChannel,
    );
  }
}

function* checkDelivered({ consumers, includeRecord }: Settings) {
  for (const [name, consumer] of Object.entries(consumers)) {
    const { deliver, firehose, http, logGroup, bus } = consumer;
    const field = ["consumers", name, "deliver"];
    if (takesAlerts(consumer)) continue;
    if (deliver === "record" && (logGroup || bus)) {
      yield problem(field, "a log group or a bus gets the whole event: leave it out", deliver);
      continue;
    }
    const delivered = deliver ?? (firehose || http ? "record" : "event");
    if (delivered !== "record" || includeRecord) continue;
    yield problem(
      field,
      "includeRecord must be true for it: it is false; set it, or deliver: event",
      delivered,
    );
  }
}

/** A bus of another account or Region may have the same name. */
function* checkOwnBus({ account, region, bus, consumers }: Settings) {
  if (bus.name === undefined) return;
  for (const [name, consumer] of Object.entries(consumers)) {
    const arn = parseArn(consumer.bus?.arn ?? "");
    const own =
      arn?.account === account &&
      arn?.region === region &&
      arn?.resource === `event-bus/${bus.name}`;
    if (arn === undefined || !own) continue;
    yield problem(
      ["consumers", name, "bus", "arn"],
      "a bus must not forward to itself: this is trailbridge's own (setting bus.name)",
      consumer.bus?.arn,
    );
  }
}

/** What is put into the queue of log files is read as news of log files. */
function* checkLogQueue({ logs, consumers, deadLetterArn }: Settings) {
  if (logs.queueArn === undefined) return;
  const why = "what is put into logs.queueArn is read as news of log files: name another queue";
  if (deadLetterArn === logs.queueArn) yield problem(["deadLetterArn"], why, deadLetterArn);
  for (const [name, { queue }] of Object.entries(consumers)) {
    const field = ["consumers", name, "queue", "arn"];
    if (queue?.arn === logs.queueArn) yield problem(field, why, queue.arn);
  }
}

function problem(field: Field, why: string, value: unknown): FieldProblem {
  return { field, message: `Cannot use ${fieldName(field)} ${JSON.stringify(value)} as ${why}` };
}
