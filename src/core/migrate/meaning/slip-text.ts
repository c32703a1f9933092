/** A piece of an expression: code, or a text in quotes. */
export interface CodePart {
  readonly text: string;
  readonly isCode: boolean;
}

/** The pieces of an expression, which need not be Python. */
export function codeParts(text: string): readonly CodePart[] {
  const parts: CodePart[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const quote = text[at];
    if (quote !== '"' && quote !== "'") continue;
    const end = endOfQuoted(text, at, quote);
    if (end === undefined) continue;
    parts.push({ text: text.slice(from, at), isCode: true });
    parts.push({ text: text.slice(at, end), isCode: false });
    from = end;
    at = end - 1;
  }
  return [...parts, { text: text.slice(from), isCode: true }];
}

/** After the closing quote; undefined if there is none in the line. */
function endOfQuoted(text: string, start: number, quote: string): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === quote) return at + 1;
    else if (text[at] === "\n") return undefined;
  }
  return undefined;
}

/** All lines as one. */
export function joinedLines(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ");
}
