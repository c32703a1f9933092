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
