import type { SlackBlock, SlackMessage } from "../../core/slack/block.ts";
import { terminalText } from "../terminal-text.ts";
import type { Ink } from "./ink.ts";
import { markupPieces } from "./mrkdwn.ts";

/** Draws a message as lines of a terminal: what is behind the coloured bar stands behind a bar. */
export function messageLines({ blocks, attachments }: SlackMessage, ink: Ink): readonly string[] {
  return [
    ...blocks.flatMap((it) => blockLines(it, ink)),
    ...attachments.flatMap((it) =>
      it.blocks
        .flatMap((block) => blockLines(block, ink))
        .map((line) => `${ink.faint("┃")} ${line}`),
    ),
  ];
}

function blockLines(block: SlackBlock, ink: Ink): readonly string[] {
  switch (block.type) {
    case "header":
      return [ink.strong(markupText(block.text.text, { ...ink, strong: (it) => it }))];
    case "context":
      return block.elements.flatMap(({ text }) => linesOf(markupText(text, ink)));
    default:
      return "fields" in block
        ? block.fields.flatMap(({ text }) => linesOf(markupText(text, ink)))
        : linesOf(markupText(block.text.text, ink));
  }
}

function linesOf(text: string): readonly string[] {
  return text.split("\n");
}

function markupText(markup: string, ink: Ink): string {
  return markupPieces(markup)
    .map((piece) => {
      // What is not this program's own may hold a colour code.
      const text = terminalText(piece.text, false);
      switch (piece.kind) {
        case "bold":
          return ink.strong(text);
        case "code":
          return ink.quoted(text);
        case "block":
          return linesOf(text)
            .map((line) => `  ${ink.quoted(line)}`)
            .join("\n");
        case "link":
          return `${text} ${ink.faint(`<${terminalText(piece.url, false)}>`)}`;
        default:
          return text;
      }
    })
    .join("");
}
