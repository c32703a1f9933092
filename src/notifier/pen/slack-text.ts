import { subjectOfText } from "../../core/alert/subject.ts";
import type { ThreadState } from "../../core/alert/thread.ts";
import type { MessageContext } from "../../core/slack/alert-message.ts";
import { type SlackMessage, section, slackMessage } from "../../core/slack/block.ts";
import { parentMessage, plainMessage } from "../../core/slack/subject.ts";
import { SEVERITY_STYLE } from "../../core/slack/text/severity-style.ts";
import { escaped } from "../../core/slack/text/text.ts";
import type { News } from "../../core/thread/news.ts";
import { distinct, type Tally } from "../../core/thread/tally.ts";
import type { Picture, StormFacts } from "./picture.ts";

/** A picture as a Slack message. */
export function slackTextOf(picture: Picture, context: MessageContext): SlackMessage {
  switch (picture.kind) {
    case "parent":
      return parentMessage(subjectOf(picture.head.subject), context, stateOf(picture.tally));
    case "alone":
      return marked(parentMessage(subjectOf(picture.head.subject), context));
    case "details":
      return parentMessage(subjectOf(picture.head.subject), context);
    case "storm":
      return stormText(picture.storm, picture.tally);
    default: {
      const { severity } = "storm" in picture ? picture.storm : picture.head;
      const text = `${picture.tally.count} events so far${newsText(picture.news)}`;
      return lines(text, SEVERITY_STYLE[severity].color);
    }
  }
}

/** The least that still says it: for a destination that does not take the message proper. */
export function plainSlackTextOf(picture: Picture, context: MessageContext): SlackMessage {
  if ("storm" in picture || picture.kind === "reply" || picture.kind === "final") {
    const { text, unfurl_links, unfurl_media } = slackTextOf(picture, context);
    return { text, blocks: [], attachments: [], unfurl_links, unfurl_media };
  }
  return plainMessage(subjectOf(picture.head.subject), context);
}

function subjectOf(text: string) {
  const subject = subjectOfText(text);
  if (subject === undefined) throw new Error("Cannot draw window as its subject is unreadable");
  return subject;
}

function stateOf({ count, firstSeen, lastSeen, addresses, regions }: Tally): ThreadState {
  return {
    count,
    firstSeen,
    lastSeen,
    addresses: [...addresses.keys()],
    regions: [...regions.keys()],
  };
}

function stormText({ kind, ruleId, severity, threads }: StormFacts, tally: Tally): SlackMessage {
  const what = kind === "storm" ? "Storm" : "While Slack could not be reached";
  const text = `${what}: ${ruleId}, ${threads} threads, ${tally.count} events, ${distinct(tally, "actors")} actors`;
  return lines(text, SEVERITY_STYLE[severity].color);
}

function newsText({ named }: News): string {
  return Object.entries(named)
    .map(([kind, values]) => `; new ${kind}: ${values?.join(", ")}`)
    .join("");
}

function marked(message: SlackMessage): SlackMessage {
  return {
    ...message,
    blocks: [
      ...message.blocks,
      section("The table cannot be reached: this alert may come again and is not folded"),
    ],
  };
}

function lines(text: string, color: string): SlackMessage {
  const safe = escaped(text, 2_900);
  return slackMessage(escaped(text, 600), color, { head: [section(safe)] });
}
