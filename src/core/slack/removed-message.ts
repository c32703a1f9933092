import { isOfSplitter, OVERWRITTEN, type RemovedObject, stateOf } from "../alert/removed-object.ts";
import { memberOf } from "../thread/member.ts";
import type { MessageContext, ParentState } from "./alert-message.ts";
import { context, header, type SlackMessage, section, slackMessage } from "./block.ts";
import { accountCode } from "./text/account-text.ts";
import { SEVERITY_COLOR } from "./text/severity-color.ts";
import { tallyLine } from "./text/tally-line.ts";
import { code, escaped } from "./text/text.ts";
import { timeText } from "./text/time-text.ts";
import { titleText } from "./text/title.ts";

/** Title of a removed-object alert; its severity is always high. */
export function removedTitle(removed: Pick<RemovedObject, "deletionType">): string {
  return `A CloudTrail file ${stateOf(removed)}`;
}

/** A removed log or digest file as a channel sees it. */
export function removedMessage(
  removed: RemovedObject,
  { accountNames }: MessageContext,
  { tally, isOver = false }: ParentState = {},
): SlackMessage {
  const color = SEVERITY_COLOR.high;
  const { account, region, requester, sourceIp, time, versionId } = removed;
  const by = requester === undefined ? "" : ` by *${code(requester, 220)}*`;
  const from = sourceIp === undefined ? "" : ` from ${code(sourceIp, 220)}`;
  const count =
    tally && tallyLine(memberOf(removed, tally.lastSeen), tally, { noun: "file", isOver });
  const lines = [
    `${code(removed.key, 1_100)} ${stateOf(removed)}${by}${from}. ${explanation(removed)}`,
    `*Bucket*  ${code(removed.bucket, 260)}`,
    [account && accountCode(account, accountNames), region && escaped(region, 70)]
      .filter((text) => text)
      .join("  ·  "),
    time !== undefined && timeText(time),
    versionId && `*Version*  ${code(versionId, 200)}`,
  ];
  const head = [
    header(titleText("high", removedTitle(removed), removed.bucket)),
    section(lines.filter((line) => line).join("\n")),
    ...context([count]),
  ];
  const detail = [
    section(
      isOfSplitter(removed)
        ? "*Do*  CloudTrail writes each file once. Find who touched this one, by the bucket's data events or access logs, and restore the first version if the bucket keeps versions. `trailbridge validate` says which files are not as CloudTrail wrote them."
        : "*Do*  Nobody needs to remove a trail's files by hand. Find the requester's other calls around this time, and restore the file if the bucket keeps versions.",
    ),
  ];
  return slackMessage(removedSummary(removed), color, { head, detail });
}

/** One line of plain text. */
export function removedSummary(removed: RemovedObject): string {
  const { bucket, key, requester } = removed;
  const by = requester === undefined ? "" : ` by ${requester}`;
  return escaped(`[high] ${removedTitle(removed)}${by}: s3://${bucket}/${key}`, 600);
}

function explanation({ deletionType, why }: RemovedObject): string {
  if (deletionType === "Delete Marker Created") {
    return "Hidden by a delete marker: the bucket still has its versions.";
  }
  if (isOfSplitter({ deletionType }) && deletionType !== OVERWRITTEN) {
    return `CloudTrail's digests say so: ${escaped(why ?? "", 600)}.`;
  }
  if (deletionType === OVERWRITTEN) {
    return "What is there now is not what was there: its records were published anew, those of the first content may be gone from the bucket.";
  }
  return deletionType === "Permanently Deleted"
    ? "Deleted for good: this version cannot be brought back."
    : `Removed (${escaped(deletionType ?? "S3 does not say how", 100)}).`;
}
