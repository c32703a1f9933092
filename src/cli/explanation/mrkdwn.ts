/** A piece of a text in Slack's markup: what it says, unescaped, and how. */
export type MarkupPiece =
  | { readonly kind: "text" | "bold" | "italic" | "code" | "block"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly url: string };

/**
 * Takes a text in Slack's markup apart, as far as this product's messages use it: bold, italic,
 * inline code, code blocks and links.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text
 */
export function markupPieces(markup: string): readonly MarkupPiece[] {
  const pieces: MarkupPiece[] = [];
  let plain = "";
  let at = 0;
  const add = (piece: MarkupPiece, after: number): void => {
    if (plain !== "") pieces.push({ kind: "text", text: unescaped(plain) });
    plain = "";
    pieces.push(piece);
    at = after;
  };
  while (at < markup.length) {
    const found = markAt(markup, at);
    if (found === undefined) plain += markup[at++];
    else add(found.piece, found.after);
  }
  if (plain !== "") pieces.push({ kind: "text", text: unescaped(plain) });
  return pieces;
}

const FENCE = "```";

const PAIRED: Readonly<Record<string, "bold" | "italic" | "code">> = {
  "*": "bold",
  _: "italic",
  "`": "code",
};

function markAt(
  markup: string,
  at: number,
): { readonly piece: MarkupPiece; readonly after: number } | undefined {
  const mark = markup[at] as string;
  if (markup.startsWith(FENCE, at)) {
    const end = markup.indexOf(FENCE, at + FENCE.length);
    if (end < 0) return undefined;
    const text = markup.slice(at + FENCE.length, end).replace(/^\n|\n$/g, "");
    return { piece: { kind: "block", text: unescaped(text) }, after: end + FENCE.length };
  }
  if (mark === "<") {
    const end = markup.indexOf(">", at);
    const [url = "", label] = markup.slice(at + 1, end < 0 ? at + 1 : end).split("|");
    if (!url.startsWith("https://")) return undefined;
    const piece = { kind: "link", text: unescaped(label ?? url), url: unescaped(url) } as const;
    return { piece, after: end + 1 };
  }
  const kind = PAIRED[mark];
  // Inside a word none of them is a mark.
  if (kind === undefined || /\w/.test(markup[at - 1] ?? "")) return undefined;
  const end = markup.indexOf(mark, at + 1);
  const text = markup.slice(at + 1, end < 0 ? at + 1 : end);
  if (text === "" || text.includes("\n") || /\w/.test(markup[end + 1] ?? "")) return undefined;
  // Bold code is bold.
  const shown = kind === "code" ? text : text.replaceAll("`", "");
  return { piece: { kind, text: unescaped(shown) }, after: end + 1 };
}

function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
