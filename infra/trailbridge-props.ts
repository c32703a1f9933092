import type { IManagedPolicy } from "aws-cdk-lib/aws-iam";
import type { RecordBusProps } from "./bus/record-bus-props.ts";
import type { FunctionOptions } from "./function/function-options.ts";
import type { GuardProps } from "./guard/guard-props.ts";
import type { NotifierProps } from "./notifier/notifier-props.ts";
import type { AlarmTopicProps } from "./operations/alarm-topic.ts";
import type { AlarmsProps } from "./operations/alarms.ts";
import type { SplitterProps } from "./splitter/splitter-props.ts";

/** Properties of `Trailbridge`: those of its parts. */
export interface TrailbridgeProps
  extends Omit<
      SplitterProps,
      "eventBus" | "notifierFunctionName" | "maxConcurrency" | keyof FunctionOptions
    >,
    Omit<
      NotifierProps,
      "eventBus" | "splitterFunctionName" | "maxConcurrency" | "canary" | keyof FunctionOptions
    >,
    GuardProps {
  /**
   * Executions at once that the account may have in the Region; what both functions reserve must leave
   * 100 of them, or the deployment fails.
   *
   * @default 1000
   */
  readonly accountConcurrency?: number;

  /**
   * Bounds what any role made here may ever do, those of consumers that are added later too. It must
   * allow what they are granted, and is no grant.
   *
   * @default - none
   */
  readonly permissionsBoundary?: IManagedPolicy;

  /** The bus. @default - every default of `RecordBus` */
  readonly bus?: Omit<RecordBusProps, "includeRecord">;

  /** The splitter function. @default - every default of `Splitter` */
  readonly splitter?: FunctionOptions & Pick<SplitterProps, "maxConcurrency">;

  /** The notifier function. @default - every default of `Notifier` */
  readonly notifier?: FunctionOptions & Pick<NotifierProps, "maxConcurrency">;

  /** Alarms and whom they tell. @default - every default, to a topic nobody is subscribed to yet */
  readonly alarms?: Pick<AlarmsProps, "silence" | "maxBufferAge" | "maxWaiting" | "alarmActions"> &
    AlarmTopicProps & {
      /**
       * ARNs of the roles that deploy: their calls on the product's resources are not told one by
       * one, but each deploy is.
       *
       * @default - the roles of the CDK's bootstrap stack in this account and Region
       */
      readonly deployRoleArns?: readonly string[];

      /**
       * Page with the runbook, an anchor `alarm-<name>` for each alarm; what alarms link to.
       *
       * @default - the dashboard, which holds the runbook
       */
      readonly runbookUrl?: string;
    };

  /**
   * Subscribers of `topic`, endpoint → protocol of SNS, e.g. `{ "soc@example.com": "email" }`.
   * Without `topic` one is created for them.
   *
   * @default - none
   */
  readonly topicSubscriptions?: Readonly<Record<string, string>>;

  /**
   * Name of the dashboard, unique in the account.
   *
   * @default - the stack's name and Region; where this construct is not its "Trailbridge", its own path too
   */
  readonly dashboardName?: string;
}
