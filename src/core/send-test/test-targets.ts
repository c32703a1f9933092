import type { Destination, Targets } from "../alert/route.ts";
import { destinationsOf } from "../settings/config.ts";
import type { Settings } from "../settings/settings.ts";

/** What of the settings is named when one part alone is tried: the default, a route, the consumers. */
export type TestedPart = "default" | "consumers" | number;

/** A destination of the settings, and where they name it. */
export interface TestTarget {
  readonly destination: Exclude<Destination, { readonly kind: "bus" }>;
  /** `default`, `route 2`; each that names it. */
  readonly namedBy: readonly string[];
}

/**
 * The channels, webhooks and topics that the settings name, each once, in their order. The topic that
 * the deployment makes has a name of its own there: see `destinationsOf`.
 *
 * @param part The one part that is meant; absent: all.
 */
export function testTargets(
  settings: Pick<Settings, "slack" | "sns" | "routes">,
  part?: TestedPart,
): readonly TestTarget[] {
  const { defaults, routes } = destinationsOf(settings);
  const named: (readonly [name: string, Targets])[] = [
    ...(part === undefined || part === "default" ? [["default", defaults] as const] : []),
    ...routes.flatMap((route, i) =>
      part === undefined || part === i + 1 ? [[`route ${i + 1}`, route] as const] : [],
    ),
  ];
  const found = new Map<string, TestTarget>();
  for (const [name, targets] of named) {
    for (const destination of destinationsIn(targets)) {
      const key = JSON.stringify(destination);
      const { namedBy = [] } = found.get(key) ?? {};
      found.set(key, { destination, namedBy: [...namedBy, name] });
    }
  }
  return [...found.values()];
}

function destinationsIn(targets: Targets): TestTarget["destination"][] {
  const { slackChannel: channel, slackWebhookSecretId: secretId, snsTopicArn: topicArn } = targets;
  return [
    ...(channel === undefined ? [] : [{ kind: "slack-app", channel } as const]),
    ...(secretId === undefined ? [] : [{ kind: "slack-webhook", secretId } as const]),
    ...(topicArn === undefined ? [] : [{ kind: "sns", topicArn } as const]),
  ];
}
