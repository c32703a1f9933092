/** Draws the trees of mrkdwn.js. */

import { el, linkTo } from "../base/dom.js";
import { foldable } from "./fold.js";
import { parseMrkdwn, parsePlain } from "./mrkdwn.js";

/** Lines of a code block shown before the rest is folded away, and lines that make folding worth it. */
const CODE_LINES = { shown: 10, fold: 14 };

/**
 * Formatted text.
 *
 * @param {string} text
 * @param {object} around `channels`: id → name; `key`: what tells this text's folds from others'.
 * @returns {HTMLElement[]}
 */
export function mrkdwn(text, around) {
  return parseMrkdwn(text).map((block, index) => {
    switch (block.type) {
      case "code":
        return codeElement(block.text, `${around.key}/${index}`);
      case "quote":
        return el("blockquote", { class: "quote" }, ...inline(block.children, around));
      case "item":
        return el(
          "p",
          { class: "item", data: { depth: String(block.depth) } },
          el("span", { class: "item-marker", text: block.marker }),
          el("span", { class: "item-text" }, ...inline(block.children, around)),
        );
      default:
        return el("p", { class: "line" }, ...inline(block.children, around));
    }
  });
}

/** Unformatted text. @returns {(Node | string)[]} */
export function plain(text, { emoji = true } = {}) {
  return inline(parsePlain(text, { emoji }), { channels: new Map() });
}

/** A text object of Block Kit. @returns {(Node | string)[]} */
export function textObject(object, around) {
  if (object?.type === "mrkdwn") return mrkdwn(object.text ?? "", around);
  return [
    el("p", { class: "line" }, ...plain(object?.text ?? "", { emoji: object?.emoji !== false })),
  ];
}

/** A code block; a long one folded. */
export function codeElement(text, key) {
  const lines = text.split("\n").length;
  const block = el("pre", { class: "code-block" }, el("code", { text }));
  if (lines <= CODE_LINES.fold) return block;
  return foldable(block, {
    key,
    more: `Show all ${lines} lines`,
    less: "Show fewer lines",
  });
}

/** Inline nodes. @returns {(Node | string)[]} */
function inline(nodes, around) {
  return nodes.map((node) => {
    switch (node.type) {
      case "bold":
        return el("strong", {}, ...inline(node.children, around));
      case "italic":
        return el("em", {}, ...inline(node.children, around));
      case "strike":
        return el("s", {}, ...inline(node.children, around));
      case "codespan":
        return el("code", { class: "code", text: node.text });
      case "link":
        return linkTo(node.url, ...plain(node.label));
      case "user":
        return el("span", { class: "mention", text: `@${node.label ?? node.id}` });
      case "usergroup":
        return el("span", {
          class: "mention",
          text: `@${(node.label ?? node.id).replace(/^@/, "")}`,
        });
      case "channel": {
        const name = node.label ?? around.channels.get(node.id);
        const text = name === undefined ? "#unknown-channel" : `#${name}`;
        if (!around.channels.has(node.id)) return el("span", { class: "mention", text });
        return el("a", { class: "mention", href: `#${node.id}`, text });
      }
      case "broadcast":
        return el("span", { class: "mention mention-all", text: `@${node.name}` });
      case "emoji":
        return el("span", { class: "emoji", title: `:${node.name}:`, text: node.text });
      case "break":
        return el("br");
      default:
        return node.text;
    }
  });
}
