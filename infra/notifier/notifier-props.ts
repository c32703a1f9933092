import type { Duration } from "aws-cdk-lib";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import type { RuleSet } from "../../src/core/rule/rule.ts";
import type { FunctionOptions } from "../shared/product-function.ts";
import type { AlertDestinations } from "./alert-destinations.ts";

/** Properties of {@linkcode Notifier}. */
export interface NotifierProps extends FunctionOptions, AlertDestinations {
  /** Bus with the splitter's events. */
  readonly eventBus: IEventBus;

  /**
   * What alerts and what must not: see `loadRuleSet()`.
   *
   * @default loadRuleSet(), the default pack
   */
  readonly ruleSet?: RuleSet;

  /**
   * Name of the splitter function: with the notifier's own it is what rules reach as `$self`.
   *
   * @default "trailbridge-splitter"
   */
  readonly splitterFunctionName?: string;

  /**
   * Executions at once the buffer may start, 2 to 1000. Slack takes about one message a second
   * and channel, so more do not post faster.
   *
   * @default 5
   */
  readonly maxConcurrency?: number;

  /**
   * Name of the table of threads and repeats.
   *
   * @default - CloudFormation chooses
   */
  readonly tableName?: string;

  /**
   * Account id → name to show beside it.
   *
   * @default - ids alone
   */
  readonly accountNames?: Readonly<Record<string, string>>;

  /**
   * How long repeats fold under one message, in whole seconds.
   *
   * @default Duration.minutes(15)
   */
  readonly threadWindow?: Duration;

  /**
   * Replies under one message; after that only its count moves.
   *
   * @default 20
   */
  readonly maxReplies?: number;

  /**
   * Whether denied events are counted in CloudWatch.
   *
   * @default true
   */
  readonly accessDeniedMetrics?: boolean;

  /**
   * Whether a rule that cannot judge an event is noticed in the default channel.
   *
   * @default true
   */
  readonly ruleFaultNotices?: boolean;

  /**
   * Whether removing a log or digest file alerts.
   *
   * @default true
   */
  readonly removedObjectAlerts?: boolean;
}
