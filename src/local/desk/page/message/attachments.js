/** Draws secondary attachments: what stands behind a coloured bar. */

import { el, linkTo } from "../base/dom.js";
import { clock, day } from "../base/time.js";
import { drawBlocks } from "./blocks.js";
import { foldable } from "./fold.js";
import { mrkdwn, plain } from "./text.js";

/** Blocks of an attachment that show before it is folded, as in Slack. The style knows the number too. */
const SHOWN_BLOCKS = 5;

const COLORS = { good: "#2eb67d", warning: "#e0a100", danger: "#d1344b" };

/** @returns {HTMLElement[]} */
export function drawAttachments(attachments, around) {
  return attachments.map((attachment, index) => {
    const here = { ...around, key: `${around.key}/attachment${index}` };
    const body = el("div", { class: "attachment-body" }, ...content(attachment, here));
    const box = el(
      "div",
      { class: "attachment" },
      long(attachment) ? fold(body, attachment, here) : body,
    );
    const color = barColor(attachment.color);
    if (color) box.style.setProperty("--bar", color);
    return box;
  });
}

function long({ blocks = [] }) {
  // One more block takes no more room than the button to it.
  return blocks.length > SHOWN_BLOCKS + 1;
}

function fold(body, { blocks }, { key }) {
  body.classList.add("attachment-folded");
  const more = blocks.length - SHOWN_BLOCKS;
  return foldable(body, { key, more: `Show ${more} more`, less: "Show less" });
}

function content({ blocks, ...legacy }, around) {
  if (Array.isArray(blocks)) return drawBlocks(blocks, around);
  const { pretext, author_name, author_link, title, title_link, text, fields = [] } = legacy;
  const { footer, ts, fallback } = legacy;
  const parts = [
    ...(pretext ? [el("div", { class: "attachment-pretext" }, ...mrkdwn(pretext, around))] : []),
    ...(author_name
      ? [el("p", { class: "attachment-author" }, named(author_name, author_link))]
      : []),
    ...(title ? [el("p", { class: "attachment-title" }, named(title, title_link))] : []),
    ...(text ? mrkdwn(text, { ...around, key: `${around.key}/text` }) : []),
    ...(fields.length > 0
      ? [el("div", { class: "fields" }, ...fields.map(legacyField(around)))]
      : []),
    ...(footer || ts ? [el("p", { class: "attachment-footer" }, ...footing(footer, ts))] : []),
  ];
  return parts.length > 0 ? parts : mrkdwn(fallback ?? "", around);
}

function legacyField(around) {
  return ({ title = "", value = "", short }) =>
    el(
      "div",
      { class: short ? "field" : "field field-wide" },
      el("p", { class: "field-title" }, ...plain(title)),
      ...mrkdwn(value, around),
    );
}

function named(name, url) {
  return url ? linkTo(url, ...plain(name)) : el("span", {}, ...plain(name));
}

function footing(footer, ts) {
  const when = ts ? `${day(String(ts))}, ${clock(String(ts))}` : undefined;
  return plain([footer, when].filter(Boolean).join("  |  "));
}

function barColor(color) {
  if (typeof color !== "string") return undefined;
  if (Object.hasOwn(COLORS, color)) return COLORS[color];
  return /^#?[0-9a-f]{6}$/i.test(color) ? `#${color.replace("#", "")}` : undefined;
}
