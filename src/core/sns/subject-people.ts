import { whoName } from "../actor/who.ts";
import type { Alert } from "../alert/alert.ts";
import { outcomeWords, shortHeadline } from "../alert/headline.ts";
import type { Notice } from "../alert/notice.ts";
import { isOfSplitter, type RemovedObject } from "../alert/removed-object.ts";
import type { MessageContext } from "../slack/alert-message.ts";
import { removedTitle } from "../slack/removed-message.ts";
import { accountText } from "../slack/text/account-text.ts";
import { consoleLink } from "../slack/text/console-link.ts";
import { exceptLine } from "../slack/text/except-line.ts";
import { timeText } from "../slack/text/time-text.ts";
import { severityWord } from "../slack/text/title.ts";
import type { SeveralEvents } from "../stateful/several-events.ts";
import { SEVERAL_LABELS, severalLines, severalSummary } from "../stateful/several-text.ts";
import { emailText, type PeopleText, smsText } from "./people-text.ts";

/** A message's texts for people, by the protocol that carries them. */
export interface TextsForPeople {
  readonly email: string;
  readonly sms: string;
}

/** An alert for people: who, what, where, why, what to do, and a link. */
export function alertForPeople(alert: Alert, messageContext: MessageContext): TextsForPeople {
  return {
    email: emailText(alertPeopleText(alert, messageContext)),
    sms: smsText([
      `${severityWord(alert.severity)}: ${shortHeadline(alert).slice(0, 70)}`,
      ` by ${whoName(alert.actor).slice(0, 30)}`,
      alert.account &&
        ` in ${accountText(alert.account, messageContext.accountNames).slice(0, 40)}`,
      alert.region && `, ${alert.region}`,
      alert.time === undefined ? undefined : `, ${timeText(alert.time).slice(11, 16)} UTC`,
    ]),
  };
}

/** What an alert's e-mail says; a summary puts its own facts before. */
export function alertPeopleText(alert: Alert, messageContext: MessageContext): PeopleText {
  const { accountNames, ruleById } = messageContext;
  const { actor, account, callerAccount, caller = {}, errorCode, errorMessage } = alert;
  const { several = [] } = alert;
  const rules = alert.ruleIds.map(ruleById).filter((rule) => rule !== undefined);
  const outcome =
    alert.failure === undefined
      ? alert.loginWithoutMfa
        ? "succeeded, without MFA"
        : "succeeded"
      : `${outcomeWords(alert.failure)}${errorCode === undefined ? "" : ` (${errorCode})`}`;
  const on = alert.eventSource === undefined ? "" : ` on ${alert.eventSource}`;
  const where = [account && accountText(account, accountNames), alert.region];
  return {
    title: `${severityWord(alert.severity)}: ${shortHeadline(alert)}${account === undefined ? "" : ` in ${accountText(account, accountNames)}`}`,
    facts: [
      ["Who", [whoName(actor), actor.arn].filter((text) => text).join("\n")],
      ["", actor.type],
      ["Person", caller.person === actor.session ? undefined : caller.person],
      ["Identity", caller.sourceIdentity],
      ["What", `${alert.insight ?? alert.eventName ?? "an unnamed event"}${on}: ${outcome}`],
      ["Error", errorMessage],
      ...several.map((one) => [SEVERAL_LABELS[one.kind], severalSummary(one)] as const),
      ["On", alert.resources?.join("\n")],
      ["Where", where.filter((text) => text).join(", ")],
      ["Caller's", callerAccount && `account ${accountText(callerAccount, accountNames)}`],
      ["From", [alert.sourceIp, alert.userAgent].filter((text) => text).join("\n")],
      ["When", alert.time === undefined ? alert.eventTime : timeText(alert.time)],
      ["Severity", alert.severityReason],
      ["Rule", alert.ruleIds.slice(0, 10).join(", ")],
      ["Event", alert.eventId],
      ["Log file", `s3://${alert.source.bucket}/${alert.source.key}`],
      ["", `record ${alert.source.index}`],
    ],
    paragraphs: [
      ...several
        .filter(({ kind }) => kind !== "firstSeen")
        .map((one) => [`The ${one.events.length} events`, eventLines(one)] as const),
      ["Why", rules[0] && (rules[0].description || rules[0].title)],
      ["What to do", rules.find(({ runbook }) => runbook)?.runbook],
    ],
    link: consoleLink({ ...alert, ...messageContext }, alert.eventId),
    command: exceptLine(alert),
  };
}

/** Events of an alert: as many as a paragraph has room for. */
function eventLines(several: SeveralEvents): string {
  return severalLines(several, MAX_EVENTS)
    .map((line) => line.slice(0, MAX_EVENT))
    .join("\n");
}

/** A paragraph has 1,500 characters. */
const MAX_EVENTS = 12;
const MAX_EVENT = 120;

/** A removed log or digest file for people. */
export function removedForPeople(
  removed: RemovedObject,
  { accountNames }: MessageContext,
): TextsForPeople {
  const { account, region, requester, time } = removed;
  const place = [account && accountText(account, accountNames), region];
  return {
    email: emailText(removedPeopleText(removed, place.filter((text) => text).join(", "))),
    sms: smsText([
      `HIGH: ${removedTitle(removed)}`,
      requester && ` by ${requester.slice(0, 40)}`,
      ` ${isOfSplitter(removed) ? "in" : "from"} ${removed.bucket.slice(0, 40)}`,
      time === undefined ? undefined : `, ${timeText(time).slice(11, 16)} UTC`,
    ]),
  };
}

function removedPeopleText(removed: RemovedObject, where: string): PeopleText {
  const { requester, sourceIp, time, deletionType, versionId, bucket, key } = removed;
  return {
    title: `HIGH: ${removedTitle(removed)} ${isOfSplitter(removed) ? "in" : "from"} ${bucket}`,
    facts: [
      ["Who", requester],
      ["From", sourceIp],
      ["What", deletionType ?? "removed; S3 does not say how"],
      ["File", key],
      ["Version", versionId],
      ["Bucket", bucket],
      ["Where", where],
      ["When", time === undefined ? undefined : timeText(time)],
    ],
    paragraphs: [
      ["Why", "Without its files nobody can prove what a trail recorded."],
      [
        "What to do",
        "Nobody needs to remove a trail's files by hand. Find the requester's other calls around this time, and restore the file if the bucket keeps versions.",
      ],
    ],
  };
}

/** An operator notice for people. */
export function noticeForPeople({ title, text, facts, advice }: Notice): TextsForPeople {
  return {
    email: emailText({
      title: `trailbridge: ${title}`,
      facts,
      paragraphs: [
        ["What happened", text],
        ["What to do", advice],
      ],
    }),
    sms: smsText([`trailbridge: ${title}`, `: ${facts[0]?.[1] ?? ""}`]),
  };
}
