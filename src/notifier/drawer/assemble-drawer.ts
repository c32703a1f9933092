import type { RuntimeSettings } from "../../core/settings/config.ts";
import type { Drawings, EventBus, WorkspaceEdits } from "../../ports.ts";
import { type ChannelDrawer, createChannelDrawer } from "../draw/drawer.ts";
import { createPens, type PenParts } from "../pen/pens.ts";
import type { DrawDeps } from "../sheet/draw-deps.ts";
import { createAlertBus } from "./alert-bus.ts";

/** What the half of the notifier that draws shares with the one that records. */
export interface DrawerShare
  extends Pick<DrawDeps, "turns" | "deadLetters" | "tell" | "clock" | "log" | "random"> {
  readonly settings: RuntimeSettings;
  readonly context: PenParts["context"];
}

/** What only drawing needs of the world. */
export interface DrawerPorts
  extends Pick<PenParts, "slackApp" | "slackWebhooks" | "topics" | "topicSpacing"> {
  readonly drawings: Drawings;
  readonly edits: WorkspaceEdits;
  readonly bus: EventBus;
}

/** Puts the notifier's half that draws together. */
export function assembleDrawer(share: DrawerShare, ports: DrawerPorts): ChannelDrawer {
  const { settings, context, ...shared } = share;
  const { drawings, edits, bus, ...destinations } = ports;
  const { windowSeconds, groupIntervalSeconds, repeatIntervalSeconds, maxReplies } =
    settings.threads;
  return createChannelDrawer({
    ...shared,
    drawings,
    edits,
    penOf: createPens({
      ...destinations,
      alertBus: createAlertBus(bus, context),
      snsRepeats: settings.snsRepeats,
      context,
      log: share.log,
    }),
    settings: {
      times: {
        groupInterval: groupIntervalSeconds * 1_000,
        repeatInterval: repeatIntervalSeconds * 1_000,
        maxReplies,
      },
      windowSeconds,
      inhibit: settings.inhibit,
    },
  });
}
