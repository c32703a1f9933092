import type { Alert } from "../alert/alert.ts";
import { newsOf, type Sighting, type ThreadState } from "../alert/thread.ts";
import { originLines, partSection, whenText } from "./alert-message.ts";
import { codeSection, context, type SlackMessage, section, slackMessage } from "./block.ts";
import { SEVERITY_STYLE } from "./severity-style.ts";
import { code, escaped } from "./text.ts";

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
  const news = newsOf(before, sightingOf(alert, before.lastSeen));
  const [request] = alert.parts;
  const lines = [
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
    ...(request === undefined || request.text === parent?.parts[0]?.text
      ? []
      : [partSection(request)]),
    ...context(originLines(alert)),
  ];
  const text = `#${number}: ${escaped(alert.title, 150)}`;
  return slackMessage(text, SEVERITY_STYLE[alert.severity].color, { head });
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
