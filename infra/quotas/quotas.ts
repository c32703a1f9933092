import { MAX_PATTERN_CHARACTERS } from "../../src/core/pattern/match.ts";
import { NAME_LENGTHS } from "./name-lengths.ts";
import { POLICY_QUOTAS } from "./policy-quotas.ts";
import {
  bytes,
  CLOUDFORMATION,
  counted,
  each,
  type Properties,
  type Quota,
  size,
  stack,
} from "./quota.ts";

const EVENTBRIDGE = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html";
const WILDCARDS =
  "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html";
const SNS = "https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html";
const LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html";
const CLOUDWATCH =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html";
const DASHBOARD =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html";
const LOGS = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html";

/** Every quota that a template of this product could meet, with its number and where AWS says so. */
export const QUOTAS: readonly Quota[] = [
  ...POLICY_QUOTAS,
  stack("resources of one stack", 500, ({ Resources }) => Object.keys(Resources).length),
  stack("outputs of one stack", 200, ({ Outputs = {} }) => Object.keys(Outputs).length),
  stack("parameters of one stack", 200, ({ Parameters = {} }) => Object.keys(Parameters).length),
  stack("mappings of one stack", 200, ({ Mappings = {} }) => Object.keys(Mappings).length),
  stack("bytes of template", 1_000_000, (template) => bytes(JSON.stringify(template))),
  stack("bytes of description", 1_024, ({ Description = "" }) => bytes(String(Description))),
  stack(
    "dynamic references of one template",
    60,
    (template) => JSON.stringify(template).split("{{resolve:").length - 1,
  ),
  {
    what: "characters of logical id",
    most: 255,
    source: CLOUDFORMATION,
    count: ({ template }) => Object.keys(template.Resources).map((id) => [id, id.length]),
  },
  {
    what: "rules of one event bus",
    most: 300,
    source: EVENTBRIDGE,
    count: (deployed) => counted(deployed.of("AWS::Events::Rule"), "EventBusName"),
  },
  {
    what: "rules with wildcards of one event bus",
    most: 30,
    source: WILDCARDS,
    count: (deployed) =>
      counted(
        deployed
          .of("AWS::Events::Rule")
          .filter(([, { EventPattern }]) => /"wildcard":/.test(JSON.stringify(EventPattern ?? ""))),
        "EventBusName",
      ),
  },
  each("AWS::Events::Rule", "targets of one rule", 5, EVENTBRIDGE, ({ Targets }) => size(Targets)),
  each(
    "AWS::Events::Rule",
    "characters of event pattern",
    MAX_PATTERN_CHARACTERS,
    EVENTBRIDGE,
    ({ EventPattern }) => (EventPattern === undefined ? 0 : JSON.stringify(EventPattern).length),
  ),
  each(
    "AWS::SNS::Subscription",
    "keys of subscription filter",
    5,
    SNS,
    ({ FilterPolicy }) => Object.keys(Object(FilterPolicy)).length,
  ),
  each(
    "AWS::SNS::Subscription",
    "combinations of values of subscription filter",
    150,
    SNS,
    ({ FilterPolicy }) => combinations(FilterPolicy),
  ),
  each("AWS::Lambda::Function", "bytes of environment variables", 4 * 1024, LAMBDA, (it) => {
    const { Variables = {} } = Object(it.Environment) as { Variables?: object };
    return Object.entries(Variables).reduce((sum, pair) => sum + bytes(pair.join("")), 0);
  }),
  {
    what: "subscription filters of one log group",
    most: 2,
    source: LOGS,
    count: (deployed) => counted(deployed.of("AWS::Logs::SubscriptionFilter"), "LogGroupName"),
  },
  ...["AlarmActions", "OKActions", "InsufficientDataActions"].map((name) =>
    each("AWS::CloudWatch::Alarm", `${name} of one alarm`, 5, CLOUDWATCH, (it) => size(it[name])),
  ),
  each(
    "AWS::CloudWatch::Alarm",
    "metrics of one alarm",
    10,
    CLOUDWATCH,
    ({ Metrics }) =>
      ((Metrics as Properties[] | undefined) ?? []).filter((it) => it.MetricStat).length,
  ),
  each(
    "AWS::CloudWatch::Alarm",
    "characters of alarm description",
    1_024,
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
    ({ AlarmDescription = "" }) => String(AlarmDescription).length,
  ),
  each(
    "AWS::CloudWatch::Dashboard",
    "widgets of one dashboard",
    500,
    CLOUDWATCH,
    (it) => widgets(it).length,
  ),
  each("AWS::CloudWatch::Dashboard", "metrics of one widget", 500, CLOUDWATCH, (it) =>
    Math.max(0, ...widgets(it).map(({ metrics }) => size(metrics))),
  ),
  each("AWS::CloudWatch::Dashboard", "metrics of one dashboard", 2_500, CLOUDWATCH, (it) =>
    widgets(it).reduce((sum, { metrics }) => sum + size(metrics), 0),
  ),
  each("AWS::CloudWatch::Dashboard", "alarms of one widget", 100, DASHBOARD, (it) =>
    Math.max(0, ...widgets(it).map(({ alarms }) => size(alarms))),
  ),
  ...Object.entries(NAME_LENGTHS).map(([type, [property, most, source]]) =>
    each(type, `characters of ${property} of ${type}`, most, source, (it) =>
      it[property] === undefined ? 0 : String(it[property]).length,
    ),
  ),
];

/** Values of each key of a filter, multiplied; what is nested counts with its own keys. */
function combinations(filter: unknown): number {
  return Object.values(Object(filter)).reduce<number>(
    (all, it) => all * (Array.isArray(it) ? it.length : combinations(it)),
    1,
  );
}

interface Widget {
  readonly metrics?: unknown;
  readonly alarms?: unknown;
}

function widgets({ DashboardBody = "{}" }: Properties): readonly Widget[] {
  const body = JSON.parse(String(DashboardBody)) as { widgets?: { properties?: Widget }[] };
  return (body.widgets ?? []).map(({ properties = {} }) => properties);
}
