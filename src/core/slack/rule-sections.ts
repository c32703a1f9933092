import type { Rule } from "../rule/rule.ts";
import { context, type SlackBlock, section } from "./block.ts";
import { SEVERITY_STYLE } from "./text/severity-style.ts";
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

const MAX_RULES = 5;
const MAX_REFERENCES = 3;

function ruleLine(id: string, rule: Rule | undefined): string {
  if (rule === undefined) return `Rule ${code(id, 120)}`;
  const { sign } = SEVERITY_STYLE[rule.severity];
  const text = rule.description.trim() || rule.title;
  return `${sign} *${rule.severity}*  ${code(id, 120)}  ${escaped(text.replace(/\s+/g, " "), 300)}`;
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
