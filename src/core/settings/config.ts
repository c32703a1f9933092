import type { DestinationSettings } from "../alert/route.ts";
import { type FunctionNames, functionNames } from "../deployment/name.ts";
import type { RuleSet } from "../rule/rule.ts";
import type { Settings } from "./settings.ts";

/**
 * What a function is started with, beside its environment: the `config.json` in its asset.
 * A file and not environment variables, which hold 4 KB in all.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export interface FunctionConfig {
  readonly ruleSet: RuleSet;
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
  readonly accountNames: Settings["accounts"];
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

/** Executions of the notifier at once that each of its ways in may start. */
export interface NotifierExecutions {
  /** From the buffer, and as many from the queue of what is critical. */
  readonly events: number;
  /** A turn each: one more than there are destinations would find nothing to draw. */
  readonly turns: number;
  /** All of them, with the sweep. */
  readonly all: number;
}

/** How many executions the notifier may need, so that nothing it is handed is turned away. */
export function notifierExecutions(
  maxConcurrency: number,
  { defaults, routes }: DestinationSettings,
): NotifierExecutions {
  const targets = [defaults, ...routes].flatMap(
    ({ slackChannel, slackWebhookSecretId, snsTopicArn }) =>
      [slackChannel, slackWebhookSecretId, snsTopicArn].filter((target) => target !== undefined),
  );
  // The bus is a destination too.
  const turns = Math.min(MAX_CONCURRENCY, Math.max(LEAST_TURNS, new Set(targets).size + 1));
  return { events: maxConcurrency, turns, all: 2 * maxConcurrency + turns + 1 };
}

const LEAST_TURNS = 5;

/**
 * Executions at once that one queue may start.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const MAX_CONCURRENCY = 1_000;
