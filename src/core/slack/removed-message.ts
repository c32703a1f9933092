import type { RemovedObject } from "../alert/removed-object.ts";
import type { ThreadState } from "../alert/thread.ts";
import {
  context,
  fieldsSection,
  header,
  type SlackMessage,
  section,
  slackMessage,
} from "./block.ts";
import { SEVERITY_STYLE } from "./text/severity-style.ts";
import { code, escaped } from "./text/text.ts";
import { spanText, timeText } from "./text/time-text.ts";

/** Title of a removed-object alert; its severity is always high. */
export const REMOVED_TITLE = "A CloudTrail file was removed";

/** A removed log or digest file as a channel sees it. */
export function removedMessage(removed: RemovedObject, state?: ThreadState): SlackMessage {
  const { sign, color } = SEVERITY_STYLE.high;
  const head = [
    header(`${sign} ${REMOVED_TITLE}`),
    section(`${code(removed.key, 1_100)}\n${explanation(removed)}`),
    ...fieldsSection([
      ["Bucket", code(removed.bucket, 260)],
      ["Requested by", removed.requester && code(removed.requester, 220)],
      ["Source IP", removed.sourceIp && code(removed.sourceIp, 220)],
      ["Time", removed.time === undefined ? undefined : timeText(removed.time)],
      ["Version", removed.versionId && code(removed.versionId, 200)],
      ["Account", removed.account && code(removed.account, 70)],
    ]),
    ...context([
      state !== undefined && state.count > 1
        ? `🔁 *${state.count} files*  ·  ${spanText(state.firstSeen, state.lastSeen)}`
        : undefined,
    ]),
  ];
  const detail = [
    section(
      "*What to do*\nNobody needs to remove a trail's files by hand. Find the requester's other calls around this time, and restore the file if the bucket keeps versions.",
    ),
  ];
  return slackMessage(removedSummary(removed), color, { head, detail });
}

/** A further removal as a reply in the thread. */
export function removedReply(removed: RemovedObject, number: number): SlackMessage {
  const when = removed.time === undefined ? "" : `  ${timeText(removed.time)}`;
  const head = [section(`🔁 *#${number}*${when}\n${code(removed.key, 1_100)}`)];
  return slackMessage(`#${number}: ${removedSummary(removed)}`, SEVERITY_STYLE.high.color, {
    head,
  });
}

/** One line of plain text. */
export function removedSummary({ bucket, key, requester }: RemovedObject): string {
  const by = requester === undefined ? "" : ` by ${requester}`;
  return escaped(`[high] ${REMOVED_TITLE}${by}: s3://${bucket}/${key}`, 600);
}

function explanation({ deletionType }: RemovedObject): string {
  if (deletionType === "Delete Marker Created") {
    return "Hidden by a delete marker: the bucket still has its versions.";
  }
  return deletionType === "Permanently Deleted"
    ? "Deleted for good: this version cannot be brought back."
    : `Removed (${escaped(deletionType ?? "S3 does not say how", 100)}).`;
}
