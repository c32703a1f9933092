import type { DrawerPorts } from "../notifier/drawer/assemble-drawer.ts";
import type { FoldWitness } from "./fold-witness.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** Milliseconds that a call to Slack takes. */
const SLACK_CALL = 160;

/**
 * Destinations that take whatever comes, and tell a witness.
 *
 * @param nextId A text that no message has yet.
 */
export function foldDestinations(
  time: VirtualTime,
  witness: FoldWitness,
  nextId: () => string,
): Pick<DrawerPorts, "slackApp" | "slackWebhooks" | "topics" | "bus"> {
  return {
    slackApp: {
      post: async (channel, _message, under) => {
        await time.sleep(SLACK_CALL);
        witness.called(`slack:${channel}`, under === undefined ? "posts" : "replies", time.now());
        return nextId();
      },
      update: async (channel) => {
        await time.sleep(SLACK_CALL);
        witness.called(`slack:${channel}`, "edits", time.now());
      },
      probe: async () => {},
      find: async () => undefined,
    },
    slackWebhooks: {
      post: async (secretId) => {
        await time.sleep(SLACK_CALL);
        witness.called(`webhook:${secretId}`, "posts", time.now());
      },
    },
    topics: {
      publish: async (topic) => witness.called(`sns:${topic}`, "posts", time.now()),
    },
    bus: {
      put: async () => {
        witness.called("bus", "posts", time.now());
        return [];
      },
    },
  };
}
