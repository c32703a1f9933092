import type { RemovalPolicy } from "aws-cdk-lib";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import type { RuleSet } from "../../src/core/rule/rule.ts";
import type { RuntimeSettings } from "../../src/core/settings/config.ts";
import type { FunctionOptions } from "../function/function-options.ts";
import type { AlertDestinations } from "./alert-destinations.ts";
import type { ThreadOptions } from "./thread-options.ts";

/** Properties of {@linkcode Notifier}. */
export interface NotifierProps extends FunctionOptions, AlertDestinations, ThreadOptions {
  /** Bus with the splitter's events. */
  readonly eventBus: IEventBus;

  /**
   * What alerts and what must not: see `loadRuleSet()`.
   *
   * @default loadRuleSet(), the default pack
   */
  readonly ruleSet?: RuleSet;

  /**
   * Only removed objects under this key prefix alert: that of the log files.
   *
   * @default "AWSLogs/"
   */
  readonly logPrefix?: string;

  /**
   * Name of the splitter function: with the notifier's own it is what rules reach as `$self`.
   *
   * @default - that of the `Splitter` with id "Splitter" beside this construct
   */
  readonly splitterFunctionName?: string;

  /**
   * Executions at once that each of the two queues of events may start, 2 to 1000: they judge and
   * record. Drawing has executions of its own, one for each destination.
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
   * Existing table of this account and Region for threads and repeats, for nobody else's items: keys `pk`
   * and `sk`, both text, and time to live by `expiresAt`. That is checked of a table of this app; of an
   * imported one nobody can see it, and its key must be imported with it.
   *
   * @default - a table is made
   */
  readonly table?: ITable;

  /**
   * What becomes of the table when the stack is deleted, or the table replaced.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Account id → name to show beside it.
   *
   * @default - ids alone
   */
  readonly accountNames?: Readonly<Record<string, string>>;

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

  /**
   * Whether an actor's lesser alerts are replies under its critical one while that one's thread is
   * open.
   *
   * @default false
   */
  readonly inhibit?: boolean;

  /**
   * Whether events replayed from the bus's archive alert again.
   *
   * @default false
   */
  readonly pageReplays?: boolean;

  /**
   * Whether alerts are put on the bus as events too.
   *
   * @default true
   */
  readonly alertEvents?: boolean;

  /**
   * Whether it waits for canaries, which something must send: {@linkcode Trailbridge} does.
   *
   * @default false
   */
  readonly canary?: boolean;

  /**
   * Whether a topic gets a thread's first event and then summaries, or each event.
   *
   * @default "fold"
   */
  readonly snsRepeats?: RuntimeSettings["snsRepeats"];

  /**
   * How much of an alert its Slack message holds.
   *
   * @default "compact"
   */
  readonly slackLayout?: RuntimeSettings["slackLayout"];

  /**
   * Address of IAM Identity Center's access portal, e.g. `https://d-1234567890.awsapps.com/start`:
   * links to the console then open in the alert's account.
   *
   * @default - links open in whatever account the reader is signed in to
   */
  readonly accessPortalUrl?: string;
}
