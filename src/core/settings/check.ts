import { busAccessProblems } from "../deployment/bus-access.ts";
import { concurrencyFaults } from "../deployment/executions.ts";
import { keyPrefixProblems } from "../notification/key-prefix.ts";
import { readingTimeProblems } from "../notification/reading-time.ts";
import { type Field, type FieldProblem, unusable } from "../record/field-problem.ts";
import { filterProblems, trackedEventProblems } from "../rule/setting-check.ts";
import { destinationCount, destinationsOf, functionNamesOf, taggedRoutes } from "./config.ts";
import { CONSUMER_CHECKS } from "./consumer-check.ts";
import { placeProblems } from "./place-check.ts";
import { routeTagProblems, unreachableRoutes } from "./route-check.ts";
import { SETTINGS_SCHEMA } from "./schema.ts";
import { bucketAccountOf, type SettingCheck, type Settings } from "./settings.ts";
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
  return [
    ...placeProblems(settings, SETTINGS_SCHEMA),
    ...checkProblems(settings as Settings, CHECKS, misshapen),
  ];
}

/** What those checks find whose settings have the right shape. */
export function checkProblems<Checked>(
  settings: Checked,
  checks: readonly SettingCheck<Checked>[],
  misshapen: readonly Field[],
): readonly FieldProblem[] {
  return checks
    .filter(([reads]) =>
      reads.every((path) => !misshapen.some((field) => touches(field, path.split(".")))),
    )
    .flatMap(([, check]) => [...check(settings)]);
}

/** Whether one of two fields lies in the other, or is it. */
function touches(field: Field, other: Field): boolean {
  return field.slice(0, other.length).every((part, index) => part === other[index]);
}

const CHECKS: readonly SettingCheck<Settings>[] = [
  [["account", "logs"], checkLogSource],
  [["logs", "deadLetterArn", "deadLetterKmsKeyArn"], checkNamed],
  [["name", "splitter.functionName", "notifier.functionName"], checkFunctionNames],
  [
    ["splitter", "notifier", "logs.via", "slack", "sns", "routes", "accountConcurrency"],
    checkConcurrency,
  ],
  [["slack.app", "routes"], checkChannels],
  [["routes", "accounts"], (settings) => routeTagProblems(settings.routes, settings.accounts)],
  [["routes", "accounts"], (settings) => unreachableRoutes(taggedRoutes(settings))],
  [["sns.subscriptions"], ({ sns }) => subscriptionProblems(sns.subscriptions)],
  ...CONSUMER_CHECKS,
  [["consumers", "logs.queueArn", "deadLetterArn"], checkLogQueue],
  [["logs.prefix"], checkPrefix],
  [["splitter.timeoutSeconds", "splitter.memoryMiB"], checkReadingTime],
  [["bus"], checkBusAccess],
  [["publish"], checkFilter],
  [["rules.eventsToTrack"], checkTrackedEvents],
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
  if (bus.arn?.endsWith(":event-bus/default")) {
    const why = "the default bus is everybody's: any rule there would get every record";
    yield unusable(["bus", "arn"], bus.arn, why);
  }
  for (const name of ["name", "kmsKeyArn"] as const) {
    if (bus.arn === undefined || bus[name] === undefined) continue;
    yield unusable(
      ["bus", name],
      bus[name],
      "it is for a bus that is made here: bus.arn names one",
    );
  }
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

/** Settings that say something of what another names. */
function* checkNamed({ logs, deadLetterArn, deadLetterKmsKeyArn }: Settings) {
  for (const [name, value, other, named] of [
    ["logs.readRoleExternalId", logs.readRoleExternalId, "logs.readRoleArn", logs.readRoleArn],
    ["logs.queueKmsKeyArn", logs.queueKmsKeyArn, "logs.queueArn", logs.queueArn],
    ["deadLetterKmsKeyArn", deadLetterKmsKeyArn, "deadLetterArn", deadLetterArn],
  ] as const) {
    const why = `${other} must name what it belongs to: it is missing`;
    if (value !== undefined && named === undefined) yield unusable(name.split("."), value, why);
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
    yield unusable(["logs", name], arn, `logs.via must be ${way} for it: it is ${via}`);
  }
  if (via === "s3" && bucketAccount !== undefined && bucketAccount !== account) {
    const whose = account && `, and the stack is of "${account}" (setting account)`;
    yield unusable(
      ["logs", "via"],
      via,
      `only its own account can have bucket "${bucket}" invoke the splitter: that is "${bucketAccount}"${whose ?? ""}; take sns, sqs or eventbridge`,
    );
  }
}

function* checkFunctionNames(settings: Settings) {
  const { splitter, notifier } = functionNamesOf(settings);
  if (splitter !== notifier) return;
  // Said where it is written, as one of the two may be the default.
  const isDefault = settings.notifier.functionName === undefined;
  const [at, other] = isDefault ? ["splitter", "notifier"] : ["notifier", "splitter"];
  yield unusable(
    [at as string, "functionName"],
    splitter,
    `each function needs a name of its own: ${other}.functionName is the same`,
  );
}

function* checkConcurrency({ splitter, notifier, logs, slack, sns, routes, ...rest }: Settings) {
  const faults = concurrencyFaults({
    splitter,
    notifier,
    byQueue: logs.via === "sqs",
    destinations: destinationCount(destinationsOf({ slack, sns, routes })),
    account: rest.accountConcurrency,
  });
  for (const it of faults) yield unusable([it.of, "reservedConcurrency"], it.reserved, it.why);
}

function* checkChannels({ slack, routes }: Settings) {
  if (slack.app !== undefined) return;
  for (const [index, { slackChannel }] of routes.entries()) {
    if (slackChannel === undefined) continue;
    yield unusable(
      ["routes", index, "slackChannel"],
      slackChannel,
      "slack.app must name the app that posts there: it is missing",
    );
  }
}

/** What is put into the queue of log files is read as news of log files. */
function* checkLogQueue({ logs, consumers, deadLetterArn }: Settings) {
  if (logs.queueArn === undefined) return;
  const why = "what is put into logs.queueArn is read as news of log files: name another queue";
  if (deadLetterArn === logs.queueArn) yield unusable(["deadLetterArn"], deadLetterArn, why);
  for (const [name, { queue }] of Object.entries(consumers)) {
    const field = ["consumers", name, "queue", "arn"];
    if (queue?.arn === logs.queueArn) yield unusable(field, queue.arn, why);
  }
}
