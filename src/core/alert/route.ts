import type { Severity } from "../rule/rule.ts";

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
  | { readonly kind: "sns"; readonly topicArn: string };

/** What a route or the default names: at most one target of each kind. */
export interface Targets {
  /** Channel id the Slack app posts to. */
  readonly slackChannel?: string;
  /** ARN or name of the secret with an incoming webhook's address. */
  readonly slackWebhookSecretId?: string;
  readonly snsTopicArn?: string;
}

/** Alerts that go elsewhere than to the default. Every condition given must hold; none means all. */
export interface Route extends Targets {
  /** Account ids; compared with the alert's account, never with the caller's when they differ. */
  readonly accounts?: readonly string[];
  /** Rule ids; one of the alert's matched rules among them is enough. */
  readonly rules?: readonly string[];
  readonly severities?: readonly Severity[];
}

/** Where alerts go: part of the runtime settings. */
export interface DestinationSettings {
  /** ARN or name of the secret with the Slack app's bot token; needed as soon as a channel is named. */
  readonly slackTokenSecretId?: string;
  /** Where an alert goes that no route takes, and all operator notices. */
  readonly defaults: Targets;
  /** In order: the first that fits counts. */
  readonly routes: readonly Route[];
}

/** What of an alert decides its way. */
export interface Routable {
  readonly account?: string;
  readonly severity: Severity;
  readonly ruleIds: readonly string[];
}

/**
 * Where one alert goes.
 *
 * Slack and SNS are independent media: for each, the first route that fits and names a target of
 * that medium wins, else the medium's default. The Slack app and a webhook are one medium, so a
 * route to a webhook takes an alert out of the default channel.
 *
 * @returns Slack first; empty if nothing is configured for this alert.
 */
export function routesFor(alert: Routable, settings: DestinationSettings): readonly Destination[] {
  const candidates: Targets[] = [
    ...settings.routes.filter((route) => fits(route, alert)),
    settings.defaults,
  ];
  return MEDIA.flatMap(
    (targetsOf) => candidates.map(targetsOf).find((targets) => targets.length > 0) ?? [],
  );
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
  }
}

function fits(route: Route, alert: Routable): boolean {
  return (
    (route.accounts === undefined ||
      (alert.account !== undefined && route.accounts.includes(alert.account))) &&
    (route.rules === undefined || route.rules.some((id) => alert.ruleIds.includes(id))) &&
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
