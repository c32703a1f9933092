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
 * The quotes count as in {@linkcode prefixTest}.
 *
 * Takes a step or two for each unit of the pattern, however long the text is.
 *
 * @param part What of the text must be equal.
 */
export function ignoreCaseTest(pattern: string, part: "all" | "prefix" | "suffix"): TextMatcher {
  const units = pattern.split("").map(spellingsOf);
  if (part === "suffix") {
    const backwards = units.reverse();
    const quote = pattern.includes('"') ? '"' : "";
    return (text) => endsOf(quote + text, backwards, true).size > 0;
  }
  if (part === "all") return (text) => endsOf(text, units, false).has(text.length);
  const quote = pattern.includes('"') ? '"' : "";
  return (text) => endsOf(text + quote, units, false).size > 0;
}

/** How one unit may be spelled; some letters are two in the other case, `ß` and `SS`. */
function spellingsOf(unit: string): readonly string[] {
  if (/[\ud800-\udfff]/.test(unit)) return ["?"];
  return [...new Set([unit.toLowerCase(), unit.toUpperCase()])];
}

/** Places in the text where the units, each in any spelling, may end if they begin at its start or end. */
function endsOf(
  text: string,
  units: readonly (readonly string[])[],
  backwards: boolean,
): ReadonlySet<number> {
  let places = new Set([backwards ? text.length : 0]);
  for (const spellings of units) {
    const next = new Set<number>();
    for (const place of places) {
      for (const spelling of spellings) {
        const from = backwards ? place - spelling.length : place;
        if (from >= 0 && text.startsWith(spelling, from)) {
          next.add(backwards ? from : from + spelling.length);
        }
      }
    }
    if (next.size === 0) return next;
    places = next;
  }
  return places;
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
