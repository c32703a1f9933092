import type { Settings } from "../core/settings/settings.ts";
import type { DeskWebhook } from "./desk/slack/webhook.ts";
import type { DeskChannel } from "./desk/slack/workspace.ts";

/** What the desk must have so that the settings' destinations exist. */
export interface DeskSetup {
  readonly channels: readonly DeskChannel[];
  /** Each named by the id of the secret that holds its address. */
  readonly webhooks: readonly (DeskWebhook & { readonly name: string })[];
  /** Ids of the secrets that hold the bot token. */
  readonly tokenSecretIds: readonly string[];
  /** ARNs of the topics. */
  readonly topicArns: readonly string[];
}

/** Reads off the settings which channels, webhooks, secrets and topics a local run needs. */
export function deskSetup({ slack, sns, routes }: Settings): DeskSetup {
  const channelIds = present([slack.app?.channel, ...routes.map((it) => it.slackChannel)]);
  const webhookIds = present([
    slack.webhook?.urlSecretId,
    ...routes.map((it) => it.slackWebhookSecretId),
  ]);
  const channels = channelIds.map((id) => ({ id, name: channelName(id) }));
  const hooked = webhookIds.map((name, i) => ({
    name,
    path: `/services/T0DESK/B0${i}/${i}`,
    channel: `C0WEBHOOK${i}`,
  }));
  return {
    channels: [
      ...channels,
      ...hooked.map(({ name, channel }) => ({ id: channel, name: `webhook-${lastPart(name)}` })),
    ],
    webhooks: hooked,
    tokenSecretIds: present([slack.app?.botTokenSecretId]),
    topicArns: present([sns.topicArn, ...routes.map((it) => it.snsTopicArn)]),
  };
}

/** A channel's name, which the settings do not hold: `C0SECURITY` reads as `security`. */
function channelName(id: string): string {
  return id.replace(/^C0(?=[A-Z])/, "").toLowerCase();
}

function lastPart(id: string): string {
  return id.split(/[/:]/).at(-1)?.toLowerCase() ?? id;
}

function present(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((it) => it !== undefined))];
}
