import { CORE_SCHEMA, load, YAMLException } from "js-yaml";

/**
 * Reads YAML that has nothing in it of which two parsers may think otherwise, as rule files have it.
 * Ten times as fast as the parser that knows where all stands, which stays the judge of everything
 * else: of what is wrong, too.
 *
 * @param text Not nested deeper than a parser can go.
 * @returns The content; undefined where there is anything beyond that, or anything wrong.
 */
export function readPlainYaml(text: string): { readonly value: object } | undefined {
  if (ODD.test(text) || !hasPlainLines(text)) return undefined;
  try {
    const value = load(text, { schema: CORE_SCHEMA });
    return typeof value === "object" && value !== null ? { value } : undefined;
  } catch (error) {
    if (error instanceof YAMLException) return undefined;
    throw error;
  }
}

/**
 * Tabs, other line breaks and characters that are not to be seen; documents and directives; merges and
 * the prototype; numbers beyond all bounds.
 */
const ODD =
  /[^\n\x20-\x7e\u00a1-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\ud7ff\ue000-\ufdcf]|^(?:---|\.\.\.|%)|<<|__proto__|\d[eE][+-]?\d{3}/m;

/** Whether no line has what the two parsers, or a person, may read otherwise. */
function hasPlainLines(text: string): boolean {
  let isBelowKey = false;
  for (const line of text.split("\n")) {
    const [head = ""] = /^[- ]*/.exec(line) ?? [];
    const rest = line.slice(head.length);
    const isComment = rest.startsWith("#");
    // A comment behind something may have been meant as text.
    if (isComment ? head.includes("-") : line.includes(" #")) return false;
    // Nothing where something is expected, and keys of their own line.
    if (rest === "" ? head.includes("-") : /^[?:](?: |$)/.test(rest)) return false;
    const isItem = head.includes("-");
    // Anchors, tags and keys in brackets, which elsewhere are text that goes on.
    if ((isBelowKey || head === "" || isItem) && /^(?:[&*!]|[[{].*: )/.test(rest)) return false;
    const colon = rest.indexOf(": ");
    const value = rest.slice(colon < 0 ? 0 : colon + 2).trim();
    if ((colon >= 0 || isItem) && !isComment && !isPlainValue(value)) return false;
    isBelowKey = rest.endsWith(":");
  }
  return true;
}

/** Whether what stands behind a key or a dash is whole, and neither an anchor, nor an alias, nor a tag. */
function isPlainValue(value: string): boolean {
  const [first = ""] = value;
  const last = value.at(-1) ?? "";
  if ("&*!,".includes(first) && first !== "") return false;
  if (first === "'" || first === '"') return value.length > 1 && last === first;
  if (first !== "[" && first !== "{") return true;
  return "]}".includes(last) && !ODD_IN_BRACKETS.test(value);
}

/** Anchors, tags, keys that are nothing or more than a name, values that are nothing, comments. */
const ODD_IN_BRACKETS = /[,[{] *[&*!?:,]|[,{] *\[|(?:: |["']:) *[&*!,]|[}\]] *[:#]/;
