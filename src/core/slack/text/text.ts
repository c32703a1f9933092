/**
 * Text for Slack: escaped, within limits, and without any markup that is not ours.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text
 * @module
 */

import { textStart } from "../../record/text-start.ts";

/**
 * Escapes text for Slack and cuts it to a length.
 *
 * With `& < >` escaped, no mention, channel ping or link of the text's own can form. Characters
 * that would deceive the reader are written as escapes: controls, and those that reorder text.
 * No three back-ticks follow each other, so that nothing opens or closes a code fence.
 *
 * @param max UTF-16 units of the result at most, escapes counted as written; no escape and no
 * surrogate pair is split.
 */
export function escaped(text: string, max: number): string {
  const whole = escapeMarkup(visible(text.slice(0, max + 1)));
  if (whole.length <= max && text.length <= max) return whole;
  let result = "";
  for (const character of visible(textStart(text, max))) {
    const piece = escapeMarkup(character);
    if (result.length + piece.length > max - CUT.length) break;
    result += piece;
  }
  return result + CUT;
}

/** A value in inline code, on one line: nothing in it is read as formatting, emoji or link. */
export function code(value: string, max: number): string {
  const text = value.replace(/\s+/g, " ").trim().replaceAll("`", "ˋ");
  return `\`${escaped(text === "" ? "(empty)" : text, max - 2)}\``;
}

/** Text in a code fence it cannot leave. */
export function codeBlock(text: string, max: number): string {
  return `${FENCE}\n${escaped(text, max - 2 * FENCE.length - 2)}\n${FENCE}`;
}

/**
 * A link, if the address is a plain https one.
 *
 * @returns Undefined for anything else, or an address too long to be worth it.
 */
export function link(url: string, label: string): string | undefined {
  if (!/^https:\/\/[^\s<>|"`\\]{1,500}$/.test(url)) return undefined;
  return `<${escapeMarkup(url)}|${escaped(label.replaceAll("|", "¦"), 200)}>`;
}

const FENCE = "```";
const CUT = "…";

function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/**
 * Lone surrogates, separators, controls and format characters (bidirectional overrides among
 * them), but tab, line feed and the zero-width ones that scripts and emoji need.
 */
const DECEIVING = /[\p{Cs}\p{Zl}\p{Zp}]|(?![\t\n\u200B-\u200D])[\p{Cc}\p{Cf}]/gu;

function visible(text: string): string {
  return text
    .replace(DECEIVING, (character) =>
      character === "\r"
        ? ""
        : `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
    )
    .replace(/`(?=``)/g, "`\u200b");
}
