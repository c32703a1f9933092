import { DeliveryError } from "../../core/alert/delivery-error.ts";
import { subjectOfText } from "../../core/alert/subject.ts";
import { parentMessage } from "../../core/slack/subject.ts";
import type { Thread } from "../../ports.ts";
import { patiently } from "./destination-line.ts";
import { type DeliveryRun, sendSlack } from "./run.ts";

/** Times a parent is drawn again because a newer count came in while it was being drawn. */
const MAX_REDRAWS = 3;

/**
 * Brings a parent's count up to date.
 *
 * Several notifiers may fold into one thread at once and their edits may arrive out of order. So
 * each announces its count before it draws, and draws again if a higher one was announced
 * meanwhile: whoever finishes last has drawn the highest.
 *
 * @returns What came of it. Whatever fails, the repeat itself is delivered all the same, unless the
 * parent is gone.
 */
export async function drawParent(
  channel: string,
  key: string,
  thread: Thread,
  run: DeliveryRun,
): Promise<Redraw> {
  const { table } = run;
  const mine = await table.threads((t) => t.claimDrawing(key, thread.ts, thread.state.count));
  if (mine === undefined || !mine.value) return { end: "drawn", plain: 0 };
  let drawn = thread;
  let plain = 0;
  for (let i = 0; i < MAX_REDRAWS; i++) {
    const end = await draw(channel, drawn, run);
    if (end === "gone" || end === "failed") return { end, plain };
    if (end === "plain") plain++;
    const now = (await table.threads((t) => t.read(key, thread.ts)))?.value;
    if (now === undefined || now.drawn <= drawn.state.count) break;
    drawn = now;
  }
  return { end: "drawn", plain };
}

/** What came of drawing a parent. */
export interface Redraw {
  /** `failed`: its count is not up to date. */
  readonly end: "drawn" | "gone" | "failed";
  /** Times it was drawn as plain text. */
  readonly plain: number;
}

async function draw(
  channel: string,
  { ts, subject: text, state }: Thread,
  run: DeliveryRun,
): Promise<"drawn" | "plain" | "gone" | "failed"> {
  const subject = subjectOfText(text);
  try {
    if (subject === undefined) throw new Error("Cannot draw parent as its record is unreadable");
    const { plain } = await sendSlack(
      subject,
      parentMessage(subject, run.messageContext, state),
      run,
      (message) => run.slackApp.update(channel, ts, message),
      // Edits have a rate limit of their own: reaching it must not hold back the replies.
      (send) => patiently(send, run.clock),
    );
    return plain ? "plain" : "drawn";
  } catch (error) {
    if (error instanceof DeliveryError && error.fault === "gone") return "gone";
    run.log.warn("A parent's count is not up to date", { channel, ts, error });
    return "failed";
  }
}
