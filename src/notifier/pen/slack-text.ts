import { type Subject, subjectOfText } from "../../core/alert/subject.ts";
import type { MessageContext } from "../../core/slack/alert-message.ts";
import { aloneMark, type SlackMessage, unblocked } from "../../core/slack/block.ts";
import { plainStorm, stormFinal, stormMessage, stormNews } from "../../core/slack/storm-message.ts";
import {
  detailsMessage,
  finalReply,
  newsReply,
  parentMessage,
  plainMessage,
  webhookMessage,
} from "../../core/slack/subject.ts";
import type { Picture, SheetProgress, StormPicture, WindowPicture } from "./picture.ts";
import { stormViewOf } from "./storm-view.ts";

/** Where a message goes: a webhook has no threads, so each of its messages says all by itself. */
export type SlackMedium = "app" | "webhook";

/** A picture as a Slack message. */
export function slackTextOf(
  picture: Picture,
  context: MessageContext,
  medium: SlackMedium,
): SlackMessage {
  return "storm" in picture
    ? stormText(picture, context, medium)
    : windowText(picture, context, medium);
}

/** The least that still says it: for a destination that does not take the message proper. */
export function plainSlackTextOf(
  picture: Picture,
  context: MessageContext,
  medium: SlackMedium,
): SlackMessage {
  switch (picture.kind) {
    case "parent":
    case "details":
      return plainMessage(subjectOf(picture.head.subject), context);
    case "alone":
      return aloneMark(plainMessage(subjectOf(picture.head.subject), context));
    case "storm":
      return plainStorm(stormViewOf(picture.storm, picture.tally, picture.isClosed), context);
    default:
      return unblocked(slackTextOf(picture, context, medium));
  }
}

function windowText(
  picture: WindowPicture,
  context: MessageContext,
  medium: SlackMedium,
): SlackMessage {
  const subject = subjectOf(picture.head.subject);
  const message = medium === "app" ? parentMessage : webhookMessage;
  const place = { isHeaded: medium === "webhook" };
  switch (picture.kind) {
    case "parent":
      return message(subject, context, picture.tally, { isOver: picture.isClosed });
    case "alone":
      // No reply follows it.
      return aloneMark(webhookMessage(subject, context));
    case "details":
      return detailsMessage(subject, context) ?? parentMessage(subject, context);
    case "reply":
      return newsReply(subject, stepOf(picture), picture.news, context, place);
    case "final":
      return finalReply(subject, picture.tally, picture.news, context, place);
  }
}

function stormText(
  picture: StormPicture,
  context: MessageContext,
  medium: SlackMedium,
): SlackMessage {
  const view = (isClosed: boolean) => stormViewOf(picture.storm, picture.tally, isClosed);
  const place = { isHeaded: medium === "webhook" };
  switch (picture.kind) {
    case "storm":
      return stormMessage(view(picture.isClosed), context);
    case "storm-reply":
      return stormNews(view(false), stepOf(picture), picture.news, context, place);
    case "storm-final":
      return stormFinal(view(true), picture.news, context, place);
  }
}

function stepOf({ tally, from }: SheetProgress) {
  return { more: Math.max(0, tally.count - from + 1), count: tally.count };
}

function subjectOf(text: string): Subject {
  const subject = subjectOfText(text);
  if (subject === undefined) throw new Error("Cannot draw window as its subject is unreadable");
  return subject;
}
