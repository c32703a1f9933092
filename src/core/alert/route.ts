import { isAbove, type Severity, severityMoved } from "../severity/severity.ts";
import type { AlertFacts } from "./alert.ts";

/** One place alerts are delivered to. */
export type Destination =
  | {
      readonly kind: "slack-app";
      /** Channel id, e.g. `C0123456789`. */
      readonly channel: string;
    }
  | {
      readonly kind: "slack-webhook";
      /** ARN or name of the secret that holds the webhook's address; the address is itself a secret. */
      readonly secretId: string;
    }
  | { readonly kind: "sns"; readonly topicArn: string }
  /** The record bus: every alert is an event there, for whatever EventBridge can reach. */
  | { readonly kind: "bus" };

/** What a route or the default names: at most one target of each kind. */
export interface Targets {
  /** Channel id the Slack app posts to. */
  readonly slackChannel?: string;
  /** ARN or name of the secret with an incoming webhook's address. */
  readonly slackWebhookSecretId?: string;
  /** Topic alerts are published to. */
  readonly snsTopicArn?: string;
}

/** Steps by which alerts are more or less severe at a route's targets: one of the two. */
export interface SeveritySteps {
  /** Steps up, 1 to 4; critical at most. */
  readonly raise?: number;
  /** Steps down, 1 to 4; info at least. */
  readonly lower?: number;
}

/** Which alerts a route takes, and how severe they are there. Every condition given must hold. */
export interface RouteConditions {
  /**
   * Account ids; compared with the alert's account, never with the caller's when they differ.
   *
   * @default - all accounts
   */
  readonly accounts?: readonly string[];

  /**
   * Rule ids; the most severe of the alert's rules must be among them, or any of its rules where the
   * route continues: a lesser rule that matches as well takes nothing away.
   *
   * @default - all rules
   */
  readonly rules?: readonly string[];

  /** Severities; the alert's must be among them. @default - all severities */
  readonly severities?: readonly Severity[];

  /**
   * Whether an alert this route takes goes on to the routes behind it, and at last to the default,
   * as if it had not been taken: it is delivered here as well.
   *
   * @default false
   */
  readonly continue?: boolean;

  /**
   * How much more or less severe the alerts are that this route delivers. Its conditions, and other
   * routes, see them as they are.
   *
   * @default - as severe as they are
   */
  readonly severity?: SeveritySteps;
}

/** Alerts that go elsewhere than to the default. */
export interface Route extends Targets, RouteConditions {}

/** Where alerts go: part of the runtime settings. */
export interface DestinationSettings {
  /** ARN or name of the secret with the Slack app's bot token; needed as soon as a channel is named. */
  readonly slackTokenSecretId?: string;
  /** Where an alert goes that no route takes, and all operator notices. */
  readonly defaults: Targets;
  /** In order: see {@linkcode routesFor}. */
  readonly routes: readonly Route[];
}

/** What of an alert decides its way. */
export interface Routable {
  readonly account?: string;
  readonly severity: Severity;
  readonly ruleIds: readonly string[];
  /**
   * Those of its rules of which none is more severe.
   *
   * @default - the first of `ruleIds`
   */
  readonly leadingIds?: readonly string[];
}

/** A destination of an alert, and how severe the alert is there. */
export interface Way {
  readonly destination: Destination;
  readonly severity: Severity;
}

/** As {@linkcode waysFor}, for who wants the destinations alone. */
export function routesFor(alert: Routable, settings: DestinationSettings): readonly Destination[] {
  return waysFor(alert, settings).map(({ destination }) => destination);
}

/**
 * Where one alert goes, and how severe it is there.
 *
 * Slack and SNS are independent media: for each, the first route that fits and names a target of
 * that medium wins, else the medium's default. A route that continues adds its targets and leaves
 * the others their chance. The Slack app and a webhook are one medium, so a route to a webhook
 * takes an alert out of the default channel.
 *
 * The most severe rule decides, as a route that takes a noisy rule must not take along what else
 * matched; where several are as severe, the alert goes wherever one of them would take it.
 *
 * @returns Slack first, each destination once, by the most severe of its routes; empty if nothing is
 * configured for this alert.
 */
export function waysFor(alert: Routable, settings: DestinationSettings): readonly Way[] {
  const leading = alert.leadingIds ?? alert.ruleIds.slice(0, 1);
  const ways = (leading.length === 0 ? [undefined] : leading).map(
    (leader): (Targets & RouteConditions)[] => [
      ...settings.routes.filter((route) => fits(route, alert, leader)),
      settings.defaults,
    ],
  );
  const all = MEDIA.flatMap((targetsOf) =>
    ways.flatMap((candidates) => {
      const naming = candidates.filter((candidate) => targetsOf(candidate).length > 0);
      const last = naming.findIndex((candidate) => candidate.continue !== true);
      return naming.slice(0, last < 0 ? undefined : last + 1).flatMap((candidate) => {
        const severity = severityBy(candidate, alert.severity);
        return targetsOf(candidate).map((destination): Way => ({ destination, severity }));
      });
    }),
  );
  const best = new Map<string, Way>();
  for (const way of all) {
    const id = destinationId(way.destination);
    const before = best.get(id);
    if (before === undefined || isAbove(way.severity, before.severity)) best.set(id, way);
  }
  return [...best.values()];
}

/** How severe an alert of some severity is by a route. */
function severityBy({ severity = {} }: Pick<RouteConditions, "severity">, own: Severity): Severity {
  return severityMoved(own, (severity.raise ?? 0) - (severity.lower ?? 0));
}

/** An alert as it is told of where a route makes it another severity. */
export function alertAt<A extends AlertFacts>(alert: A, severity: Severity): A {
  const change = isAbove(severity, alert.severity) ? "Raised" : "Lowered";
  const reason = `${change} from ${alert.severity} to ${severity} by the route`;
  const severityReason = [alert.severityReason, reason].filter((it) => it).join("; ");
  return { ...alert, severity, severityReason };
}

/** Where goes what belongs to no account: operator notices, removed log files, rule faults. */
export function defaultDestinations({ defaults }: DestinationSettings): readonly Destination[] {
  return MEDIA.flatMap((targetsOf) => targetsOf(defaults));
}

/** The stable name of a destination: part of the table's keys, and safe to log. */
export function destinationId(destination: Destination): string {
  switch (destination.kind) {
    case "slack-app":
      return `slack:${destination.channel}`;
    case "slack-webhook":
      return `webhook:${destination.secretId}`;
    case "sns":
      return `sns:${destination.topicArn}`;
    case "bus":
      return "bus";
  }
}

/** The destination of a name {@linkcode destinationId} gave; undefined for any other text. */
export function destinationOfId(id: string): Destination | undefined {
  const [, kind, target] = /^(slack|webhook|sns):(.+)$/s.exec(id) ?? [];
  if (target === undefined) return id === "bus" ? { kind: "bus" } : undefined;
  switch (kind) {
    case "slack":
      return { kind: "slack-app", channel: target };
    case "webhook":
      return { kind: "slack-webhook", secretId: target };
    default:
      return { kind: "sns", topicArn: target };
  }
}

function fits(route: Route, alert: Routable, leader: string | undefined): boolean {
  const deciding = route.continue === true ? alert.ruleIds : [leader];
  return (
    (route.accounts === undefined ||
      (alert.account !== undefined && route.accounts.includes(alert.account))) &&
    (route.rules === undefined || route.rules.some((id) => deciding.includes(id))) &&
    (route.severities === undefined || route.severities.includes(alert.severity))
  );
}

/** Each medium's targets in a {@linkcode Targets}. */
const MEDIA: readonly ((targets: Targets) => Destination[])[] = [
  ({ slackChannel, slackWebhookSecretId }) => [
    ...(slackChannel === undefined ? [] : [{ kind: "slack-app", channel: slackChannel } as const]),
    ...(slackWebhookSecretId === undefined
      ? []
      : [{ kind: "slack-webhook", secretId: slackWebhookSecretId } as const]),
  ],
  ({ snsTopicArn }) =>
    snsTopicArn === undefined ? [] : [{ kind: "sns", topicArn: snsTopicArn } as const],
];
