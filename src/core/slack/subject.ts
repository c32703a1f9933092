import type { Subject } from "../alert/subject.ts";
import type { News } from "../thread/news.ts";
import type { Tally } from "../thread/tally.ts";
import { alertDetails, alertMessage, type MessageContext, summary } from "./alert-message.ts";
import { type SlackMessage, textMessage } from "./block.ts";
import {
  finalMessage,
  headedTopic,
  newsMessage,
  type ReplyPlace,
  type ReplyTopic,
  type ThreadStep,
  topicOf,
} from "./news-message.ts";
import { noticeMessage, noticeSummary } from "./notice-message.ts";
import { removedMessage, removedSummary } from "./removed-message.ts";

/** A subject on its own, or as the parent of its thread. */
export function parentMessage(
  subject: Subject,
  messageContext: MessageContext,
  tally?: Tally,
  { isOver = false }: { readonly isOver?: boolean } = {},
): SlackMessage {
  const state = { ...(tally && { tally }), isOver };
  switch (subject.kind) {
    case "alert":
      return alertMessage(subject, messageContext, state);
    case "removed-object":
      return removedMessage(subject, messageContext, state);
    case "notice":
      return noticeMessage(subject);
  }
}

/**
 * A subject for a webhook, which has no threads: a compact alert holds the beginnings of its
 * request and response itself.
 */
export function webhookMessage(
  subject: Subject,
  messageContext: MessageContext,
  tally?: Tally,
  { isOver = false }: { readonly isOver?: boolean } = {},
): SlackMessage {
  return subject.kind === "alert"
    ? alertMessage(subject, messageContext, { ...(tally && { tally }), isOver }, WEBHOOK_EXCERPT)
    : parentMessage(subject, messageContext, tally, { isOver });
}

/** UTF-16 units of each part of the record. */
const WEBHOOK_EXCERPT = 400;

/** The first reply below a parent: what has no room in it. Undefined where it says it all. */
export function detailsMessage(
  subject: Subject,
  messageContext: MessageContext,
): SlackMessage | undefined {
  return subject.kind === "alert" ? alertDetails(subject, messageContext) : undefined;
}

/** A reply that says what came since the last message that notified. */
export function newsReply(
  subject: Subject,
  step: ThreadStep,
  news: News,
  messageContext: MessageContext,
  place: ReplyPlace = {},
): SlackMessage {
  return newsMessage(replyTopic(subject, messageContext, place), step, news, messageContext);
}

/** The last reply, as the window closes: the count, and what was not named yet. */
export function finalReply(
  subject: Subject,
  tally: Tally,
  news: News,
  messageContext: MessageContext,
  place: ReplyPlace = {},
): SlackMessage {
  return finalMessage(replyTopic(subject, messageContext, place), tally, news, messageContext);
}

function replyTopic(
  subject: Subject,
  messageContext: MessageContext,
  { isHeaded = false }: ReplyPlace,
): ReplyTopic {
  return isHeaded ? headedTopic(subject, messageContext) : topicOf(subject);
}

/** The least that still alerts: for a destination that does not take the message proper. */
export function plainMessage(subject: Subject, messageContext: MessageContext): SlackMessage {
  const text =
    subject.kind === "alert"
      ? summary(subject, messageContext)
      : subject.kind === "notice"
        ? noticeSummary(subject)
        : removedSummary(subject);
  return textMessage(text);
}
