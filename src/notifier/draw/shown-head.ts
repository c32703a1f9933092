import { subjectOfText } from "../../core/alert/subject.ts";
import { type Member, memberOf } from "../../core/thread/member.ts";
import type { WindowHead } from "../../core/thread/window.ts";

/**
 * The head of a window as it is drawn: about the event that opened the window if that is recorded
 * in it, else about the first recorded one that can stand in for it.
 */
export function shownHead(head: WindowHead, members: readonly Member[]): WindowHead {
  const subject = subjectOfText(head.subject);
  if (subject === undefined) return head;
  const { identity } = memberOf(subject, head.openedAt);
  if (members.some((member) => member.identity === identity)) return head;
  const [standIn] = members
    .filter((member) => member.subject !== undefined)
    .sort((a, b) => a.recordedAt - b.recordedAt || (a.identity < b.identity ? -1 : 1));
  if (standIn?.subject === undefined) return head;
  return {
    ...head,
    subject: standIn.subject,
    ...(standIn.sns !== undefined && { sns: standIn.sns }),
  };
}
