import { actorLabel } from "../actor/actor.ts";
import { subjectOfText } from "../alert/subject.ts";
import { type Mute, threadOfWindow } from "../mute/mute.ts";
import type { Mark } from "../thread/mark.ts";
import type { WindowHead } from "../thread/window.ts";

/** A window that takes events, in one channel. */
export interface OpenThread {
  readonly channel: string;
  readonly mark: Mark;
  readonly head: WindowHead;
}

/** What is to be muted, and how people know it. */
export type MuteSubject = Pick<Mute, "kind" | "value" | "label">;

/**
 * Finds actors or threads by what people call them: an actor by name, session, ARN or the window of
 * one of its alerts, a thread by the id of its window.
 *
 * @returns Each once; none if nothing open is of them.
 */
export function openSubjects(
  kind: "actor" | "thread",
  what: string,
  open: readonly OpenThread[],
): readonly MuteSubject[] {
  const found = new Map<string, MuteSubject>();
  for (const { mark, head } of open) {
    const subject = subjectOfText(head.subject);
    if (subject?.kind !== "alert") continue;
    const { actor } = subject;
    const who = actorLabel(actor);
    if (kind === "thread") {
      const value = threadOfWindow(mark.window);
      if (what !== mark.window && what !== value) continue;
      found.set(value, { kind, value, label: `${head.ruleId ?? "?"} by ${who}` });
    } else if (mark.actorKey !== undefined) {
      const names = [actor.name, actor.session, actor.arn, actor.issuer, who, mark.window];
      if (!names.includes(what)) continue;
      const account = actor.account === undefined ? "" : ` of ${actor.account}`;
      const label = `${actor.type ?? "actor"} ${actor.name}${account}`;
      found.set(mark.actorKey, { kind, value: mark.actorKey, label });
    }
  }
  return [...found.values()];
}
