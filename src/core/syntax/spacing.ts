import type { Token } from "./token.ts";

/** Writes words one behind the other, with one blank where people expect one. */
export function spacedText(text: string, words: readonly Token[]): string {
  const open: string[] = [];
  let written = "";
  for (const [at, word] of words.entries()) {
    const before = words[at - 1];
    const raw = rawText(text, word);
    const gap = before === undefined || isTight(words, at, open) ? "" : " ";
    written += `${gap}${raw}`;
    if (word.kind in PAIRS) open.push(word.kind);
    else if (word.kind === "?") open.push("?");
    else if (word.kind === ":" && open.at(-1) === "?") open.pop();
    else if (CLOSERS.has(word.kind)) {
      while (open.at(-1) === "?") open.pop();
      open.pop();
    }
  }
  return written;
}

/** A value in backticks may go over several lines; its blanks mean nothing there. */
function rawText(text: string, { start, end }: Token): string {
  const raw = text.slice(start, end);
  if (!raw.startsWith("`")) return raw;
  const line = inOneLine(raw);
  const items = jsonItems(line);
  return items === undefined ? line : `\`[${items.join(", ")}]\``;
}

/** Lines one behind the other, with one blank between them. */
export function inOneLine(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "").join(" ");
}

/** The values of a list in backticks, as they are written. */
export function jsonItems(raw: string): readonly string[] | undefined {
  const inner = /^`\s*\[(.*)\]\s*`$/s.exec(raw)?.[1];
  if (inner === undefined || inner.trim() === "") return undefined;
  const items: string[] = [];
  let [item, depth, quoted] = ["", 0, false];
  for (let at = 0; at < inner.length; at++) {
    const char = inner.charAt(at);
    if (char === "\\") {
      item += char + inner.charAt(++at);
      continue;
    }
    if (char === '"') quoted = !quoted;
    if (!quoted && "[{".includes(char)) depth++;
    if (!quoted && "]}".includes(char)) depth--;
    if (char === "," && !quoted && depth === 0) {
      items.push(item.trim());
      item = "";
    } else item += char;
  }
  return [...items, item.trim()];
}

const PAIRS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "[?": "]", "{": "}" };
const CLOSERS: ReadonlySet<string> = new Set(Object.values(PAIRS));

/** Words that end a value, behind which a bracket goes on with it. */
const ENDS: ReadonlySet<string> = new Set([
  "name",
  "quoted name",
  "variable",
  "literal",
  "number",
  ")",
  "]",
  "[]",
  "}",
  "@",
  "$",
]);

/** Whether a word stands right behind the one before it. */
function isTight(words: readonly Token[], at: number, open: readonly string[]): boolean {
  const [before, word] = [words[at - 1] as Token, words[at] as Token];
  const isKeyword = before.kind === "name" && (before.value === "in" || before.value === "let");
  const goesOn = ENDS.has(before.kind) || before.kind === "*";
  switch (word.kind) {
    case ")":
    case "]":
    case "}":
    case ",":
    case ".":
      return true;
    case "(":
      return (
        before.kind in PAIRS || isPrefix(words, at - 1) || (before.kind === "name" && !isKeyword)
      );
    case "[":
    case "[?":
    case "[]":
      return before.kind in PAIRS || isPrefix(words, at - 1) || (goesOn && !isKeyword);
    case ":":
      return open.at(-1) !== "?";
    default:
      if (before.kind === ":") return open.at(-1) === "[";
      return before.kind in PAIRS || before.kind === "." || isPrefix(words, at - 1);
  }
}

/** Whether a word is a sign before a value: `!`, `&`, or `-` with nothing left of it. */
function isPrefix(words: readonly Token[], at: number): boolean {
  const { kind } = words[at] as Token;
  if (kind === "!" || kind === "&") return true;
  if (kind !== "-" && kind !== "+") return false;
  const before = words[at - 1];
  return before === undefined || !ENDS.has(before.kind);
}
