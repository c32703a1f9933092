import type { Notice } from "../alert/notice.ts";
import { context, header, type SlackMessage, section, slackMessage } from "./block.ts";
import { SEVERITY_COLOR } from "./text/severity-color.ts";
import { code, escaped } from "./text/text.ts";

/** An operator notice as a channel sees it: trailbridge itself needs help. */
export function noticeMessage(notice: Notice): SlackMessage {
  // One line each: paths are too long for columns.
  const facts = notice.facts
    .slice(0, MAX_FACTS)
    .map(([label, value]) => `*${escaped(label, 40)}*  ${code(value, 650)}`);
  const head = [
    header(`🛠️ ${notice.title}`),
    ...(saysMore(notice) ? [section(escaped(notice.text, 2_000))] : []),
    ...(facts.length === 0 ? [] : [section(facts.join("\n"))]),
    ...context([notice.advice && escaped(notice.advice, 500)]),
  ];
  return slackMessage(noticeSummary(notice), SEVERITY_COLOR.info, { head });
}

/** Whether the text is more than the facts below it in one line. */
function saysMore({ text, facts }: Notice): boolean {
  const rest = facts.reduce((left, [, value]) => left.replaceAll(value, ""), text);
  return /\p{L}{3}/u.test(rest);
}

/** Facts of one notice that a section has room for. */
const MAX_FACTS = 4;

/** One line of plain text. */
export function noticeSummary({ title, text }: Notice): string {
  return escaped(`[trailbridge] ${title}: ${text}`.replace(/\s+/g, " "), 600);
}
