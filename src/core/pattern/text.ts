import { PatternError } from "./error.ts";

/** A test of text, as one operator of an event pattern makes it. */
export type TextMatcher = (text: string) => boolean;

/**
 * Makes the test of a `prefix` operator. Values are compared with their JSON quotes around
 * them, as on the service: the prefix `ab"` matches the whole value `ab`.
 */
export function prefixTest(prefix: string): TextMatcher {
  if (!prefix.includes('"')) return (text) => text.startsWith(prefix);
  return (text) => `${text}"`.startsWith(prefix);
}

/** Makes the test of a `suffix` operator; the quotes count as in {@linkcode prefixTest}. */
export function suffixTest(suffix: string): TextMatcher {
  if (!suffix.includes('"')) return (text) => text.endsWith(suffix);
  return (text) => `"${text}`.endsWith(suffix);
}

/**
 * Makes the test of an `equals-ignore-case` operator, alone or inside `prefix` or `suffix`.
 * Each UTF-16 unit of the pattern stands for its own upper or lower case, as on the service:
 * half of a surrogate pair therefore stands for `?`, and a pattern with an emoji never matches
 * that emoji.
 *
 * @param part What of the text must be equal.
 */
export function ignoreCaseTest(pattern: string, part: "all" | "prefix" | "suffix"): TextMatcher {
  const units = pattern.split("").map((unit) => {
    if (/[\ud800-\udfff]/.test(unit)) return "\\?";
    return `(?:${escapeRegExp(unit.toLowerCase())}|${escapeRegExp(unit.toUpperCase())})`;
  });
  const start = part === "suffix" ? "" : "^";
  const end = part === "prefix" ? "" : "$";
  const regexp = new RegExp(start + units.join("") + end);
  return (text) => regexp.test(text);
}

/**
 * Makes the test of a `wildcard` operator: `*` stands for any text, also none; `\*` and `\\`
 * for themselves.
 *
 * @param path Where in the pattern, for the error.
 * @throws {PatternError} On `**` and on any other escape.
 */
export function wildcardTest(pattern: string, path: string): TextMatcher {
  const [head = "", ...rest] = literalsOf(pattern, path);
  const tail = rest.pop();
  if (tail === undefined) return (text) => text === head;
  return (text) => {
    const end = text.length - tail.length;
    if (end < head.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
    let from = head.length;
    for (const literal of rest) {
      const at = text.indexOf(literal, from);
      if (at < 0 || at + literal.length > end) return false;
      from = at + literal.length;
    }
    return true;
  };
}

/** The texts between the stars: one more than there are stars. */
function literalsOf(pattern: string, path: string): string[] {
  const literals = [""];
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    if (char === "*") {
      if (next === "*") throw new PatternError(path, 'a wildcard must not have "**"', pattern);
      literals.push("");
    } else if (char === "\\") {
      if (next !== "*" && next !== "\\") {
        const rule = 'a backslash of a wildcard must stand before "*" or a backslash';
        throw new PatternError(path, rule, pattern);
      }
      literals.push(literals.pop() + next);
      at++;
    } else {
      literals.push(literals.pop() + char);
    }
  }
  return literals;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
