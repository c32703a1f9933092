import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { dynamodbDrawings } from "../../adapters/aws/drawing/dynamodb-drawings.ts";
import { dynamodbEdits } from "../../adapters/aws/drawing/dynamodb-edits.ts";
import type { DrawTableOptions } from "../../adapters/aws/dynamodb-items.ts";
import { eventBridgeBus } from "../../adapters/aws/eventbridge-bus.ts";
import { slackApp } from "../../adapters/slack/app.ts";
import { slackWebhooks } from "../../adapters/slack/webhook.ts";
import type { Secrets, Topics } from "../../ports.ts";
import type { ChannelDrawer } from "../draw/drawer.ts";
import { assembleDrawer, type DrawerShare } from "./assemble-drawer.ts";

/** What the notifier gives its half that draws. */
export interface DrawerSurroundings {
  readonly share: DrawerShare;
  readonly table: DrawTableOptions;
  readonly env: {
    readonly eventBusName: string;
    /** Base address of the Slack API. @default Slack's own */
    readonly slackApiUrl?: string | undefined;
    /** Milliseconds between two messages on a topic. @default as many as SNS takes for subscriptions by e-mail */
    readonly topicSpacing?: string | undefined;
  };
  /** Makes the requests to Slack. @default the runtime's own */
  readonly fetch?: typeof fetch;
}

/** What calls the services that only drawing needs. */
export interface DrawerServices {
  readonly eventbridge: EventBridgeClient;
  readonly secrets: Secrets;
  readonly topics: Topics;
}

/** Puts the half that draws together with what it has in AWS and Slack. */
export function composeDrawer(
  { share, table, env, fetch }: DrawerSurroundings,
  { eventbridge, secrets, topics }: DrawerServices,
): ChannelDrawer {
  return assembleDrawer(share, {
    drawings: dynamodbDrawings(table),
    edits: dynamodbEdits(table),
    slackApp: slackApp({
      secrets,
      tokenSecretId: share.settings.destinations.slackTokenSecretId,
      apiUrl: env.slackApiUrl,
      ...(fetch && { fetch }),
    }),
    slackWebhooks: slackWebhooks(secrets, { ...(fetch && { fetch }) }),
    topics,
    ...(env.topicSpacing !== undefined && { topicSpacing: Number(env.topicSpacing) }),
    bus: eventBridgeBus(eventbridge, env.eventBusName),
  });
}
