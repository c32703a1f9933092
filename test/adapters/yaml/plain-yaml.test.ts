import { readdirSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseDocument } from "yaml";
import { documentProblems } from "../../../src/adapters/yaml/document-problem.ts";
import { readPlainYaml } from "../../../src/adapters/yaml/plain-yaml.ts";
import { createRandom, type Random } from "../../support/random.ts";

const test = suite("readPlainYaml()");

const left: [why: string, text: string][] = [
  ["nothing", ""],
  ["a text alone", "a"],
  ["a second document", "a: 1\n---\nb: 2"],
  ["a key twice", "a: 1\na: 2"],
  ["a key twice, in braces", "a: { b: 1, b: 2 }"],
  ["a key that is a prototype", "__proto__: 1"],
  ["a tag", "a: !b c"],
  ["an anchor", "a: &b c\nd: *b"],
  ["a merged mapping", "<<: { a: 1 }"],
  ["a comment behind a value", "a: b # c"],
  ["a colon in a value", "a: b: c"],
  ["braces that go on below", "a: { b: 1,\n  c: 2 }"],
  ["a tab", "a:\tb"],
  ["a carriage return", "a: b\r\n"],
  ["what is further out than it should be", "a:\n    b: 1\n  c: 2"],
];

for (const [why, text] of left) {
  test(`leaves ${why} to the parser`, () => assert.is(readPlainYaml(text), undefined));
}

const read: [text: string, value: unknown][] = [
  ["# c\na: 1\n\n# d\nb: 1.08\n", { a: 1, b: 1.08 }],
  ["a: null\nb:\nc: true\nd: no", { a: null, b: null, c: true, d: "no" }],
  ["a: -1\nb: [-o, <c>]\n", { a: -1, b: ["-o", "<c>"] }],
  ["a: 12d\nb: 192.0.2.7\nc: 2026-01-31", { a: "12d", b: "192.0.2.7", c: "2026-01-31" }],
  ["a: \"b: \\\"c\\\"\"\ne: 'f ''g'''", { a: 'b: "c"', e: "f 'g'" }],
  ["a:\n  - b: 1\n    c: 2\n  - d", { a: [{ b: 1, c: 2 }, "d"] }],
  ['a: { b: [1, c d], "e:f": {} }', { a: { b: [1, "c d"], "e:f": {} } }],
  ["null: 1\na: 0o17\nb: 1e3\nc: -0.5", { null: 1, a: 15, b: 1000, c: -0.5 }],
  ["a: b\n  c\nd: >\n  e\n\n  f\ng:\n- - h", { a: "b c", d: "e\nf\n", g: [["h"]] }],
  ["a: >-\n  b\n  # c\n    d\n  e\nf: |-\n  g\n   h", { a: "b # c\n  d\ne", f: "g\n h" }],
];

for (const [text, value] of read) {
  test(`reads ${JSON.stringify(text)}`, () => assert.equal(readPlainYaml(text), { value }));
}

const RULES = new URL("../../../rules/", import.meta.url);
const TEXTS = readdirSync(RULES, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => readFileSync(new URL(name, RULES), "utf8"));

test("reads nearly all of the product's own rules", () => {
  const plain = TEXTS.filter((text) => readPlainYaml(text) !== undefined);
  assert.ok(plain.length > 0.95 * TEXTS.length, `${plain.length} of ${TEXTS.length}`);
});

test("reads nothing that the parser refuses, and nothing otherwise than it does", () => {
  for (const text of TEXTS) trySame(text);
  const random = createRandom(7);
  let plain = 0;
  for (let round = 0; round < 5_000; round++) {
    let text = partOf(TEXTS[random.below(TEXTS.length)] as string, random);
    for (let edits = random.below(3); edits >= 0; edits--) text = edited(text, random);
    if (trySame(text)) plain++;
  }
  assert.ok(plain > 300, `${plain} are plain`);
});

test.run();

/** Whether a text is plain; if so, the parser must read the same and find nothing to say. */
function trySame(text: string): boolean {
  const plain = readPlainYaml(text);
  if (plain === undefined) return false;
  const document = parseDocument(text, { uniqueKeys: true, prettyErrors: false });
  assert.equal(documentProblems(document, text), [], text);
  assert.equal(plain.value, document.toJS(), text);
  return true;
}

/** Some lines of a file, beginning at one that is at the margin. */
function partOf(text: string, random: Random): string {
  const lines = text.split("\n");
  const starts = lines.flatMap((line, at) => (/^[a-z]/.test(line) ? [at] : []));
  const start = starts[random.below(starts.length)] ?? 0;
  return lines.slice(start, start + 4 + random.below(20)).join("\n");
}

const PIECES = [
  ..." :#-,[]{}\"'&*!|>?%@`\\~=<\n.0",
  ": ",
  " #",
  "- ",
  "\n\n",
  "  ",
  "null",
  "true",
  "0x1",
  "1e2",
  ">-",
  "\\u0041",
  "{ a: b }",
  "[a, b]",
  "...",
  "---",
];

/** With a piece put in, left out, or a line moved. */
function edited(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const piece = PIECES[random.below(PIECES.length)] as string;
  switch (random.below(5)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + random.below(3));
    case 1: {
      const lines = text.split("\n");
      lines.splice(random.below(lines.length), 0, lines[random.below(lines.length)] as string);
      return lines.join("\n");
    }
    case 2: {
      const lines = text.split("\n");
      const moved = random.below(lines.length);
      const line = lines[moved] as string;
      lines[moved] = random.below(2) === 0 ? ` ${line}` : line.slice(1);
      return lines.join("\n");
    }
    case 3: {
      // Behind a colon or a dash, where most of YAML is decided.
      const behind = text.indexOf(random.below(2) === 0 ? ": " : "- ", at);
      return behind < 0 ? text : text.slice(0, behind + 2) + piece + text.slice(behind + 2);
    }
    default:
      return text.slice(0, at) + piece + text.slice(at);
  }
}
