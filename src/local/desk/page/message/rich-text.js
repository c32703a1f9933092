/** Draws `rich_text` blocks. @see {@link https://docs.slack.dev/reference/block-kit/blocks/rich-text-block} */

import { el, linkTo } from "../base/dom.js";
import { emojiOf } from "./emoji.js";
import { codeElement } from "./text.js";

/** @returns {HTMLElement[]} */
export function richText({ elements = [] }, around) {
  return elements.map((part, index) => {
    const key = `${around.key}/${index}`;
    switch (part.type) {
      case "rich_text_preformatted":
        return codeElement(part.elements.map(spoken).join(""), key);
      case "rich_text_quote":
        return el("blockquote", { class: "quote" }, ...pieces(part.elements, around));
      case "rich_text_list":
        return el(
          part.style === "ordered" ? "ol" : "ul",
          {
            class: "list",
            data: { depth: String(part.indent ?? 0) },
            start: (part.offset ?? 0) + 1,
          },
          ...part.elements.map((item) => el("li", {}, ...pieces(item.elements, around))),
        );
      default:
        return el("p", { class: "line" }, ...pieces(part.elements ?? [], around));
    }
  });
}

function pieces(elements, around) {
  return elements.map((piece) => {
    switch (piece.type) {
      case "text":
        return styled(piece);
      case "link":
        return linkTo(piece.url, piece.text ?? piece.url);
      case "emoji":
        return el("span", { class: "emoji", text: emojiOf(piece.name) ?? `:${piece.name}:` });
      case "channel":
        return el("span", {
          class: "mention",
          text: `#${around.channels.get(piece.channel_id) ?? piece.channel_id}`,
        });
      default:
        return el("span", { class: "mention", text: spoken(piece) });
    }
  });
}

function styled({ text, style = {} }) {
  const tags = { bold: "strong", italic: "em", strike: "s", code: "code" };
  let node = document.createTextNode(text);
  for (const [name, tag] of Object.entries(tags)) {
    if (style[name]) node = el(tag, { class: name === "code" ? "code" : "" }, node);
  }
  return node;
}

function spoken({ text, url, name, user_id, usergroup_id, range }) {
  return (
    text ?? url ?? (name && `:${name}:`) ?? `@${user_id ?? usergroup_id ?? range ?? "someone"}`
  );
}
