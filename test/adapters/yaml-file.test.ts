import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseYaml } from "../../src/adapters/yaml-file.ts";

const test = suite("parseYaml()");

function deepMapping(levels: number): string {
  return Array.from({ length: levels }, (_, level) => `${" ".repeat(level)}a:\n`).join("");
}

const BOMB = `a: &a [x, x, x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
d: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
`;

const wrong: [name: string, content: string | Uint8Array, line: number, message: RegExp][] = [
  [
    "a second document",
    "id: a\n---\nid: b\n",
    2,
    /one YAML document: there is a second behind ---/,
  ],
  ["a second document after an end", "id: a\n...\n---\nid: b\n", 3, /one YAML document/],
  ["one key twice", "id: a\nid: b\n", 2, /keys must be unique/],
  ["a tab", "thread:\n\tby: [a]\n", 2, /Tabs are not allowed/],
  ["an anchor that is not there", "id: a\nb: *a\n", 2, /Unresolved alias.*write out/],
  ["aliases of aliases of aliases", BOMB, 2, /Excessive alias count.*write out/],
  ["lists deeper than the stack", `a: ${"[".repeat(100_000)}`, 1, /nested too deep/],
  ["dashes deeper than the stack", "- ".repeat(100_000), 1, /nested too deep/],
  ["mappings deeper than the stack", deepMapping(2_100), 1, /nested too deep/],
  ["Latin-1", Buffer.from("id: caf\u00e9\n", "latin1"), 1, /text in UTF-8/],
  ["UTF-16", Buffer.from("\ufeffid: a\n", "utf16le"), 1, /text in UTF-8/],
  ["more than a person writes", "a".repeat(4_000_001), 1, /at most 4000000 characters/],
  ["a tag", "id: a\ntitle: !important b\n", 2, /Unresolved tag/],
  ...[
    "!(eventName == 'A')",
    "!starts_with(eventName, 'Get')",
    "!readOnly",
    "\"userIdentity.type\" == 'Root'",
    "'Root' == userIdentity.type",
    "@.eventName == 'A'",
    "`true`",
    "[eventName][0] == 'A'",
    "{a: eventName}.a == 'A'",
    "&a == 'b'",
    "*a == 'b'",
    "eventName == 'a: b'",
    "eventName == 'A #1'",
  ].map((match): [string, string, number, RegExp] => [
    `the bare expression ${match}`,
    `id: a\nmatch: ${match}\nseverity: low\n`,
    2,
    /quote the whole expression, or write >-/,
  ]),
  [
    "a bare filter in braces",
    "publish: { filter: !(readOnly) }\n",
    1,
    /^Cannot read YAML: filter begins with !/,
  ],
];

for (const [name, content, line, message] of wrong) {
  test(`refuses ${name}`, () => {
    const { problems, value } = parseYaml(content, "a.yaml");
    assert.is(value, undefined);
    assert.ok(problems.length > 0);
    assert.is(problems[0]?.line, line);
    assert.match(problems[0]?.message ?? "", message);
  });
}

test("shows where it is no YAML", () => {
  const { problems } = parseYaml("id: a\r\nmatch: 'x' == y\r\n", "a.yaml");
  assert.match(problems[0]?.message ?? "", "\n      2 | match: 'x' == y\n        |            ^");
});

test("says once what is wrong with a bare expression", () => {
  const { problems } = parseYaml("match: [a, b][0] == 'x'\n", "a.yaml");
  assert.is(problems.length, 1);
});

for (const [name, content] of [
  ["a byte order mark", "\ufeffmatch: eventName == 'A'\n"],
  ["a byte order mark in bytes", Buffer.from("\ufeffmatch: eventName == 'A'\n")],
  ["lines that end with CR LF", "match: eventName == 'A'\r\n"],
  ["a document's start", "---\nmatch: eventName == 'A'\n"],
  ["a document's end", "match: eventName == 'A'\n...\n"],
  ["a comment", "match: eventName == 'A' # a 'comment'\n"],
  ["a block", "match: >-\n  eventName ==\n  'A'\n"],
  ["quotes", "match: \"eventName == 'A'\"\n"],
  ["no newline at the end", "match: eventName == 'A'"],
] as const) {
  test(`reads ${name}`, () => {
    const { problems, value } = parseYaml(content, "a.yaml");
    assert.equal(problems, []);
    assert.equal(value, { match: "eventName == 'A'" });
  });
}

test("repeats what an anchor names", () => {
  const { value } = parseYaml("a: &a [x]\nb: *a\nc: *a\n", "a.yaml");
  assert.equal(value, { a: ["x"], b: ["x"], c: ["x"] });
});

test.run();
