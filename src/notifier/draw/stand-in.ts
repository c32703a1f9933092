import { subjectOfText } from "../../core/alert/subject.ts";
import type { Drawn, StandIn } from "../../core/thread/drawn.ts";
import { type Member, memberOf } from "../../core/thread/member.ts";
import type { WindowHead } from "../../core/thread/window.ts";

/**
 * What a window's messages are about where the event that opened it is not recorded in it: the
 * first recorded one that can stand in. What they were about once stays.
 *
 * @param drawn Undefined while nothing is drawn.
 * @returns Undefined where they are about the event that opened it.
 */
export function standInOf(
  head: WindowHead,
  members: readonly Member[],
  drawn: Drawn | undefined,
): StandIn | undefined {
  const isTold = (drawn?.ts ?? drawn?.attempt) !== undefined;
  if (drawn?.standIn !== undefined || isTold) return drawn?.standIn;
  const subject = subjectOfText(head.subject);
  if (subject === undefined) return undefined;
  const { identity } = memberOf(subject, head.openedAt);
  if (members.some((member) => member.identity === identity)) return undefined;
  const [first] = members
    .filter((member) => member.subject !== undefined)
    .sort((a, b) => a.recordedAt - b.recordedAt || (a.identity < b.identity ? -1 : 1));
  if (first?.subject === undefined) return undefined;
  return { subject: first.subject, ...(first.sns !== undefined && { sns: first.sns }) };
}
