import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readSyntax } from "../../../src/core/syntax/read-syntax.ts";

const words = suite("words of other languages");

const MEMBERSHIP = "membership is written contains(['a', 'b'], field): a word has no meaning";
const NULL = "what is missing is asked for by !exists(field), or by field == `null`";
const NO_REGEX = "there are no regular expressions (use starts_with, ends_with, contains and like)";

for (const [text, rule] of [
  ["a in b", MEMBERSHIP],
  ["a not in b", `${MEMBERSHIP}; not in is !contains(['a', 'b'], field)`],
  ["a is b", NULL],
  ["a isnull", NULL],
  ["a NOTNULL", NULL],
  ["a like b", "a text like another is written like(field, 'a*'), where * stands for any text"],
  ["a matches b", NO_REGEX],
  ["a REGEXP b", NO_REGEX],
  ["a rlike b", NO_REGEX],
  ["a eq b", "equality is written =="],
  ["a equals b", "equality is written =="],
  ["a ne b", "inequality is written !="],
  ["a contains b", "a text in another is written contains(field, 'a')"],
  ["a includes b", "a text in another is written contains(field, 'a')"],
  ["a startsWith b", "how a text begins is written starts_with(field, 'a')"],
  ["a endsWith b", "how a text ends is written ends_with(field, 'a')"],
  ["a between b", "a range is written a >= `1` && a <= `5`"],
  ["a and b", '"and" is written &&'],
  ["a or b", '"or" is written ||'],
  ["not a", '"not" is written !'],
  ["a <> b", "inequality is written !="],
  ["a & b", "both conditions are joined by &&"],
  ["", "it must not be empty"],
  ['"f"(a)', "the name of a function stands without quotes"],
  ['"\\x"', "a name in double quotes must be a JSON string (write \\\\ for \\)"],
  ['"a', "a name in double quotes must end with the same quote"],
  ["'a", "text in single quotes must end with the same quote"],
  ["`1", "a value in backticks must end with the same quote"],
  ["`{`", "a value in backticks must be JSON"],
  ["` word `", "a value in backticks must be JSON (text is written in single quotes: 'word')"],
  ["`1word`", "a value in backticks must be JSON"],
] as const) {
  words(`are answered: ${text}`, () => {
    const [problem] = readSyntax(text).problems;
    assert.match(problem?.message ?? "nothing", /^Cannot (parse|use) expression as /);
    assert.is(problem?.message.replace(/^Cannot (parse|use) expression as /, ""), rule);
  });
}

words.run();

const signs = suite("operators");

for (const [sign, name] of Object.entries({
  "==": "EQ",
  "!=": "NE",
  "<": "LT",
  "<=": "LTE",
  ">": "GT",
  ">=": "GTE",
})) {
  signs(`compare by ${sign}`, () => {
    const { root, problems } = readSyntax(`a ${sign} b`);
    assert.equal(problems, []);
    assert.equal([root.type, "name" in root && root.name], ["Comparator", name]);
  });
}

for (const [sign, name] of Object.entries({
  "+": "Plus",
  "-": "Minus",
  "\u2212": "Minus",
  "*": "Star",
  "×": "Multiply",
  "/": "Divide",
  "÷": "Divide",
  "//": "Div",
  "%": "Modulo",
})) {
  signs(`calculate by ${sign}`, () => {
    const { root, problems } = readSyntax(`a ${sign} b`);
    assert.equal(problems, []);
    assert.equal([root.type, "operator" in root && root.operator], ["Arithmetic", name]);
  });
}

/** Each beside the same with the parentheses that it means. */
for (const [text, meant] of [
  ["a | b || c", "a | (b || c)"],
  ["a ? b : c || d", "a ? b : (c || d)"],
  ["a || b && c", "a || (b && c)"],
  ["a && b || c", "(a && b) || c"],
  ["a && b == c", "a && (b == c)"],
  ["a == b + c", "a == (b + c)"],
  ["a + b / c", "a + (b / c)"],
  ["a - b - c", "(a - b) - c"],
  ["a / b * c", "a / (b * c)"],
  ["a / b % c", "(a / b) % c"],
  ["!a && b", "(!a) && b"],
  ["-a + b", "(-a) + b"],
] as const) {
  signs(`hold in ${text} what they hold in ${meant}`, () => {
    assert.equal(shape(text), shape(meant));
  });
}

signs.run();

function shape(text: string): unknown {
  const { root, problems } = readSyntax(text);
  assert.equal(problems, []);
  return JSON.parse(JSON.stringify(root, (key, value) => (key === "span" ? undefined : value)));
}
