import { clip, isObject, textOf } from "../record/event-text.ts";
import type { RuleFault } from "../rule/judge.ts";

/** Something trailbridge itself could not do, told to the operators once. */
export interface Notice {
  readonly kind: "notice";
  /** Notices of one identity are posted once. */
  readonly identity: string;
  /** Those of one thread are one message that counts them. @default it stands alone */
  readonly thread?: string;
  readonly title: string;
  readonly text: string;
  /** Facts beside the text, label by value. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** What to do about it. */
  readonly advice?: string;
}

/**
 * Reads an operator-notice event's detail.
 *
 * @returns Undefined if it lacks a title or `dedupe`: then it is no notice.
 */
export function noticeOf(detail: Readonly<Record<string, unknown>>): Notice | undefined {
  const notice = isObject(detail.notice) ? detail.notice : {};
  const title = textOf(notice, "title");
  const dedupe = textOf(notice, "dedupe");
  if (title === undefined || dedupe === undefined) return undefined;
  const fact = (label: string, key: string) => {
    const value = textOf(notice, key);
    return value === undefined ? [] : [[label, clip(value, 1_000)] as const];
  };
  const isUnreadable = textOf(notice, "kind") === "unreadable-log-file";
  const advice = textOf(notice, "advice") ?? (isUnreadable ? UNREADABLE_ADVICE : undefined);
  return {
    kind: "notice",
    identity: dedupe,
    title: clip(title, 140),
    text: clip(textOf(notice, "text") ?? "", 2_000),
    facts: [...fact("Bucket", "bucket"), ...fact("File", "key"), ...fact("Reason", "reason")],
    ...(advice !== undefined && { advice: clip(advice, 500) }),
  };
}

const UNREADABLE_ADVICE =
  "Every record before the fault was published. The file waits in the dead letters: redrive it once its cause is gone.";

/** The notice of a rule that could not judge an event, or how severe it is: one per rule per hour. */
export function faultNotice(
  fault: RuleFault,
  event: { readonly eventId?: string; readonly source: string },
  now: number,
): Notice {
  const hour = new Date(now).toISOString().slice(0, 13);
  return {
    kind: "notice",
    identity: clip(`fault#${fault.ruleId}#${hour}`, 300),
    title:
      fault.of === "severity"
        ? "A rule could not judge its severity"
        : "A rule could not judge an event",
    text:
      fault.of === "severity"
        ? "It counts with the highest severity that the event may have by it. Nothing else changes."
        : "It counts as not matched. The other rules judged the event as usual.",
    facts: [
      ["Rule", clip(fault.ruleId, 200)],
      ["Fault", clip(fault.message, 1_000)],
      ["Event", clip(event.eventId ?? "without id", 200)],
      ["File", clip(event.source, 1_000)],
    ],
    advice:
      "Correct the rule's expression; this is said once per rule per hour, the log has every fault.",
  };
}

/** The notice of a destination that refuses for good: one per destination and reason per hour. */
export function destinationNotice(destination: string, reason: string, now: number): Notice {
  const hour = new Date(now).toISOString().slice(0, 13);
  return {
    kind: "notice",
    identity: clip(`destination#${destination}#${reason}#${hour}`, 1_000),
    title: "A destination refuses alerts",
    text: "No retry can help, so these alerts went to the dead letters.",
    facts: [
      ["Destination", clip(destination, 500)],
      ["Reason", clip(reason, 500)],
    ],
    advice:
      "Correct the destination in the settings or at the provider, then redrive the dead letters.",
  };
}
