/** Draws the blocks of a message. @see {@link https://docs.slack.dev/reference/block-kit/blocks} */

import { el, linkTo } from "../base/dom.js";
import { richText } from "./rich-text.js";
import { mrkdwn, plain, textObject } from "./text.js";

/**
 * @param {object[]} blocks
 * @param {object} around `channels`: id → name; `key`: what tells this message's folds from others'.
 * @returns {HTMLElement[]}
 */
export function drawBlocks(blocks, around) {
  return blocks.map((block, index) => {
    const draw = Object.hasOwn(DRAW, block?.type) ? DRAW[block.type] : unknown;
    return draw(block, { ...around, key: `${around.key}/${index}` });
  });
}

const DRAW = {
  header: ({ text }) =>
    el(
      "h3",
      { class: "block-header" },
      ...plain(text?.text ?? "", { emoji: text?.emoji !== false }),
    ),
  divider: () => el("hr", { class: "block-divider" }),
  section: ({ text, fields = [], accessory }, around) =>
    el(
      "div",
      { class: "block-section" },
      el(
        "div",
        { class: "block-body" },
        ...(text ? textObject(text, around) : []),
        ...(fields.length > 0 ? [fieldGrid(fields, around)] : []),
      ),
      ...(accessory ? [el("div", { class: "block-accessory" }, element(accessory))] : []),
    ),
  context: ({ elements = [] }, around) =>
    el(
      "div",
      { class: "block-context" },
      ...elements.map((item, index) =>
        item.type === "image"
          ? element(item)
          : el(
              "div",
              { class: "context-item" },
              ...textObject(item, { ...around, key: `${around.key}/${index}` }),
            ),
      ),
    ),
  actions: ({ elements = [] }) => el("div", { class: "block-actions" }, ...elements.map(element)),
  image: ({ title, ...image }) =>
    el(
      "figure",
      { class: "block-image" },
      ...(title ? [el("figcaption", {}, ...plain(title.text))] : []),
      element({ ...image, type: "image" }),
    ),
  rich_text: (block, around) =>
    el(
      "div",
      { class: "block-section" },
      el("div", { class: "block-body" }, ...richText(block, around)),
    ),
  markdown: ({ text = "" }) => el("div", { class: "block-markdown", text }),
  alert: ({ text, level = "default" }, around) =>
    el("div", { class: "block-alert", data: { level } }, ...textObject(text, around)),
};

function fieldGrid(fields, around) {
  return el(
    "div",
    { class: "fields" },
    ...fields.map((field, index) =>
      el(
        "div",
        { class: "field" },
        ...textObject(field, { ...around, key: `${around.key}/field${index}` }),
      ),
    ),
  );
}

/** An element of a section, a context or a row of actions. */
function element({ type, text, url, style, image_url, alt_text = "image", placeholder }) {
  if (type === "image") {
    // Foreign images are not loaded: the desk works offline and tells no one it is read.
    return linkTo(image_url ?? "", el("span", { class: "image-note", text: `🖼 ${alt_text}` }));
  }
  const words = text ?? placeholder;
  const label = typeof words === "object" ? plain(words.text ?? "") : [String(type)];
  const name = `button ${["primary", "danger"].includes(style) ? `button-${style}` : ""}`;
  if (type === "button" && url) {
    const link = linkTo(url, ...label);
    link.className = name;
    return link;
  }
  const note = "Needs an app that listens; on the desk it does nothing";
  return el("button", { class: name, type: "button", disabled: true, title: note }, ...label);
}

function unknown(block) {
  const type = String(block?.type ?? "none");
  return el("p", {
    class: "block-unknown",
    text: `Slack shows a “${type}” block here; the desk does not draw it.`,
  });
}

/** A message's own text, where it has no blocks. */
export function drawText(text, around) {
  return mrkdwn(text, around);
}
