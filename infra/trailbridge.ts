import { Stack, Token } from "aws-cdk-lib";
import {
  type Grant,
  type IGrantable,
  PermissionsBoundary,
  type PolicyStatement,
} from "aws-cdk-lib/aws-iam";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { type CounterSum, EVENT_SOURCE } from "../src/contract.ts";
import { reservationFault } from "../src/core/deployment/executions.ts";
import { functionNames, shortened } from "../src/core/deployment/name.ts";
import { operatorProblems } from "../src/core/deployment/operator.ts";
import { RecordBus } from "./bus/record-bus.ts";
import { granteeOf, grantTo } from "./guard/grantee.ts";
import { guardAll, guardBus, guardRecords, READ_ALERTS } from "./guard/guard.ts";
import type { Grantees, OwnCallers } from "./guard/others.ts";
import { guardSecrets, secretsOf } from "./guard/secrets.ts";
import { ImportedTrailbridge } from "./imported-trailbridge.ts";
import { AlertTopic } from "./notifier/alert-topic.ts";
import { Notifier } from "./notifier/notifier.ts";
import { AlarmTopic } from "./operations/alarm-topic.ts";
import { Alarms } from "./operations/alarms.ts";
import { scheduleCanaries } from "./operations/canary.ts";
import { TrailbridgeDashboard } from "./operations/dashboard.ts";
import { dashboardUrl } from "./operations/dashboard-url.ts";
import { ProductMetrics } from "./operations/product-metrics.ts";
import { RemovedObjects } from "./removed-objects.ts";
import { linkRunbook } from "./runbook/runbook-alarm.ts";
import { DEFAULTS } from "./shared/defaults.ts";
import { MAX_BUS_NAME, physicalName } from "./shared/physical-name.ts";
import { Splitter } from "./splitter/splitter.ts";
import { existingFields } from "./tamper/existing-fields.ts";
import { TamperWatch } from "./tamper/tamper-watch.ts";
import type { ITrailbridge, TrailbridgeAttributes } from "./trailbridge-interface.ts";
import type { TrailbridgeProps } from "./trailbridge-props.ts";

/**
 * Defines everything: log files in, alerts out, and a bus for whoever else wants the records.
 *
 * @example
 * ```ts
 * const trailbridge = new Trailbridge(stack, "Trailbridge", {
 *   logBucket: Bucket.fromBucketName(stack, "Logs", "org-cloudtrail-logs"),
 *   slackBotToken: Secret.fromSecretNameV2(stack, "BotToken", "trailbridge/slack-bot-token"),
 *   slackChannel: "C0123456789",
 * });
 * trailbridge.bus.addFirehose("Lake");
 * ```
 */
export class Trailbridge extends ProductMetrics implements ITrailbridge {
  /**
   * One that another app or stack of this account and Region made: its metrics, and its bus, to give
   * that consumers of one's own.
   *
   * @throws {Error} If a part is of another account or Region.
   */
  static fromTrailbridgeAttributes(
    scope: Construct,
    id: string,
    attributes: TrailbridgeAttributes,
  ): ITrailbridge {
    return new ImportedTrailbridge(scope, id, attributes);
  }

  /** The bus the records are on; its `add…` methods give it consumers. */
  readonly bus: RecordBus;
  /** Log file → bus events. */
  readonly splitter: Splitter;
  /** Bus event → alert. */
  readonly notifier: Notifier;
  /** Alarms on both functions, the queues and the bus. */
  readonly alarms: Alarms;
  /** The dashboard, with the runbook. */
  readonly dashboard: TrailbridgeDashboard;

  /** Topic the alarms tell. */
  readonly alarmTopic: ITopic;

  /**
   * What closes a secret that alerts are sent with to all but the notifier, for the policies of those that
   * were made elsewhere: their owners add it. None where all are of this stack, which have it.
   */
  readonly secretStatement: PolicyStatement | undefined;

  private readonly grantees: Grantees = { putEvents: [], readAlerts: [] };
  /** Who puts events in the product's name. */
  private ownCallers?: OwnCallers;

  constructor(scope: Construct, id: string, props: TrailbridgeProps) {
    super(scope, id);
    if (props.permissionsBoundary) PermissionsBoundary.of(this).apply(props.permissionsBoundary);
    const name = physicalName(this, MAX_BUS_NAME);
    const dashboardName = props.dashboardName ?? `${shortened(name, 200)}-${Stack.of(this).region}`;
    const runbookUrl = props.alarms?.runbookUrl;
    linkRunbook(
      this,
      runbookUrl === undefined
        ? { url: dashboardUrl(this, dashboardName), anchors: false }
        : { url: runbookUrl, anchors: true },
    );

    const includeRecord = props.includeRecord ?? DEFAULTS.includeRecord;
    this.bus = new RecordBus(this, "Bus", {
      ...props.bus,
      ...(props.bus?.eventBus === undefined && { eventBusName: props.bus?.eventBusName ?? name }),
      includeRecord,
    });
    const { eventBus } = this.bus;
    const derived = functionNames(name);
    const splitterName = props.splitter?.functionName ?? derived.splitter;
    const notifierName = props.notifier?.functionName ?? derived.notifier;
    if (splitterName === notifierName) {
      throw new Error(
        `Cannot name both functions "${splitterName}" as each needs a functionName of its own`,
      );
    }
    const { splitter, notifier, accountConcurrency = DEFAULTS.accountConcurrency } = props;
    const known = [splitter, notifier].map(({ reservedConcurrency: it } = {}) =>
      Token.isUnresolved(it) ? undefined : it,
    );
    const why = reservationFault({ splitter: known[0], notifier: known[1] }, accountConcurrency);
    if (why !== undefined) throw new Error(`Cannot use reservedConcurrency as ${why}`);
    this.splitter = new Splitter(this, "Splitter", {
      ...props,
      ...props.splitter,
      functionName: splitterName,
      eventBus,
      notifierFunctionName: notifierName,
    });
    const alertTopic =
      props.topicSubscriptions &&
      new AlertTopic(this, "AlertTopic", {
        subscriptions: props.topicSubscriptions,
        ...(props.topic && { topic: props.topic }),
      });
    this.notifier = new Notifier(this, "Notifier", {
      ...props,
      ...props.notifier,
      ...(alertTopic && { topic: alertTopic.topic }),
      functionName: notifierName,
      eventBus,
      splitterFunctionName: splitterName,
      canary: true,
    });
    scheduleCanaries(this, "Canary", { splitter: this.splitter, notifier: this.notifier });
    if (props.removedObjectAlerts ?? DEFAULTS.removedObjectAlerts) {
      new RemovedObjects(this, "RemovedObjects", { logs: this.splitter, notifier: this.notifier });
    }

    const alarms = new AlarmTopic(this, "AlarmTopic", props.alarms ?? {});
    const { topic: alarmTopic, undelivered } = alarms;
    this.alarmTopic = alarmTopic;
    const tamper = new TamperWatch(this, "Tamper", {
      topic: alarmTopic,
      front: { queue: this.notifier.critical, deadLetters: this.notifier.criticalDeadLetters },
      bus: eventBus,
      watched: this,
      fields: existingFields(this.splitter, this.notifier, alarmTopic, eventBus, props),
      deployRoleArns: props.alarms?.deployRoleArns,
    });
    this.alarms = new Alarms(this, "Alarms", {
      ...props.alarms,
      splitter: this.splitter,
      notifier: this.notifier,
      bus: this.bus,
      topic: this.alarmTopic,
      deadLetters: [
        ...(alertTopic
          ? [["alert-subscription-dead-letters", alertTopic.undelivered] as const]
          : []),
        ...(props.deadLetters && "queueArn" in props.deadLetters
          ? [["splitter-dead-letters", props.deadLetters] as const]
          : []),
        ...(undelivered ? [["alarm-subscription-dead-letters", undelivered] as const] : []),
        ["alarm-subscription-dead-letters", tamper.undelivered],
      ],
    });
    this.dashboard = new TrailbridgeDashboard(this, "Dashboard", {
      dashboardName,
      splitter: this.splitter,
      notifier: this.notifier,
      alarms: this.alarms.alarms,
    });
    this.secretStatement = this.guard(props, {
      ...(alertTopic && { alerts: alertTopic }),
      alarms,
      tamper,
    });
  }

  /**
   * Lets a role or a user of this account put events of its own on the bus: none in the name of
   * trailbridge. Its own policies do not: the bus is closed to whoever is not granted it.
   */
  grantPutEvents(grantee: IGrantable): Grant {
    const given = granteeOf(this, grantee);
    this.grantees.putEvents.push(given.arn);
    if (this.ownCallers) guardRecords(this.bus, this.bus.eventBus, this.ownCallers);
    return grantTo(this, given, {
      actions: ["events:PutEvents"],
      resourceArns: [this.bus.eventBus.eventBusArn],
      conditions: { StringNotEquals: { "events:source": EVENT_SOURCE } },
    });
  }

  /**
   * Lets a role or a user of this account read the table of alerts: what is told, of whom and where
   * it is shown. Nothing of it can be changed thereby.
   */
  grantReadAlerts(grantee: IGrantable): Grant {
    const given = granteeOf(this, grantee);
    const { table } = this.notifier;
    this.grantees.readAlerts.push(given.arn);
    table.encryptionKey?.grantDecrypt(given.identity);
    return grantTo(this, given, { actions: READ_ALERTS, resourceArns: [table.tableArn] });
  }

  protected override functionNames(): Readonly<Record<CounterSum["of"], string>> {
    const { splitter, notifier } = this;
    return {
      splitter: splitter.function.functionName,
      notifier: notifier.function.functionName,
    };
  }

  /** Closes what was made to others: each part to all but the functions that work with it. @returns For secrets. */
  private guard(
    props: TrailbridgeProps,
    topics: Readonly<Record<"alarms" | "tamper", Construct>> & { readonly alerts?: AlertTopic },
  ): PolicyStatement | undefined {
    const { operators = [], bus = {} } = props;
    const [problem] = operatorProblems(operators);
    if (problem !== undefined) throw new Error(problem);
    const splitter = this.splitter.function.ownRole;
    const notifier = this.notifier.function.ownRole;
    const both = { roles: [splitter, notifier], operators };
    this.ownCallers = both;
    guardBus(this.bus, this.bus.eventBus, both, bus, this.grantees.putEvents);
    this.bus.guardQueues(both);
    guardAll(this.splitter, { roles: [splitter], operators });
    guardAll(this.notifier, { roles: [notifier], operators }, this.grantees.readAlerts);
    if (topics.alerts) guardAll(topics.alerts, { roles: [notifier], operators });
    // Alarms come by services: no function of the product has a say there.
    guardAll(topics.alarms, { roles: [], operators });
    guardAll(topics.tamper, { roles: [], operators });
    return guardSecrets(this, secretsOf(props), { roles: [notifier], operators });
  }
}
