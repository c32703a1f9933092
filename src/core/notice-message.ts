import type { Notice } from "./notice.ts";
import { SEVERITY_STYLE } from "./severity-style.ts";
import {
  context,
  fieldsSection,
  header,
  type SlackMessage,
  section,
  slackMessage,
} from "./slack-block.ts";
import { code, escaped } from "./slack-text.ts";

/** An operator notice as a channel sees it: trailbridge itself needs help. */
export function noticeMessage(notice: Notice): SlackMessage {
  const head = [
    header(`🛠️ ${notice.title}`),
    ...(notice.text === "" ? [] : [section(escaped(notice.text, 2_000))]),
    ...fieldsSection(
      notice.facts.map(([label, value]) => [escaped(label, 50), code(value, 1_100)] as const),
    ),
    ...context([notice.advice && escaped(notice.advice, 500)]),
  ];
  return slackMessage(noticeSummary(notice), SEVERITY_STYLE.info.color, head, []);
}

/** One line of plain text. */
export function noticeSummary({ title, text }: Notice): string {
  return escaped(`[trailbridge] ${title}: ${text}`.replace(/\s+/g, " "), 600);
}
