import { clip } from "../record/event-text.ts";
import type { Rule } from "../rule/rule.ts";
import { context, type SlackBlock, section } from "./block.ts";
import { listOf } from "./text/tally-line.ts";
import { code, escaped, link } from "./text/text.ts";

/**
 * Which rules matched, and what the first of them that says so advises.
 *
 * @param ids The most severe first.
 */
export function ruleSections(
  ids: readonly string[],
  ruleById: (id: string) => Rule | undefined,
): SlackBlock[] {
  const shown = ids.slice(0, MAX_RULES);
  const lines = shown.map((id) => ruleLine(id, ruleById(id)));
  const more = ids.length - shown.length;
  const rules = shown.map(ruleById).filter((rule) => rule !== undefined);
  const runbook = rules.find((rule) => rule.runbook)?.runbook?.trim();
  const references = rules.flatMap((rule) => rule.references).slice(0, MAX_REFERENCES);
  return [
    ...(lines.length === 0
      ? []
      : [section([...lines, ...(more > 0 ? [`and ${more} more rules`] : [])].join("\n"))]),
    ...(runbook ? [section(`*What to do*\n${escaped(runbook, 1_000)}`)] : []),
    ...context(references.map((url) => link(url, hostAndPath(url)))),
  ];
}

/**
 * Why an alert came, and the beginning of what to do about it: the first rule's description and
 * runbook, for a message that has no room for more.
 *
 * @param ids The most severe first.
 */
export function shortRule(
  ids: readonly string[],
  ruleById: (id: string) => Rule | undefined,
): SlackBlock[] {
  const rules = ids.map(ruleById).filter((rule) => rule !== undefined);
  const why = rules[0] && (oneLine(rules[0].description) || rules[0].title);
  const runbook = rules.find((rule) => rule.runbook)?.runbook;
  const lines = [
    ...(why ? [`*Why*  ${shortText(why, MAX_WHY)}`] : []),
    ...(runbook ? [`*Do*  ${shortText(oneLine(runbook), MAX_DO)}`] : []),
  ];
  return lines.length === 0 ? [] : [section(lines.join("\n"))];
}

/** UTF-16 units of a description and a runbook in a short message. */
const MAX_WHY = 90;
const MAX_DO = 130;

/** Which rules matched, in small print. */
export function ruleNames(ids: readonly string[]): string | undefined {
  const [first, ...others] = ids.slice(0, MAX_RULES);
  if (first === undefined) return undefined;
  return `${code(first, 120)}${ids.length === 1 ? "" : `, also ${listOf(others, ids.length - 1)}`}`;
}

/** The sentences that have room, escaped; a first one that has none is cut. */
function shortText(text: string, max: number): string {
  return escaped(firstSentences(text, max), 2 * max);
}

/** As many whole sentences as have room; of a first one that has none, its beginning. */
function firstSentences(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = text.slice(0, max + 1).lastIndexOf(". ");
  return end > 0 ? text.slice(0, end + 1) : clip(text, max);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

const MAX_RULES = 5;
const MAX_REFERENCES = 3;

function ruleLine(id: string, rule: Rule | undefined): string {
  if (rule === undefined) return `Rule ${code(id, 120)}`;
  const text = oneLine(rule.description) || rule.title;
  return `*${rule.severity}*  ${code(id, 120)}  ${escaped(text, 300)}`;
}

/** `docs.aws.amazon.com/…/API_StopLogging.html` */
function hostAndPath(url: string): string {
  const [host = "", ...path] = url
    .replace(/^https:\/\/(www\.)?/, "")
    .replace(/[?#].*/s, "")
    .split("/");
  const last = path.findLast((part) => part !== "");
  if (last === undefined) return host;
  return `${host}/${path.filter((part) => part !== "").length > 1 ? "…/" : ""}${last.slice(-60)}`;
}
