import { contextValues, type RequestContext } from "./request.ts";

/** A text with wildcards: single characters, and what stands for any one or any number of them. */
export type Pattern = readonly (string | typeof ANY_CHARACTERS | typeof ONE)[];

/** Stands for any characters, also none. */
export const ANY_CHARACTERS = Symbol("*");

/** Stands for one character. */
const ONE = Symbol("?");

/**
 * Reads a text of a policy in which `*` and `?` are wildcards and `${key}` stands for a value of
 * the request. What a variable brings in is plain text, whatever its characters.
 *
 * @param variables Absent where the policy's version has none.
 * @returns `undefined` if the request has no value for a variable that has no default.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function readPattern(text: string, variables?: RequestContext): Pattern | undefined {
  const parts: (string | typeof ANY_CHARACTERS | typeof ONE)[] = [];
  for (let at = 0; at < text.length; at++) {
    const end = variables && text.startsWith("${", at) ? text.indexOf("}", at) : -1;
    if (variables !== undefined && end > 0) {
      const value = valueOfVariable(text.slice(at + 2, end), variables);
      if (value === undefined) return undefined;
      parts.push(...value);
      at = end;
    } else {
      const char = text.charAt(at);
      parts.push(char === "*" ? ANY_CHARACTERS : char === "?" ? ONE : char);
    }
  }
  return parts;
}

/** As {@linkcode readPattern}, of a text in which `*` and `?` stand for themselves. */
export function readText(text: string, variables?: RequestContext): string | undefined {
  const parts = readPattern(text, variables);
  return parts?.map((part) => (part === ANY_CHARACTERS ? "*" : part === ONE ? "?" : part)).join("");
}

/** Whether a whole text is what a pattern says. */
export function matchesPattern(pattern: Pattern, text: string): boolean {
  let at = 0;
  let index = 0;
  /** Where the last `*` is, and the character from which the rest is tried next. */
  let star = -1;
  let resume = 0;
  while (index < text.length) {
    const part = pattern[at];
    if (part === ANY_CHARACTERS) {
      star = at++;
      resume = index;
    } else if (part === ONE || part === text.charAt(index)) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[at] === ANY_CHARACTERS) at++;
  return at === pattern.length;
}

/** Variables that stand for characters which would mean something else. */
const CHARACTERS: Readonly<Record<string, string>> = { "*": "*", "?": "?", $: "$" };

function valueOfVariable(variable: string, context: RequestContext): string | undefined {
  const character = CHARACTERS[variable];
  if (character !== undefined) return character;
  const comma = variable.indexOf(",");
  const rest = comma < 1 ? "" : variable.slice(comma + 1).trimStart();
  const isQuoted = rest.length > 1 && rest.startsWith("'") && rest.endsWith("'");
  const otherwise = isQuoted ? rest.slice(1, -1) : undefined;
  const key = isQuoted ? variable.slice(0, comma) : variable;
  const values = contextValues(context, key.trim());
  // A key with several values stands for none of them.
  return values?.length === 1 ? values[0] : otherwise;
}
