import { addPair, FlowReader, MOST_LEVELS, NotPlain, plainScalar } from "./flow-reader.ts";

/**
 * Reads YAML as rule files have it: mappings and lists in lines of their own or, on one line, in
 * brackets; scalars on one line; folded and literal text of even lines. Ten times as fast as a parser
 * of all of YAML, which stays the judge of everything else.
 *
 * @returns The content; undefined where there is anything beyond that, or anything wrong.
 */
export function readPlainYaml(text: string): { readonly value: unknown } | undefined {
  if (NOT_PLAIN.test(text)) return undefined;
  try {
    return { value: new PlainReader(text.split("\n")).document() };
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

/** Tabs, other line breaks, and characters that are not to be seen. */
const NOT_PLAIN = /[^\n\x20-\x7e\u00a1-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\ud7ff\ue000-\ufdcf]/;

const BLANK_LINE = /^ *(?:#.*)?$/;

/** `key: value` or `key:`, the key plain or in double quotes without escapes. */
const PAIR = /^(?:([A-Za-z_$][\w.$/:-]*)|"([^"\\]*)"):(?: +(.*))?$/;

class PlainReader {
  readonly #lines: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  document(): unknown {
    this.#skipBlank();
    if (this.#indent() !== 0) throw new NotPlain();
    const value = this.#block(0);
    if (this.#at < this.#lines.length) throw new NotPlain();
    return value;
  }

  #line(): string {
    return this.#lines[this.#at] as string;
  }

  /** Blanks before the line; of none, -1. */
  #indent(): number {
    return this.#at < this.#lines.length ? this.#line().search(/[^ ]/) : -1;
  }

  #skipBlank(): void {
    while (this.#at < this.#lines.length && BLANK_LINE.test(this.#line())) this.#at++;
  }

  /** The mapping or list whose lines begin here. */
  #block(indent: number): unknown {
    if (++this.#depth > MOST_LEVELS) throw new NotPlain();
    const value = this.#line().startsWith("- ", indent)
      ? this.#list(indent)
      : this.#mapping(indent);
    this.#depth--;
    return value;
  }

  #list(indent: number): unknown[] {
    const items: unknown[] = [];
    while (this.#indent() === indent) {
      const rest = this.#line().slice(indent);
      if (!rest.startsWith("- ") || rest.startsWith("-  ")) throw new NotPlain();
      const item = rest.slice(2);
      if (PAIR.test(item)) {
        items.push(this.#mapping(indent + 2, item));
      } else if (item.startsWith("- ")) {
        throw new NotPlain();
      } else {
        items.push(this.#value(item, indent));
      }
    }
    return items;
  }

  /** @param first The first line from its key on, where something stands before it. */
  #mapping(indent: number, first?: string): Record<string, unknown> {
    const mapping: Record<string, unknown> = {};
    for (let line = first ?? this.#line().slice(indent); ; line = this.#line().slice(indent)) {
      const [, plain, quoted, rest = ""] = PAIR.exec(line) ?? [];
      addPair(mapping, plain, quoted, this.#value(rest, indent));
      if (this.#indent() !== indent) return mapping;
    }
  }

  /** What stands behind a key or a dash, and below it further in; then the next line that says something. */
  #value(rest: string, indent: number): unknown {
    const text = rest.trimEnd();
    this.#at++;
    if (text === ">-" || text === "|-") return this.#text(text === ">-", indent);
    this.#skipBlank();
    const next = this.#indent();
    if (text === "") return next > indent ? this.#block(next) : null;
    // It goes on below.
    if (next > indent) throw new NotPlain();
    if (
      text.startsWith("{") ||
      text.startsWith("[") ||
      text.startsWith('"') ||
      text.startsWith("'")
    ) {
      const flow = new FlowReader(text);
      const value = flow.value();
      flow.end();
      return value;
    }
    return plainScalar(text);
  }

  /** Lines of a text. Where it is folded, those further in than the first keep their breaks. */
  #text(isFolded: boolean, indent: number): string {
    const inside = this.#indent();
    if (inside <= indent) throw new NotPlain();
    let text = "";
    let joint = "";
    while (this.#indent() >= inside) {
      const line = this.#line().slice(inside);
      if (line.endsWith(" ")) throw new NotPlain();
      const isFolding = isFolded && !line.startsWith(" ");
      text += (joint === " " && !isFolding ? "\n" : joint) + line;
      joint = isFolding ? " " : "\n";
      this.#at++;
    }
    const end = this.#at;
    this.#skipBlank();
    // A blank line, or one that is less far in, may be of the text.
    if (this.#indent() > indent || (end < this.#at && this.#lines[end]?.startsWith(" "))) {
      throw new NotPlain();
    }
    return text;
  }
}
