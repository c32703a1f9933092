import { subjectOfText } from "../../core/alert/subject.ts";
import { memberOf } from "../../core/thread/member.ts";
import { type Tally, tallyOf } from "../../core/thread/tally.ts";
import type { WindowHead } from "../../core/thread/window.ts";
import type { Pen, PenTraits } from "./pen.ts";

/** Puts alerts on the record bus. Rejects with a `DeliveryError`. */
export interface AlertBus {
  /** @param state Of the window: whether it has just begun, or takes no more. */
  put(head: WindowHead, tally: Tally, state: "began" | "closed"): Promise<void>;
}

const TRAITS: PenTraits = {
  canEdit: false,
  canReply: false,
  growth: "tenfold",
  endsOnly: true,
  canStorm: false,
  hasDetails: false,
  spacing: 0,
  takesEach: false,
};

/** Tells the bus of each window's begin and end. */
export function busPen(bus: AlertBus): Pen {
  return {
    traits: TRAITS,
    hash: () => "",
    async post(picture) {
      if (picture.kind === "parent") await bus.put(picture.head, picture.tally, "began");
      else if (picture.kind === "alone")
        await bus.put(picture.head, aloneTally(picture.head), "began");
      else if (picture.kind === "final") await bus.put(picture.head, picture.tally, "closed");
      return "";
    },
  };
}

/** Of the one event that a window which is not recorded is about. */
function aloneTally({ subject: text, openedAt }: WindowHead): Tally {
  const subject = subjectOfText(text);
  return tallyOf(subject === undefined ? [] : [memberOf(subject, openedAt)]);
}
