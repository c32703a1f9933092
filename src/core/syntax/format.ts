import { readSyntax } from "./read-syntax.ts";
import { jsonItems, spacedText } from "./spacing.ts";
import type { Token } from "./token.ts";

/**
 * Writes an expression in its one form: words as they are, one blank where people expect one, and
 * lines broken before `&&` and `||`, inside parentheses, between the values of long lists, between
 * what `let` names, and else between the arguments of a function.
 *
 * @param width Characters of a line, at most; what cannot be broken is longer.
 * @returns The lines; undefined if it is no expression.
 */
export function formatExpression(text: string, width: number): readonly string[] | undefined {
  const { tokens, problems } = readSyntax(text);
  if (problems.length > 0) return undefined;
  return new Layout(text, width).lines(tokens.slice(0, -1), 0);
}

class Layout {
  readonly #text: string;
  readonly #width: number;

  constructor(text: string, width: number) {
    this.#text = text;
    this.#width = width;
  }

  /** @param lead Characters that will be put before the first line. */
  lines(words: readonly Token[], indent: number, lead = 0): readonly string[] {
    const line = `${" ".repeat(indent)}${spacedText(this.#text, words)}`;
    if (line.length + lead <= this.#width) return [line];
    return (
      this.#named(words, indent) ??
      this.#joined(words, indent) ??
      this.#enclosed(words, indent) ??
      this.#listed(words, indent) ??
      this.#called(words, indent) ?? [line]
    );
  }

  /** `let $a = b, $c = d in e`: a line for each. */
  #named(words: readonly Token[], indent: number): readonly string[] | undefined {
    if (!isName(words[0], "let") || words[1]?.kind !== "variable") return undefined;
    const end = atTop(words).find(
      (it, index, top) => isName(it, "in") && top[index - 1]?.kind !== ".",
    );
    const at = end === undefined ? -1 : words.indexOf(end);
    if (at < 0) return undefined;
    const [first = "", ...others] = this.#separated(words.slice(1, at), indent + STEP);
    const [head = "", ...rest] = this.lines(words.slice(at + 1), indent, "in ".length);
    const pad = " ".repeat(indent);
    return [`${pad}let ${first.trimStart()}`, ...others, `${pad}in ${head.trimStart()}`, ...rest];
  }

  /** `a && b`: a line for each; the loosest operator decides. */
  #joined(words: readonly Token[], indent: number): readonly string[] | undefined {
    const sign = ["?", "||", "&&"].find((kind) => atTop(words).some((it) => it.kind === kind));
    if (sign === undefined) return undefined;
    const starts = atTop(words).filter(
      ({ kind }) => kind === sign || (sign === "?" && kind === ":"),
    );
    const places = starts.map((it) => words.indexOf(it));
    return [0, ...places].flatMap((from, index) => {
      const part = words.slice(from, places[index] ?? words.length);
      const [first] = part;
      if (index === 0 || first === undefined) return this.lines(part, indent);
      const [head = "", ...rest] = this.lines(part.slice(1), indent, first.kind.length + 1);
      return [`${" ".repeat(indent)}${first.kind} ${head.trimStart()}`, ...rest];
    });
  }

  /** `(a)`, `!(a)` and `&(a)`: the brackets on lines of their own. */
  #enclosed(words: readonly Token[], indent: number): readonly string[] | undefined {
    const open = words.findIndex(({ kind }) => kind !== "!" && kind !== "&");
    const isEnclosed = words[open]?.kind === "(" && closing(words, open) === words.length - 1;
    if (!isEnclosed) return undefined;
    return [
      `${" ".repeat(indent)}${spacedText(this.#text, words.slice(0, open + 1))}`,
      ...this.lines(words.slice(open + 1, -1), indent + STEP),
      `${" ".repeat(indent)})`,
    ];
  }

  /** `contains(['a', 'b'], c)`: as many values on a line as there is room for. */
  #listed(words: readonly Token[], indent: number): readonly string[] | undefined {
    for (const [open, { kind }] of words.entries()) {
      const close = kind === "[" ? closing(words, open) : open;
      const items = kind === "[" ? this.#itemsIn(words.slice(open + 1, close)) : undefined;
      const values = items ?? jsonItems(this.#raw(words[open] as Token));
      if (values === undefined || values.length < MANY) continue;
      const [left, right] = items === undefined ? ["`[", "]`"] : ["[", "]"];
      const gap = spacedText(this.#text, words.slice(0, open + 1));
      const before = gap.slice(0, gap.length - this.#raw(words[open] as Token).length);
      const after = words.slice(close + 1);
      const tail = spacedText(this.#text, words.slice(close)).slice(
        this.#raw(words[close] as Token).length,
      );
      return [
        `${" ".repeat(indent)}${before}${left}`,
        ...filled(values, indent + STEP, this.#width),
        `${" ".repeat(indent)}${right}${after.length === 0 ? "" : tail}`,
      ];
    }
    return undefined;
  }

  /** `any(a, &b)`: a line for each argument of the first function. */
  #called(words: readonly Token[], indent: number): readonly string[] | undefined {
    const open = atTop(words)
      .map((it) => words.indexOf(it) + 1)
      .find((at) => words[at]?.kind === "(" && words[at - 1]?.kind === "name");
    if (open === undefined) return undefined;
    const close = closing(words, open);
    if (close <= open + 1) return undefined;
    const pad = " ".repeat(indent);
    return [
      `${pad}${spacedText(this.#text, words.slice(0, open + 1))}`,
      ...this.#separated(words.slice(open + 1, close), indent + STEP),
      `${pad}${spacedText(this.#text, words.slice(close))}`,
    ];
  }

  /** What stands between commas, each on lines of its own. */
  #separated(words: readonly Token[], indent: number): readonly string[] {
    const parts = betweenCommas(words).map((part) => this.lines(part, indent, 1));
    return parts.flatMap((lines, index) =>
      index === parts.length - 1 ? lines : [...lines.slice(0, -1), `${lines.at(-1)},`],
    );
  }

  /** The values of a list that is written out. */
  #itemsIn(words: readonly Token[]): readonly string[] {
    return betweenCommas(words).map((part) => spacedText(this.#text, part));
  }

  #raw({ start, end }: Token): string {
    return spacedText(this.#text, [{ kind: "literal", value: null, start, end }]);
  }
}

/** Characters by which what is inside brackets is further in. */
const STEP = 2;

/** Values from which a list is broken into lines. */
const MANY = 3;

const OPENERS: ReadonlySet<string> = new Set(["(", "[", "[?", "{"]);
const CLOSERS: ReadonlySet<string> = new Set([")", "]", "}"]);

/** Words that stand in no bracket. */
function atTop(words: readonly Token[]): readonly Token[] {
  let depth = 0;
  return words.filter(({ kind }) => {
    if (CLOSERS.has(kind)) depth--;
    const isTop = depth === 0;
    if (OPENERS.has(kind)) depth++;
    return isTop;
  });
}

function betweenCommas(words: readonly Token[]): readonly (readonly Token[])[] {
  const commas = atTop(words).filter(({ kind }) => kind === ",");
  const places = commas.map((it) => words.indexOf(it));
  return [-1, ...places].map((from, index) => words.slice(from + 1, places[index] ?? words.length));
}

function isName(word: Token | undefined, name: string): boolean {
  return word?.kind === "name" && word.value === name;
}

/** Where the bracket that opens at a place closes. */
function closing(words: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < words.length; at++) {
    const kind = words[at]?.kind ?? "";
    if (OPENERS.has(kind)) depth++;
    if (CLOSERS.has(kind) && --depth === 0) return at;
  }
  return words.length - 1;
}

function filled(values: readonly string[], indent: number, width: number): readonly string[] {
  const lines: string[] = [];
  let line = " ".repeat(indent);
  for (const [index, value] of values.entries()) {
    const word = `${value}${index < values.length - 1 ? "," : ""}`;
    const isFirst = line.trim() === "";
    if (!isFirst && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${" ".repeat(indent)}${word}`;
    } else line += isFirst ? word : ` ${word}`;
  }
  return [...lines, line];
}
