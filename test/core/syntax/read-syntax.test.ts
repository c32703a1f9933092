import { compile } from "@jmespath-community/jmespath";
import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { MAX_NESTING } from "../../../src/core/syntax/parser.ts";
import { MAX_TREE_DEPTH, readSyntax } from "../../../src/core/syntax/read-syntax.ts";
import { expression } from "../../support/expression-arbitrary.ts";

const problems = suite("readSyntax() finds");

/** Expression, and what is said of which part of it. */
const wrong: [text: string, ...said: [part: string, rule: RegExp][]][] = [
  ["a = 'x' && b = 'y' || c ==", ["=", /written ==/], ["=", /written ==/], ["", /be complete/]],
  ["a === 'x' && b", ["=", /equality is written ==/]],
  ["a == 'x' and b == 5", ["and", /"and" is written &&/], ["5", /in backticks, `5`/]],
  ["NOT a AND (b OR c)", ["NOT", /!/], ["AND", /&&/], ["OR", /\|\|/]],
  ["not (a == b)", ["not", /"not" is written !/]],
  ["a =~ 'x' && b ~= 'y'", ["=~", /no regular expressions/], ["~=", /no regular/]],
  ["a == `x` && b == `{` && c", ["`x`", /single quotes: 'x'/], ["`{`", /must be JSON/]],
  ["a == ‘x’", ["‘", /straight single quotes/], ["’", /straight/]],
  ["a # b ; c", ["#", /no meaning/], ["b", /must stand/], [";", /no meaning/]],
  ["f(a b, c) && g(, d)", ["b", /an operator or ","/], [",", /cannot stand here/]],
  ["f(a,)", [")", /cannot stand here/]],
  ["[a, b == ] && c[1-2]", ["]", /cannot stand here/], ["-2", /whole number/]],
  ["a['b'] && c[d]", ["'b'", /a field is written \."b"/], ["d", /index must be a whole/]],
  ["a.0 && b.1.5", ["0", /written \[0\]/], ["1.5", /written \[1\.5\]/]],
  ["a[1.5] || b[0:x]", ["1.5", /whole number/], ["x", /cannot|must stand/]],
  ["{a: b, c}", ["}", /cannot stand here/]],
  ["{a b} && {}", ["b", /must stand/], ["}", /cannot stand here/]],
  ["a in ['x'] && b in ['y']", ["in", /membership/], ["in", /membership/]],
  ["let $x = a, b = c in $x", ["b", /let \$name = value/]],
  ["let $x == a in $x", ["==", /let \$name = value/]],
  ["let $x = a", ["", /be complete/]],
  ["a ? b", ["", /be complete/]],
  ["(a)(b)", ["(", /only the name of a function/]],
  ["a) && (b", [")", /cannot stand here/], ["", /be complete/]],
  ["<= a", ["<=", /cannot stand here/]],
  ["a == 'it's' && b", ["s", /must stand before/], ["' && b", /end with the same quote/]],
];

for (const [text, ...said] of wrong) {
  problems(`what is wrong with ${text}`, () => {
    const found = readSyntax(text).problems;
    const shown = found.map(({ message, start, end }) => [text.slice(start, end), message]);
    assert.equal(
      shown.map(([part]) => part),
      said.map(([part]) => part),
      JSON.stringify(shown),
    );
    for (const [index, [, rule]] of said.entries()) assert.match(shown[index]?.[1] ?? "", rule);
  });
}

problems("too many levels, instead of a stack that overflows", () => {
  for (const [open, close] of [
    ["(", ")"],
    ["!", ""],
    ["f(", ")"],
    ["[", "]"],
    ["a[?", "]"],
    ["-", ""],
  ]) {
    const nested = (levels: number) => `${open?.repeat(levels)}a${close?.repeat(levels)}`;
    assert.equal(readSyntax(nested(MAX_NESTING - 1)).problems, [], open);
    for (const levels of [MAX_NESTING, 2_000, 100_000]) {
      assert.match(readSyntax(nested(levels)).problems[0]?.message ?? "", /nested more than 250/);
    }
  }
});

problems("chains that are too long", () => {
  for (const joint of [" || ", " && ", " == ", ".", " | ", "[0]."]) {
    const chain = (parts: number) => Array(parts).fill("a").join(joint);
    assert.equal(readSyntax(chain(400)).problems, [], joint);
    assert.match(
      readSyntax(chain(MAX_TREE_DEPTH + 1)).problems[0]?.message ?? "",
      /1000 levels deep/,
    );
  }
});

problems("no more problems than help", () => {
  assert.is(readSyntax(Array(500).fill("a = b").join(" && ")).problems.length, 20);
});

problems.run();

const test = suite("readSyntax()");

test("says where each node stands", () => {
  const text = "eventName == 'A' && starts_with(userIdentity.arn, 'b')";
  const { root } = readSyntax(text);
  const part = ({ span }: { span: { start: number; end: number } }) =>
    text.slice(span.start, span.end);
  assert.is(part(root), text);
  assert.ok(root.type === "AndExpression" && root.right.type === "Function");
  assert.is(part(root.left), "eventName == 'A'");
  assert.equal(root.right.children.map(part), ["userIdentity.arn", "'b'"]);
});

test("reads what the library reads, and into the same tree", () => {
  fc.assert(
    fc.property(expression, (text) => {
      assert.equal(readSyntax(text).problems, [], text);
      assert.equal(bare(readSyntax(text).root), JSON.parse(JSON.stringify(compile(text))), text);
    }),
    { numRuns: 1_000 },
  );
});

const TOKENS =
  "a b \"c d\" 'x' `1` `[2]` $ @ $v . . . [ ] [0] [-1] [1:] [::2] [*] [?a] [? [] ( ) ( ) { } {a: b} , : ? * + - / // % && || ! == != < <= > >= & | let in = f( f(@) sort_by(a,&b) let$v=a";

test("accepts nothing that the library refuses, and reads it as it does", () => {
  const words = TOKENS.split(/ (?![d])/);
  const soup = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 9 });
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(soup, { minLength: 20, maxLength: 20 }), (texts) => {
      for (const text of texts.map((it) => it.join(" "))) {
        if (readSyntax(text).problems.length > 0 || isOurs(text)) continue;
        assert.equal(bare(readSyntax(text).root), JSON.parse(JSON.stringify(compile(text))), text);
        accepted++;
      }
    }),
    { numRuns: 1_500 },
  );
  assert.ok(accepted > 500, `accepted ${accepted}`);
});

test.run();

/** The library takes a projection for the end of an operand before few words only. */
function isOurs(text: string): boolean {
  try {
    compile(text);
    return false;
  } catch (error) {
    return /unexpected token: [:*?!]\(|unexpected token: in\(/.test((error as Error).message);
  }
}

/** Our tree in the library's terms. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const { span, nameSpan, quoted, bounds, ...rest } = value as Record<string, unknown>;
  if (rest.type === "Literal") return rest;
  const node = Object.fromEntries(Object.entries(rest).map(([key, it]) => [key, bare(it)]));
  if (rest.type === "Slice") {
    const [start, stop, step] = bounds as unknown[];
    return { ...node, start, stop, step };
  }
  if ("variable" in rest) return { type: "Binding", ...node };
  return rest.type === undefined && "value" in rest ? { type: "KeyValuePair", ...node } : node;
}
