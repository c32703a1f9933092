import { isKnown } from "../../terraform/value.ts";
import { moduleDestinations } from "./destinations.ts";
import { functionSettings } from "./function-settings.ts";
import type { ModuleInputs, MoveReport } from "./report.ts";
import type { SettingMap } from "./yaml-text.ts";

/** What a module's rules come to, as far as the settings name it. */
export interface RuleFolders {
  readonly useDefaults: boolean;
  readonly hasRules: boolean;
  readonly hasIgnoreRules: boolean;
  readonly eventsToTrack: readonly string[];
}

/**
 * The settings that say what the inputs of the module said.
 *
 * @param name Name of the stack, where it is not the only one.
 */
export function moduleSettings(
  inputs: ModuleInputs,
  rules: RuleFolders,
  report: MoveReport,
  name: string | undefined,
): SettingMap {
  const { slack, sns, routes } = moduleDestinations(
    inputs,
    report,
    (what) => `${name ?? "trailbridge"}/${what}`,
  );
  const window = inputs.number("dynamodb_time_to_live", "threads.windowSeconds");
  const isOff = (input: string, setting: string) =>
    inputs.boolean(input, setting) === false ? false : undefined;
  const settings: SettingMap = {
    name,
    tags: tagsOf(inputs, report),
    logs: logsOf(inputs, report),
    slack,
    sns,
    routes: routes.length === 0 ? undefined : routes,
    rules: {
      packs: rules.useDefaults ? ["default"] : [],
      directories: rules.hasRules ? ["rules"] : undefined,
      ignoreDirectories: rules.hasIgnoreRules ? ["ignore"] : undefined,
      eventsToTrack: rules.eventsToTrack.length > 0 ? rules.eventsToTrack : undefined,
    },
    threads: { windowSeconds: windowOf(window, report) },
    accessDeniedMetrics: isOff("push_access_denied_cloudwatch_metrics", "accessDeniedMetrics"),
    ruleFaultNotices: isOff("rule_evaluation_errors_to_slack", "ruleFaultNotices"),
    removedObjectAlerts: isOff("s3_removed_object_notification", "removedObjectAlerts"),
    ...functionSettings(inputs, report),
  };
  sayWhatIsLeft(inputs, report);
  return settings;
}

function windowOf(seconds: number | undefined, report: MoveReport): number | undefined {
  if (seconds === undefined) return undefined;
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 604_800) return seconds;
  return report.open(
    "threads.windowSeconds",
    "dynamodb_time_to_live",
    `is ${seconds}, not 1 to 604800`,
  );
}

function tagsOf(inputs: ModuleInputs, report: MoveReport): SettingMap | undefined {
  const value = inputs.value("tags");
  if (value === undefined) return undefined;
  if (!(value instanceof Map)) return report.open("tags", "tags", report.unknown(value));
  const tags: Record<string, string> = {};
  for (const [key, it] of value) {
    if (isKnown(key) && isKnown(it)) tags[key] = String(it);
    else report.open(`tags.${report.gaps.written(key)}`, "tags", report.unknown(it));
  }
  return tags;
}

function logsOf(inputs: ModuleInputs, report: MoveReport): SettingMap {
  const bucket = inputs.text("cloudtrail_logs_s3_bucket_name", "logs.bucket");
  if (inputs.value("cloudtrail_logs_s3_bucket_name") === undefined)
    report.open("logs.bucket", "cloudtrail_logs_s3_bucket_name", "is not given");
  const prefix = inputs.text("s3_notification_filter_prefix", "logs.prefix");
  return {
    bucket,
    prefix: prefix === "AWSLogs/" ? undefined : prefix,
    kmsKeyArn: keyArn(inputs, report),
    ...deliveryOf(inputs, report),
  };
}

function keyArn(inputs: ModuleInputs, report: MoveReport): string | undefined {
  const name = "cloudtrail_logs_kms_key_id";
  const key = inputs.text(name, "logs.kmsKeyArn");
  if (key === undefined || key === "") return undefined;
  if (/^arn:[\w-]+:kms:[\w-]+:[0-9]{12}:key\/[\w-]+$/.test(key)) return key;
  const shown = /^[\w:/-]+$/.test(key) ? key : JSON.stringify(key);
  return report.open(
    "logs.kmsKeyArn",
    name,
    `is ${shown}, and the setting takes the key's ARN: aws kms describe-key --key-id ${shown} --query KeyMetadata.Arn --output text`,
  );
}

/** How news of a log file comes. Names of the inputs changed between the module's versions. */
function deliveryOf(inputs: ModuleInputs, report: MoveReport): SettingMap {
  const given = (pattern: RegExp) => inputs.names().filter((it) => pattern.test(it));
  const isOn = (names: readonly string[]) =>
    names.map((it) => inputs.boolean(it, "logs.via")).some((it) => it === true);
  const bySns = isOn(given(/^(enable|use)_.*sns/));
  const byBus = isOn(given(/^(enable|use)_.*event_?bridge/));
  const topics = given(/topic_arn/).filter((it) => it !== "default_sns_topic_arn");
  const owns = inputs.boolean("create_bucket_notification", "logs.via");
  for (const name of given(/^create_.*sns|s3_sns|sns_topic_name/)) inputs.value(name);
  if (bySns) {
    if (byBus)
      report.todo.push(
        "see to logs.via: the module is told by a topic and by EventBridge; sns is set",
      );
    const [topic] = topics;
    const [named] = given(/topic_name/).flatMap((it) => {
      if (!it.includes("sns")) return [];
      const name = inputs.value(it);
      return name === undefined ? [] : [`, ${report.shown(name)},`];
    });
    const topicArn = topic === undefined ? undefined : inputs.text(topic, "logs.topicArn");
    if (topic === undefined)
      report.todo.push(
        `set logs.topicArn if the topic${named ?? ""} that the module made is to stay: take it over before the module is removed; else one is created`,
      );
    return { via: "sns", topicArn };
  }
  for (const it of topics) inputs.value(it);
  if (byBus) return { via: "eventbridge" };
  if (owns === false)
    report.todo.push(
      "set logs.via: create_bucket_notification is false, so somebody else tells the module of log files; s3, the default, adds a notification to the bucket",
    );
  return {};
}

function sayWhatIsLeft(inputs: ModuleInputs, report: MoveReport): void {
  const table = inputs.value("dynamodb_table_name");
  if (table !== undefined)
    report.changes.push(
      "dynamodb_table_name is left out: the module's table has that name as long as it is there, and threads of the two are not shared",
    );
  for (const name of ["lambda_build_in_docker", "lambda_recreate_missing_package"]) {
    if (inputs.value(name) !== undefined)
      report.changes.push(`${name} has no counterpart: nothing is built when it is deployed`);
  }
  report.changes.push(
    "routes go by the account that an alert is about; the module's went by the caller's account, which differ where one account acts in another",
  );
  const group = inputs.value("cloudtrail_cloudwatch_log_group_name");
  if (group !== undefined)
    report.todo.push(
      `see to logs.bucket: cloudtrail_cloudwatch_log_group_name is ${report.shown(group)}, a log group, which the module's first version read; the trail's log files in S3 are read here`,
    );
  for (const name of inputs.unread())
    report.todo.push(
      `see to ${name}: migrate knows no such input of the module, and has left it out`,
    );
}
