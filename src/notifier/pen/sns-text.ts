import { subjectOfText } from "../../core/alert/subject.ts";
import type { MessageContext } from "../../core/slack/alert-message.ts";
import { foldSns, snsOfText, stormSns } from "../../core/sns/fold-message.ts";
import type { SnsMessage } from "../../core/sns/message.ts";
import { memberOf } from "../../core/thread/member.ts";
import { parentNews } from "../../core/thread/news.ts";
import type { Picture } from "./picture.ts";
import { stormViewOf } from "./storm-view.ts";

/** A picture as a message for a topic. */
export function snsTextOf(picture: Picture, context: MessageContext): SnsMessage {
  if ("storm" in picture) {
    const { storm, tally } = picture;
    const isOver = picture.kind === "storm" ? picture.isClosed : picture.kind === "storm-final";
    const news = picture.kind === "storm" ? undefined : picture.news;
    return stormSns(stormViewOf(storm, tally, isOver), context, news);
  }
  const { head } = picture;
  const first = head.sns === undefined ? undefined : snsOfText(head.sns);
  if (first === undefined) throw new Error("Cannot publish window as its head has no message");
  if (picture.kind === "alone" || picture.kind === "details") return first;
  const { tally } = picture;
  if (picture.kind === "parent" && tally.count === 1) return first;
  const subject = subjectOfText(head.subject);
  if (subject === undefined) throw new Error("Cannot publish window as its subject is unreadable");
  if (picture.kind !== "parent") {
    return foldSns(first, subject, { ...picture, isOver: picture.kind === "final" }, context);
  }
  // The count is told: nothing may follow that tells it.
  const news = parentNews(memberOf(subject, head.openedAt), tally);
  return foldSns(first, subject, { tally, news, isOver: picture.isClosed }, context);
}
