import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { clientLimits } from "../../adapters/aws/client-limits.ts";
import { lateSecrets, lateTopics } from "../../adapters/aws/late-ports.ts";
import type { ChannelDrawer } from "../draw/drawer.ts";
import { composeDrawer, type DrawerSurroundings } from "./compose-drawer.ts";

/**
 * The half that draws, with clients of its own. The handler loads this file at its first turn, and this
 * one what reads secrets and what publishes on topics where a destination asks for it.
 */
export function ownDrawer(surroundings: DrawerSurroundings): ChannelDrawer {
  const quick = clientLimits({ attemptMilliseconds: 2_000, attempts: 2 });
  const slow = clientLimits({ attemptMilliseconds: 5_000, attempts: 2 });
  return composeDrawer(surroundings, {
    eventbridge: new EventBridgeClient(quick),
    secrets: lateSecrets(async () => {
      const { ownSecrets } = await import("../../adapters/aws/secrets-manager.ts");
      return ownSecrets(quick);
    }),
    topics: lateTopics(async () => {
      const { ownTopics } = await import("../../adapters/aws/sns-publisher.ts");
      return ownTopics(slow);
    }),
  });
}
