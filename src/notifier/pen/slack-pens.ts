import { DeliveryError } from "../../core/alert/delivery-error.ts";
import { sha256 } from "../../core/record/sha256.ts";
import type { MessageContext } from "../../core/slack/alert-message.ts";
import type { SlackMessage } from "../../core/slack/block.ts";
import type { Tally } from "../../core/thread/tally.ts";
import type { Log, SlackApp, SlackWebhooks } from "../../ports.ts";
import type { Pen, PenTraits } from "./pen.ts";
import type { Picture, StormPicture } from "./picture.ts";
import { plainSlackTextOf, type SlackMedium, slackTextOf } from "./slack-text.ts";

/** What both pens for Slack need. */
export interface SlackPenParts {
  readonly context: MessageContext;
  readonly log: Log;
}

/** Slack takes about one message a second. */
const SPACING = 1_100;

const APP: PenTraits = {
  canEdit: true,
  canReply: true,
  growth: "growing",
  endsOnly: false,
  canStorm: true,
  hasDetails: true,
  spacing: SPACING,
  takesEach: false,
};

/** Writes to a channel as the Slack app: messages, edits, replies. */
export function slackAppPen(app: SlackApp, channel: string, parts: SlackPenParts): Pen {
  /** Whether the app's scopes let it read the channel's history, as far as known. */
  let mayLook = true;
  const hashes = new WeakMap<Tally, KnownHash>();
  /** What was hashed last: mostly it is sent next. */
  let last: Written | undefined;
  const written = (picture: Picture): SlackMessage => {
    if (last?.picture !== picture) {
      last = { picture, message: slackTextOf(picture, parts.context, "app") };
    }
    return last.message;
  };
  return {
    traits: { ...APP, hasDetails: parts.context.layout !== "full" },
    hash(picture) {
      const write = () => sha256(JSON.stringify(written(picture)));
      return "storm" in picture ? stormHash(picture, hashes, write) : write();
    },
    post: (picture, { of, attempt, under }) =>
      sendEither(picture, "app", parts, written, (message) =>
        app.post(
          channel,
          message,
          under,
          attempt === undefined ? undefined : { window: of, attempt },
        ),
      ),
    edit: (id, picture) =>
      sendEither(picture, "app", parts, written, (message) => app.update(channel, id, message)),
    probe: () => app.probe(),
    async find({ of, attempt = "" }, since) {
      if (!mayLook) return undefined;
      try {
        return await app.find(channel, { window: of, attempt }, since);
      } catch (error) {
        if (!(error instanceof DeliveryError) || error.fault !== "refused") throw error;
        // The scope is an option: without it a message may come twice, never not at all.
        mayLook = false;
        return undefined;
      }
    },
  };
}

interface Written {
  readonly picture: Picture;
  readonly message: SlackMessage;
}

/** What the text of a storm came to that was written last of a tally. */
interface KnownHash {
  /** All that it was written of beside the tally, as JSON. */
  readonly facts: string;
  readonly hash: string;
}

/** A storm is looked at again and again while nothing joins it. */
function stormHash(
  { tally, ...others }: StormPicture,
  hashes: WeakMap<Tally, KnownHash>,
  write: () => string,
): string {
  const facts = JSON.stringify(others);
  const known = hashes.get(tally);
  if (known?.facts === facts) return known.hash;
  const hash = write();
  hashes.set(tally, { facts, hash });
  return hash;
}

const WEBHOOK: PenTraits = {
  ...APP,
  canEdit: false,
  canReply: false,
  growth: "tenfold",
  hasDetails: false,
};

/** Writes to an incoming webhook: messages alone, so what follows the first is a summary. */
export function slackWebhookPen(
  webhooks: SlackWebhooks,
  secretId: string,
  parts: SlackPenParts,
): Pen {
  return {
    traits: WEBHOOK,
    hash: () => "",
    async post(picture) {
      const write = () => slackTextOf(picture, parts.context, "webhook");
      await sendEither(picture, "webhook", parts, write, (message) =>
        webhooks.post(secretId, message),
      );
      return "";
    },
  };
}

/** Sends a message; if Slack does not take it as it is, sends the plain text instead. */
async function sendEither<T>(
  picture: Picture,
  medium: SlackMedium,
  { context, log }: SlackPenParts,
  write: (picture: Picture) => SlackMessage,
  send: (message: SlackMessage) => Promise<T>,
): Promise<T> {
  try {
    return await send(write(picture));
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.fault !== "content") throw error;
    log.error("Slack refuses a message: it goes out as plain text", { error });
    return await send(plainSlackTextOf(picture, context, medium));
  }
}
