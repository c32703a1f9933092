import type { Comparison } from "./node.ts";

/** How tightly an operator holds what stands left of it, as in the library: `*` tighter than `/`. */
export const POWER: Readonly<Record<string, number>> = {
  "|": 1,
  "?": 2,
  "||": 3,
  "&&": 4,
  "==": 5,
  "!=": 5,
  "<": 5,
  "<=": 5,
  ">": 5,
  ">=": 5,
  "+": 6,
  "-": 6,
  "/": 7,
  "//": 7,
  "%": 7,
  "×": 7,
  "[]": 9,
  "*": 20,
  "[?": 21,
  ".": 40,
  "[": 55,
  "(": 60,
};

/** How tightly `!` holds what follows it. */
export const NOT_POWER = 45;

/** Comparisons, by their signs. */
export const COMPARISONS: Readonly<Record<string, Comparison>> = {
  "==": "EQ",
  "!=": "NE",
  "<": "LT",
  "<=": "LTE",
  ">": "GT",
  ">=": "GTE",
};

/** Operators on numbers, by their signs. */
export const ARITHMETIC: Readonly<Record<string, string>> = {
  "+": "Plus",
  "-": "Minus",
  "*": "Star",
  "×": "Multiply",
  "/": "Divide",
  "//": "Div",
  "%": "Modulo",
};

/** Words of other languages, and the operator that is meant. */
export const FOREIGN_WORDS: ReadonlyMap<string, string> = new Map([
  ["and", "&&"],
  ["or", "||"],
  ["not", "!"],
]);

const MEMBERSHIP = "membership is written contains(['a', 'b'], field): a word has no meaning";
const NULL = "what is missing is asked for by !exists(field), or by field == `null`";
const NO_REGEX = "there are no regular expressions (use starts_with, ends_with, contains and like)";

/** Words that stand between two values in other languages, and how that is written here. */
export const FOREIGN_COMPARISONS: ReadonlyMap<string, string> = new Map([
  ["in", MEMBERSHIP],
  ["not", `${MEMBERSHIP}; not in is !contains(['a', 'b'], field)`],
  ["is", NULL],
  ["isnull", NULL],
  ["notnull", NULL],
  ["like", "a text like another is written like(field, 'a*'), where * stands for any text"],
  ["matches", NO_REGEX],
  ["regexp", NO_REGEX],
  ["rlike", NO_REGEX],
  ["eq", "equality is written =="],
  ["equals", "equality is written =="],
  ["ne", "inequality is written !="],
  ["contains", "a text in another is written contains(field, 'a')"],
  ["includes", "a text in another is written contains(field, 'a')"],
  ["startswith", "how a text begins is written starts_with(field, 'a')"],
  ["endswith", "how a text ends is written ends_with(field, 'a')"],
  ["between", "a range is written a >= `1` && a <= `5`"],
]);
