import type { DestinationSettings, Route } from "../alert/route.ts";
import { type FunctionNames, functionNames } from "../deployment/name.ts";
import type { RuleSet } from "../rule/rule.ts";
import { accountsTagged } from "../severity/severity-case.ts";
import { accountNamesOf, accountTagsOf, type Settings } from "./settings.ts";

/**
 * What a function is started with, beside its environment: the `config.json` in its asset.
 * A file and not environment variables, which hold 4 KB in all.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export interface FunctionConfig {
  readonly ruleSet: RuleSet;
  /** {@linkcode INDEX_VERSION} of who wrote the anchors of the rules; absent where they have none. */
  readonly indexVersion?: number;
  readonly settings: RuntimeSettings;
}

/** Settings the splitter reads as they stand in the file. */
export const SPLITTER_SETTINGS = [
  "publish",
  "includeRecord",
  "maxRequestBytes",
] as const satisfies readonly (keyof Settings)[];

/** Settings the notifier reads as they stand in the file. */
export const NOTIFIER_SETTINGS = [
  "accessDeniedMetrics",
  "ruleFaultNotices",
  "removedObjectAlerts",
  "inhibit",
  "pageReplays",
  "alertEvents",
  "accessPortalUrl",
] as const satisfies readonly (keyof Settings)[];

/** The part of the settings the functions read; already checked, every default filled in. */
export type RuntimeSettings = Pick<
  Settings,
  (typeof SPLITTER_SETTINGS)[number] | (typeof NOTIFIER_SETTINGS)[number] | "threads"
> & {
  /** Key prefix of log files, e.g. `AWSLogs/`. */
  readonly logPrefix: string;
  /** Where alerts go, by ids and ARNs. */
  readonly destinations: DestinationSettings;
  /** Whether a topic gets a thread's events folded, or each. */
  readonly snsRepeats: Settings["sns"]["repeats"];
  /** How much of an alert its Slack message holds. */
  readonly slackLayout: Settings["slack"]["layout"];
  /**
   * Ways on which the notifier waits for canaries: its AWS rules by name, and the product's queues.
   *
   * @default none
   */
  readonly canaries?: readonly string[];
  /** Account id → name to show beside it. */
  readonly accountNames: Readonly<Record<string, string>>;
};

/** Names of the functions: those given, else those that follow from the stack's name. */
export function functionNamesOf({
  name,
  splitter,
  notifier,
}: Pick<Settings, "name" | "splitter" | "notifier">): FunctionNames {
  const derived = functionNames(name);
  return {
    splitter: splitter.functionName ?? derived.splitter,
    notifier: notifier.functionName ?? derived.notifier,
  };
}

/** What the functions of a deployment by these settings are started with, secrets and topics as the settings name them. */
export function runtimeSettingsOf(settings: Settings): RuntimeSettings {
  const { logs, accounts, sns, slack, ...same } = settings;
  const { publish, includeRecord, maxRequestBytes, threads, accessPortalUrl } = same;
  return {
    publish,
    includeRecord,
    maxRequestBytes,
    threads,
    accessDeniedMetrics: same.accessDeniedMetrics,
    ruleFaultNotices: same.ruleFaultNotices,
    removedObjectAlerts: same.removedObjectAlerts,
    inhibit: same.inhibit,
    pageReplays: same.pageReplays,
    alertEvents: same.alertEvents,
    ...(accessPortalUrl !== undefined && { accessPortalUrl }),
    logPrefix: logs.prefix,
    accountNames: accountNamesOf(accounts),
    snsRepeats: sns.repeats,
    slackLayout: slack.layout,
    destinations: destinationsOf(settings),
  };
}

/** Where the settings send alerts, secrets and topics as they name them. */
export function destinationsOf({
  slack,
  sns,
  ...others
}: Pick<Settings, "slack" | "sns" | "routes"> &
  Partial<Pick<Settings, "accounts">>): DestinationSettings {
  const isCreated = Object.keys(sns.subscriptions).length > 0;
  const snsTopicArn = sns.topicArn ?? (isCreated ? CREATED_TOPIC : undefined);
  return {
    ...(slack.app && { slackTokenSecretId: slack.app.botTokenSecretId }),
    defaults: {
      ...(slack.app && { slackChannel: slack.app.channel }),
      ...(slack.webhook && { slackWebhookSecretId: slack.webhook.urlSecretId }),
      ...(snsTopicArn !== undefined && { snsTopicArn }),
    },
    routes: taggedRoutes(others),
  };
}

/** Routes with the accounts that have their tags. */
export function taggedRoutes({
  routes,
  accounts = {},
}: Pick<Settings, "routes"> & Partial<Pick<Settings, "accounts">>): readonly Route[] {
  const tags = accountTagsOf(accounts);
  return routes.map(({ accountTags, ...route }) => {
    if (accountTags === undefined) return route;
    const tagged = accountsTagged(tags, accountTags);
    const { accounts: named } = route;
    return { ...route, accounts: tagged.filter((id) => named?.includes(id) ?? true) };
  });
}

/** Stands for the topic that the deployment makes. */
export const CREATED_TOPIC = "the created topic";

/** How many channels, webhooks and topics alerts go to. */
export function destinationCount({ defaults, routes }: DestinationSettings): number {
  const targets = [defaults, ...routes].flatMap(
    ({ slackChannel, slackWebhookSecretId, snsTopicArn }) =>
      [slackChannel, slackWebhookSecretId, snsTopicArn].filter((target) => target !== undefined),
  );
  return new Set(targets).size;
}
