import { suite } from "uvu";
import { assertFaults, assertResults, assertSteps } from "../../support/function-call.ts";

const test = suite("TEXT_FUNCTIONS");

const PAIR = "\u{1F600}";

test("fault on counts, positions and paddings they cannot take", () => {
  const padding = (characters: number, width: number) =>
    `Cannot pad text as the padding must be one character and the width <= 100000: they are ${characters} and ${width}`;
  const count = (what: string, value: number) =>
    `Cannot ${what} text as a count must be whole and >= 0: it is ${value}`;
  const position = (value: number) =>
    `Cannot find text as a position must be whole: it is ${value}`;
  assertFaults([
    [["pad_left", "a", 2, ""], padding(0, 2)],
    [["pad_left", "a", 2, "xy"], padding(2, 2)],
    [["pad_right", "a", 100_001], padding(1, 100_001)],
    [["pad_right", "a", 1.5], count("pad", 1.5)],
    [["pad_left", "a", -1], count("pad", -1)],
    [["replace", "a", "a", "b", -1], count("replace", -1)],
    [["replace", "a", "a", "b", 0.5], count("replace", 0.5)],
    [["split", "a", "a", -1], count("split", -1)],
    [["find_first", "a", "a", 0.5], position(0.5)],
    [["find_last", "a", "a", 0, 1.5], position(1.5)],
  ]);
});

test("search text, and lists by value", () => {
  assertResults([
    [["contains", "abc", "bc"], true],
    [["contains", "abc", "ac"], false],
    [["contains", "abc1", 1], null],
    [["contains", [1, { a: [2] }], { a: [2] }], true],
    [["contains", [1, { a: [2] }], { a: [3] }], false],
    [["contains", ["abc"], "b"], false],
    [["starts_with", "abc", "ab"], true],
    [["starts_with", "abc", "b"], false],
    [["ends_with", "abc", "bc"], true],
    [["ends_with", "abc", "b"], false],
  ]);
});

test("find positions in code points, within a part", () => {
  assertResults([
    [["find_first", "abcabc", "c"], 2],
    [["find_last", "abcabc", "c"], 5],
    [["find_first", "abcabc", "c", 2], 2],
    [["find_first", "abcabc", "c", 3], 5],
    [["find_last", "abcabc", "c", 0, 5], 2],
    [["find_last", "abcabc", "c", 0, 6], 5],
    [["find_first", "abcabc", "c", 3, 5], null],
    [["find_first", "abcabc", "a", -2], 0],
    [["find_first", `${PAIR}${PAIR}x`, "x"], 2],
    [["find_last", `${PAIR}${PAIR}x`, "x", 1], 2],
    [["find_first", "abc", "x"], null],
    [["find_first", "abc", ""], null],
    [["find_last", "", "a"], null],
    [["find_first", "", ""], null],
  ]);
});

test("pad to a width in code points", () => {
  assertResults([
    [["pad_left", "a", 3], "  a"],
    [["pad_right", "a", 3], "a  "],
    [["pad_left", "abc", 3, "0"], "abc"],
    [["pad_left", "abcd", 3, "0"], "abcd"],
    [["pad_right", "abc", 4, PAIR], `abc${PAIR}`],
    [["pad_left", PAIR, 2, "-"], `-${PAIR}`],
    [["pad_left", "a", 0], "a"],
    [["pad_left", "", 100_000, "x"], "x".repeat(100_000)],
  ]);
});

test("replace and split so often, from the left", () => {
  assertResults([
    [["replace", "a-b-c", "-", "+"], "a+b+c"],
    [["replace", "a-b-c", "-", "+", 0], "a-b-c"],
    [["replace", "a-b-c", "-", "+", 1], "a+b-c"],
    [["replace", "a-b-c", "-", "+", 2], "a+b+c"],
    [["replace", "a-b-c-d", "-", "+", 2], "a+b+c-d"],
    [["replace", "a-b-c", "-", "+", 3], "a+b+c"],
    [["replace", "aa", "a", "$&"], "$&$&"],
    [
      ["split", "a-b-c", "-"],
      ["a", "b", "c"],
    ],
    [["split", "a-b-c", "-", 0], ["a-b-c"]],
    [
      ["split", "a-b-c", "-", 1],
      ["a", "b-c"],
    ],
    [
      ["split", "a-b-c", "-", 2],
      ["a", "b", "c"],
    ],
    [
      ["split", "a-b-c", "-", 3],
      ["a", "b", "c"],
    ],
    [
      ["split", "ab", ""],
      ["a", "b"],
    ],
    [["join", ", ", ["a", "b"]], "a, b"],
    [["join", ", ", []], ""],
  ]);
});

test("trim blanks, or the characters given, on the sides named", () => {
  assertResults([
    [["trim", " \t\u0085a b\n "], "a b"],
    [["trim_left", " a "], "a "],
    [["trim_right", " a "], " a"],
    [["trim", "xyaxbyx", "xy"], "axb"],
    [["trim_left", "xxax", "x"], "ax"],
    [["trim_right", "xaxx", "x"], "xa"],
    [["trim", " a ", ""], "a"],
    [["trim", "xx", "x"], ""],
    [["trim_left", "xx", "x"], ""],
    [["trim_right", "xx", "x"], ""],
    [["trim", ""], ""],
  ]);
});

test("change case and type", () => {
  assertResults([
    [["lower", "AbC"], "abc"],
    [["upper", "AbC"], "ABC"],
    [["to_string", "a"], "a"],
    [["to_string", 1], "1"],
    [["to_string", null], "null"],
    [["to_string", { a: ["b"] }], '{"a":["b"]}'],
    [["type", null], "null"],
    [["type", []], "array"],
  ]);
});

test("read numbers as they are written in decimal", () => {
  assertResults([
    ...[
      ["3", 3],
      ["03", 3],
      ["+5", 5],
      ["-5", -5],
      [" 7\n", 7],
      ["1.25", 1.25],
      ["12e2", 1200],
      ["12E+2", 1200],
      ["12e-2", 0.12],
      ["12.5e10", 125e9],
    ].map(([text, number]) => [["to_number", text], number] as const),
    ...["", " ", "x", "3x", "x3", "0x10", "1_0", "1.", ".5", "1e", "--1", "1e999", "Infinity"].map(
      (text) => [["to_number", text], null] as const,
    ),
    [["to_number", 4], 4],
    [["to_number", true], null],
    [["to_number", ["4"]], null],
  ]);
});

test("take as many steps as they read and write", () => {
  const text = "x".repeat(80);
  assertSteps([
    [["contains", text, "y"], 11],
    [["contains", [1, 2, 3], { a: 1 }], 9],
    [["ends_with", "a", text], 11],
    [["starts_with", "a", text], 11],
    [["find_first", text, "y"], 80],
    [["find_last", text, "y"], 80],
    [["join", text, ["a", text]], 34],
    [["join", text, []], 0],
    [["lower", text], 11],
    [["pad_left", text, 100], 180],
    [["pad_right", text, 100], 180],
    [["replace", text, "x", text], 80 + 80 * 11],
    [["replace", text, "y", text], 80],
    [["split", text, "x"], 80],
    [["to_string", [1, text]], 3 + 1 + 11],
    [["to_number", text], 11],
    [["trim", text], 81],
    [["trim_left", text], 81],
    [["trim_right", text], 81],
    [["type", text], 1],
    [["upper", text], 11],
  ]);
});

test.run();
