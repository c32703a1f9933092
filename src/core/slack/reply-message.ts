import type { Alert } from "../alert/alert.ts";
import { LEADING_PARTS } from "../alert/alert-part.ts";
import { headline, outcomeWords } from "../alert/headline.ts";
import { type Sighting, sightingNews, type ThreadState } from "../alert/thread.ts";
import { codeSection, context, type SlackMessage, section, slackMessage } from "./block.ts";
import { originLines, partSections, whenText } from "./record-sections.ts";
import { SEVERITY_COLOR } from "./text/severity-color.ts";
import { code, escaped } from "./text/text.ts";

/**
 * A repeat as a reply in the thread: what is new, and nothing the parent says already.
 *
 * @param parent The alert the thread began with; undefined if it is not known any more.
 * @param number Which event of the thread it is; the parent is 1.
 * @param before The thread before this event.
 */
export function replyMessage(
  alert: Alert,
  parent: Alert | undefined,
  number: number,
  before: ThreadState,
): SlackMessage {
  const news = sightingNews(before, sightingOf(alert, before.lastSeen));
  const fresh = alert.parts.filter(
    ({ name, text }) =>
      LEADING_PARTS.includes(name) && text !== parent?.parts.find((it) => it.name === name)?.text,
  );
  const lines = [
    alert.failure === parent?.failure ? undefined : outcomeText(alert),
    news.address && `new address ${code(news.address, 220)}`,
    news.region && `new region ${code(news.region, 70)}`,
    changed("session", alert.actor.session, parent?.actor.session),
    changed("agent", alert.userAgent, parent?.userAgent),
  ].filter((line) => line);
  const head = [
    section([`🔁 *#${number}*  ${whenText(alert)}`, ...lines].join("  ·  ")),
    ...(alert.errorMessage === undefined || alert.errorMessage === parent?.errorMessage
      ? []
      : [codeSection("Error", alert.errorMessage)]),
  ];
  const text = `#${number}: ${escaped(headline(alert), 230)}`;
  return slackMessage(text, SEVERITY_COLOR[alert.severity], {
    head,
    detail: (room) => fresh.flatMap((part) => partSections(part, room)),
    foot: context(originLines(alert, {})),
  });
}

function outcomeText({ failure, errorCode }: Alert): string {
  if (failure === undefined) return "*succeeded*";
  return `*${outcomeWords(failure)}*${errorCode === undefined ? "" : ` with ${code(errorCode, 220)}`}`;
}

/**
 * What an alert brings to its thread.
 *
 * @param otherwise Time to assume when the event's own is unknown, in milliseconds since the epoch.
 */
export function sightingOf(alert: Alert, otherwise: number): Sighting {
  return {
    time: alert.time ?? otherwise,
    ...(alert.sourceIp !== undefined && { address: alert.sourceIp }),
    ...(alert.region !== undefined && { region: alert.region }),
  };
}

function changed(label: string, now: string | undefined, then: string | undefined) {
  return now === undefined || now === then ? undefined : `${label} ${code(now, 310)}`;
}
