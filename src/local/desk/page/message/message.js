/** Draws one message. */

import { el } from "../base/dom.js";
import { clock, day, full, iso } from "../base/time.js";
import { drawAttachments } from "./attachments.js";
import { drawBlocks, drawText } from "./blocks.js";
import { emojiOf } from "./emoji.js";

/**
 * @param {object} message As Slack's API shows it.
 * @param {object} around
 *   `channel`: its id; `channels`: id → name; `app`: the app's name; `continued`: it follows another
 *   by the same author closely; `place`: "channel", "thread" or "search"; `act`: what its buttons do.
 * @returns {HTMLElement}
 */
function drawMessage(message, around) {
  const { channel, continued = false, place, act } = around;
  const name = authorName(message, around.app);
  const keyed = { channels: around.channels, key: `${place}/${channel}/${message.ts}` };
  const blocks = message.blocks ?? [];
  const body = el(
    "div",
    { class: "message-body" },
    ...(blocks.length > 0 ? drawBlocks(blocks, keyed) : drawText(message.text, keyed)),
    ...drawAttachments(message.attachments ?? [], keyed),
  );
  if (message.edited) {
    const mark = el("span", { class: "edited", text: "(edited)", title: full(message.edited.ts) });
    const last = body.lastElementChild?.matches(".line") ? body.lastElementChild : body;
    last.append(" ", mark);
  }
  const time = el(
    "a",
    { class: "time", href: `#${channel}/${message.ts}`, title: full(message.ts) },
    el("time", { datetime: iso(message.ts), text: clock(message.ts) }),
  );
  const head = el(
    "p",
    { class: "message-head" },
    el("span", { class: "author", text: name }),
    el("span", { class: "badge", text: authorKind(message) }),
    time,
  );
  return el(
    "article",
    {
      class: continued ? "message message-continued" : "message",
      data: { ts: message.ts },
      tabindex: "-1",
      "aria-label": `${name}, ${day(message.ts)} ${clock(message.ts)}: ${message.text}`,
    },
    continued ? el("div", { class: "gutter" }, time) : avatar(message, name),
    el(
      "div",
      { class: "message-main" },
      ...(continued ? [] : [head]),
      body,
      ...(place === "channel" && message.reply_count > 0 ? [threadLine(message, act)] : []),
    ),
    tools(message, channel, act),
  );
}

/** Draws a message; one the page fails on still shows, with the reason and what was posted. */
export function drawSafely(message, around) {
  try {
    return drawMessage(message, around);
  } catch (error) {
    const article = drawMessage({ ...message, blocks: [], attachments: [] }, around);
    const text = `The desk cannot draw the rest of this message: ${error.message}`;
    article.querySelector(".message-body").append(el("p", { class: "block-unknown", text }));
    return article;
  }
}

/** `12 replies · last reply today at 10:42`, the way into the thread. */
function threadLine(message, act) {
  const { reply_count: count, latest_reply: latest } = message;
  return el(
    "button",
    { class: "thread-line", type: "button", on: { click: () => act.openThread(message.ts) } },
    el("img", { class: "thread-avatar", src: "/icon.svg", alt: "", width: 22, height: 22 }),
    el("span", { class: "thread-count", text: replyCount(count) }),
    el("span", {
      class: "thread-last",
      text: `last reply ${day(latest).toLowerCase()} at ${clock(latest)}`,
    }),
    el("span", { class: "thread-open", text: "View thread ›", "aria-hidden": "true" }),
  );
}

/** `1 reply`, `12 replies` */
export function replyCount(count) {
  return count === 1 ? "1 reply" : `${count} replies`;
}

function tools(message, channel, act) {
  const tool = (label, sign, action) =>
    el(
      "button",
      { class: "tool", type: "button", "aria-label": label, title: label, on: { click: action } },
      sign,
    );
  return el(
    "div",
    { class: "tools", role: "group", "aria-label": "Message" },
    ...(act.openThread && message.reply_count > 0
      ? [tool("Open the thread", "💬", () => act.openThread(message.ts))]
      : []),
    tool("Copy a link to this message", "🔗", () => act.copyLink(channel, message.ts)),
    tool("Show the message as it was posted", "{ }", () => act.showPayload(message)),
  );
}

function avatar({ icons, bot_id }, name) {
  if (icons?.emoji)
    return el("div", {
      class: "avatar avatar-emoji",
      "aria-hidden": "true",
      text: emojiOf(icons.emoji.replaceAll(":", "")) ?? "🔔",
    });
  if (bot_id)
    return el("img", { class: "avatar", src: "/icon.svg", alt: "", width: 36, height: 36 });
  return el("div", {
    class: "avatar avatar-person",
    "aria-hidden": "true",
    text: name.slice(0, 1).toUpperCase(),
  });
}

function authorName({ username, bot_id, user }, app) {
  return username ?? (bot_id ? app : (user ?? "someone"));
}

function authorKind({ bot_id, user }) {
  if (!bot_id) return "";
  return user ? "app" : "webhook";
}
