/** Ends the reading where there is more than plain YAML; told to nobody. */
export class NotPlain extends Error {}

const FLOW_KEY = /(?:([A-Za-z_$][\w.$/:-]*)|"([^"\\]*)"): */y;

/** A plain scalar begins with what is no sign of YAML's, and has none inside. */
const PLAIN = /^(?:[A-Za-z0-9_$/(.\u00a1-\uffff]|[-<][\w-])/;
const SIGN_INSIDE = /: | #|:$/;
const FLOW_PLAIN = /[A-Za-z0-9_$/(.<\u00a1-\uffff-][^,[\]{}]*/y;
const NUMBER = /^(?:0|-?[1-9]\d{0,14})(?:\.\d{1,9})?$/;
/** What is a number by rules that are not repeated here. */
const LIKE_NUMBER = /^[-+]?(?:0o[0-7]+|0x[\da-f]+|(?:\.\d+|\d+\.?\d*)(?:e[-+]?\d+)?)$/i;
const LIKE_WORD = /^(?:null|true|false|-?\.nan|-?\.inf)$/i;

/** Levels of lists and mappings in each other. */
export const MOST_LEVELS = 40;

/** YAML has a limit of its own, which is further. */
const LONGEST_KEY = 500;

/** Reads what stands on one line in brackets or quotes. */
export class FlowReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  end(): void {
    if (this.#at !== this.#text.length) throw new NotPlain();
  }

  value(): unknown {
    switch (this.#text[this.#at]) {
      case "{":
        return this.#collection("}", {}, (mapping) => {
          const [, plain, quoted] = this.#match(FLOW_KEY);
          if (!this.#text.startsWith(": ", FLOW_KEY.lastIndex - 2)) throw new NotPlain();
          addPair(mapping, plain, quoted, this.value());
        });
      case "[":
        return this.#collection<unknown[]>("]", [], (list) => {
          list.push(this.value());
        });
      case '"':
        return this.#doubleQuoted();
      case "'":
        return this.#match(/'((?:[^']|'')*)'/y)[1]?.replaceAll("''", "'");
      default: {
        const text = this.#match(FLOW_PLAIN)[0].trimEnd();
        return plainScalar(text);
      }
    }
  }

  #collection<C>(close: string, collection: C, add: (collection: C) => void): C {
    if (++this.#depth > MOST_LEVELS) throw new NotPlain();
    this.#at++;
    this.#blanks();
    while (this.#text[this.#at] !== close) {
      add(collection);
      this.#blanks();
      if (this.#text[this.#at] === ",") {
        this.#at++;
        this.#blanks();
        // One behind the last is YAML's, but nobody's here.
        if (this.#text[this.#at] === close) throw new NotPlain();
      } else if (this.#text[this.#at] !== close) {
        throw new NotPlain();
      }
    }
    this.#at++;
    this.#depth--;
    return collection;
  }

  /** JSON's escapes are YAML's; of what is YAML's alone, JSON says so. */
  #doubleQuoted(): unknown {
    const [text] = this.#match(/"(?:[^"\\]|\\.)*"/y);
    if (!text.includes("\\")) return text.slice(1, -1);
    try {
      return JSON.parse(text);
    } catch {
      throw new NotPlain();
    }
  }

  #blanks(): void {
    while (this.#text[this.#at] === " ") this.#at++;
  }

  #match(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) throw new NotPlain();
    this.#at = pattern.lastIndex;
    return found;
  }
}

/** Adds a pair to a mapping that has no such key. */
export function addPair(
  mapping: Record<string, unknown>,
  plain: string | undefined,
  quoted: string | undefined,
  value: unknown,
): void {
  const key = plain ?? quoted;
  if (key === undefined || key === "__proto__" || key.length > LONGEST_KEY) throw new NotPlain();
  if (Object.hasOwn(mapping, key)) throw new NotPlain();
  if (plain !== undefined && LIKE_WORD.test(plain)) throw new NotPlain();
  mapping[key] = value;
}

/** The value of a plain scalar. */
export function plainScalar(text: string): unknown {
  if (!PLAIN.test(text) || SIGN_INSIDE.test(text)) throw new NotPlain();
  if (text === "null") return null;
  if (text === "true" || text === "false") return text === "true";
  if (NUMBER.test(text)) return Number(text);
  if (LIKE_NUMBER.test(text) || LIKE_WORD.test(text)) throw new NotPlain();
  return text;
}
