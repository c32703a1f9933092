import type { SlackBlock, SlackMessage } from "../../core/slack/block.ts";
import { html, type Markup } from "./markup.ts";
import { markupPieces } from "./mrkdwn.ts";

/** Draws a message as a channel shows it, about. */
export function messageMarkup({ blocks, attachments }: SlackMessage): Markup {
  return html`<div class="message">${blocks.map(blockMarkup)}${attachments.map(
    (it) =>
      html`<div class="bar" style="border-color: ${colorOf(it.color)}">${it.blocks.map(blockMarkup)}</div>`,
  )}</div>`;
}

/** Colours are this program's own; a page takes nothing else into its style. */
function colorOf(color: string): string {
  return /^#[0-9a-f]{3,8}$/i.test(color) ? color : "#888888";
}

function blockMarkup(block: SlackBlock): Markup {
  switch (block.type) {
    case "header":
      return html`<p class="title">${inlineMarkup(block.text.text)}</p>`;
    case "context":
      return html`<p class="small">${block.elements.map(({ text }) => html`<span>${inlineMarkup(text)}</span> `)}</p>`;
    default:
      return "fields" in block
        ? html`<div class="fields">${block.fields.map(({ text }) => html`<div>${inlineMarkup(text)}</div>`)}</div>`
        : html`<div class="text">${inlineMarkup(block.text.text)}</div>`;
  }
}

function inlineMarkup(markup: string): readonly Markup[] {
  return markupPieces(markup).map((piece) => {
    switch (piece.kind) {
      case "bold":
        return html`<strong>${piece.text}</strong>`;
      case "italic":
        return html`<em>${piece.text}</em>`;
      case "code":
        return html`<code>${piece.text}</code>`;
      case "block":
        return html`<pre>${piece.text}</pre>`;
      case "link":
        return html`<a href="${piece.url}" rel="noreferrer noopener">${piece.text}</a>`;
      default:
        return html`${piece.text}`;
    }
  });
}
