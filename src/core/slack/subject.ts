import type { Alert } from "../alert/alert.ts";
import type { RemovedObject } from "../alert/removed-object.ts";
import type { Subject } from "../alert/subject.ts";
import type { Sighting, ThreadState } from "../alert/thread.ts";
import { alertMessage, type MessageContext, summary } from "./alert-message.ts";
import type { SlackMessage } from "./block.ts";
import { noticeMessage, noticeSummary } from "./notice-message.ts";
import { removedMessage, removedReply, removedSummary } from "./removed-message.ts";
import { replyMessage, sightingOf } from "./reply-message.ts";

/** A subject on its own, or as the parent of its thread. */
export function parentMessage(
  subject: Subject,
  messageContext: MessageContext,
  state?: ThreadState,
): SlackMessage {
  switch (subject.kind) {
    case "alert":
      return alertMessage(subject, messageContext, state);
    case "removed-object":
      return removedMessage(subject, state);
    case "notice":
      return noticeMessage(subject);
  }
}

/**
 * A repeat as a reply.
 *
 * @param parent What the thread began with, if it is known.
 * @param number Which event of the thread it is; the parent is 1.
 * @param before The thread before this event.
 */
export function repeatMessage(
  subject: Alert | RemovedObject,
  parent: Subject | undefined,
  number: number,
  before: ThreadState,
): SlackMessage {
  if (subject.kind === "removed-object") return removedReply(subject, number);
  return replyMessage(subject, parent?.kind === "alert" ? parent : undefined, number, before);
}

/** The least that still alerts: for a destination that does not take the message proper. */
export function plainMessage(subject: Subject, messageContext: MessageContext): SlackMessage {
  const text =
    subject.kind === "alert"
      ? summary(subject, messageContext)
      : subject.kind === "notice"
        ? noticeSummary(subject)
        : removedSummary(subject);
  return { text, blocks: [], attachments: [], unfurl_links: false, unfurl_media: false };
}

/** What a subject brings to its thread; `otherwise` is the time to assume where it has none. */
export function sightingOfSubject(subject: Alert | RemovedObject, otherwise: number): Sighting {
  if (subject.kind === "alert") return sightingOf(subject, otherwise);
  return {
    time: subject.time ?? otherwise,
    ...(subject.sourceIp !== undefined && { address: subject.sourceIp }),
  };
}
