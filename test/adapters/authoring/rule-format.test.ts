import { readdirSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Document, parse } from "yaml";
import { formatRuleFile } from "../../../src/adapters/authoring/rule-format.ts";
import { tokenize } from "../../../src/core/syntax/token.ts";
import { expression } from "../../support/expression-arbitrary.ts";
import { record } from "../../support/record-arbitrary.ts";

const test = suite("formatRuleFile()");

function formatted(content: string): string {
  const result = formatRuleFile(content, "a.yaml");
  if ("problems" in result)
    throw new Error(result.problems.map(({ message }) => message).join("\n"));
  return result.text;
}

/** Content → what is wrong with it. */
const refused: readonly (readonly [content: string, message: RegExp])[] = [
  ["id: [", /^Cannot read YAML/],
  ["- a", /must be a mapping/],
  ["", /must be a mapping/],
  ["match: eventName = 'a'", /its expression must be one/],
];

for (const [content, message] of refused) {
  test(`refuses ${JSON.stringify(content)}`, () => {
    const result = formatRuleFile(content, "a.yaml");
    assert.match("problems" in result ? (result.problems[0]?.message ?? "") : "", message);
  });
}

test("orders keys, breaks lines and keeps each comment beside what it is about", () => {
  const long = "word ".repeat(30).trim();
  const text = formatted(`# yaml-language-server: $schema=x
match: "eventName=='A'" # the call
title:   'A'
# why
description: "${long}"

id: a
tests:

  # the first
  - {expect: match, name: 'yes', event: {eventName: A, userIdentity: {arn: "arn:x"}}}
  - name: no
    expect: no-match # never
    event:
      # odd
      eventName: B
tags: [ a,b ]
references: [https://example.com/]
# the end
`);
  assert.is(
    text,
    `# yaml-language-server: $schema=x
id: a
title: A
# why
description: >-
  ${"word ".repeat(19).trim()}
  ${"word ".repeat(11).trim()}
match: >- # the call
  eventName == 'A'
tags: [a, b]
references:
  - https://example.com/
tests:
  # the first
  - name: "yes"
    expect: match
    event: { eventName: A, userIdentity: { arn: "arn:x" } }
  - name: "no"
    expect: no-match # never
    event:
      # odd
      eventName: B

# the end
`,
  );
});

test("writes each step of a timeline on a line of its own", () => {
  const text = formatted(`id: a
tests:
  - events: [{event: {eventName: "A{n}"}, every: 12s, times: 20}, {event: {eventName: B}, at: 10m}]
    learning: true
    name: many
    expect: alert
`);
  assert.is(
    text,
    `id: a
tests:
  - name: many
    expect: alert
    learning: true
    events:
      - { times: 20, every: 12s, event: { eventName: "A{n}" } }
      - { at: 10m, event: { eventName: B } }
`,
  );
});

test("writes each value of a list's entry on a line of its own, and keeps what is said about the entry", () => {
  const text = formatted(`entries:
  # until the move
  - {reason: "Office, and VPN", value: "192.0.2.0/24", expires: "2027-06-30", owner: soc}
  - owner: soc
    value: '10'
    reason: Lab # for now
kind:   networks
id: networks
`);
  assert.is(
    text,
    `id: networks
kind: networks
entries:
  # until the move
  - value: 192.0.2.0/24
    owner: soc
    reason: Office, and VPN
    expires: "2027-06-30"
  - value: "10"
    owner: soc
    reason: Lab # for now
`,
  );
  assert.is(formatted("entries:   []\nid: networks\n"), "id: networks\nentries: []\n");
});

test("keeps a text of several lines and what stands in quotes in an expression", () => {
  const text = "id: a\ndescription: |\n  one\n\n  two\nmatch: |-\n  a == 'x\n  y'\n";
  assert.equal(parse(formatted(text)), {
    id: "a",
    description: "one\n\ntwo\n",
    match: "a == 'x\ny'",
  });
});

test("keeps the blanks at the ends of lines of a text in quotes", () => {
  const name = `\n \n${"x".repeat(60)}: `;
  const text = formatted(
    JSON.stringify({ id: "a", tests: [{ name, expect: "match", event: {} }] }),
  );
  assert.is(parse(text).tests[0].name, name);
});

test("puts a text that holds double quotes in single ones, and others that need quotes in double ones", () => {
  const said = (event: object): string => {
    const text = formatted(
      JSON.stringify({ id: "a", tests: [{ name: "n", expect: "match", event }] }),
    );
    assert.equal(parse(text).tests[0].event, event);
    return text;
  };
  for (const [value, written] of [
    ['{"a":"b"}', `a: '{"a":"b"}'`],
    ["a: b", 'a: "a: b"'],
    [`it's "a": b`, String.raw`a: "it's \"a\": b"`],
    ['"a":\n"b"', String.raw`a: "\"a\":\n\"b\""`],
  ] as const) {
    assert.ok(said({ a: value }).includes(written), said({ a: value }));
  }
});

test("counts the quotes of texts in a line's length", () => {
  const longest = (letters: number) => {
    const event = { a: [{ b: "x:y", c: `w:${"w".repeat(letters)}` }] };
    const lines = formatted(JSON.stringify({ id: "a", tests: [{ event }] })).split("\n");
    return Math.max(...lines.map(({ length }) => length));
  };
  for (let letters = 0; letters < 80; letters++) assert.ok(longest(letters) <= 100, `${letters}`);
});

const FOLDER = new URL("../../../rules/", import.meta.url);

for (const name of readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).sort()) {
  if (!name.endsWith(".yaml") || name.endsWith("pack.yaml")) continue;
  test(`rules/${name} is in the one form: npm run -s trailbridge -- fmt rules`, () => {
    const text = readFileSync(new URL(name, FOLDER), "utf8");
    assert.is(formatted(text), text);
  });
}

const prose = fc
  .array(
    fc.constantFrom("a", "word", " ", "  ", "#", "\n", ": ", "'", '"', "-", "é", "x".repeat(60)),
    { maxLength: 40 },
  )
  .map((words) => words.join(""));

const comment = fc.constantFrom("", "why", "see #1", "- a: b", "éü");

const ruleFile = fc.record({
  rule: fc.record(
    {
      id: fc.constantFrom("a", "b-1", "no"),
      title: prose,
      description: prose,
      match: expression,
      severity: fc.constantFrom("low", "high"),
      entries: fc.array(
        fc.record({ reason: prose, value: prose, owner: fc.constantFrom("soc", "no") }),
        { maxLength: 3 },
      ),
      tags: fc.array(fc.constantFrom("a", "attack.t1078", "x: y"), { maxLength: 20 }),
      references: fc.array(fc.constant("https://example.com/"), { maxLength: 2 }),
      thread: fc.record({ by: fc.array(fc.constantFrom("eventName", "userIdentity.arn")) }),
      tests: fc.array(
        fc.record({ name: prose, expect: fc.constantFrom("match", "no-match"), event: record }),
        { maxLength: 3 },
      ),
    },
    { requiredKeys: ["id"] },
  ),
  comments: fc.array(comment, { minLength: 4, maxLength: 4 }),
  flow: fc.boolean(),
  width: fc.constantFrom(0, 40, 80),
});

test("says the same afterwards, and changes nothing more", () => {
  let changed = 0;
  fc.assert(
    fc.property(ruleFile, ({ rule, comments, flow, width }) => {
      const content = fileText(rule, comments, flow, width);
      const text = formatted(content);
      if (text !== content) changed++;
      assert.is(formatted(text), text);
      const [before, after] = [content, text].map((it) => {
        const { match, ...rest } = parse(it) as { match?: string };
        const words = tokenize(match ?? "").tokens.map(({ kind, value }) => [kind, value]);
        return { rest, words };
      });
      assert.ok(isDeepStrictEqual(before, after), text);
      for (const said of comments) assert.ok(said === "" || text.includes(`# ${said}`), text);
    }),
    { numRuns: 120 },
  );
  assert.ok(changed > 50, `${changed}`);
});

/** A rule as somebody may have written it. */
function fileText(rule: object, comments: readonly string[], flow: boolean, width: number): string {
  const document = new Document(rule, { collectionStyle: flow ? "flow" : "any" } as never);
  const [first, second, last, inline] = comments.map((it) => (it === "" ? null : ` ${it}`));
  const items = (
    document.contents as unknown as {
      items: { key: { commentBefore?: string | null }; value: { comment?: string | null } }[];
    }
  ).items;
  const [top, ...others] = items;
  if (top !== undefined) top.key.commentBefore = first ?? null;
  const [next] = others;
  if (next !== undefined) next.key.commentBefore = second ?? null;
  else if (second) document.commentBefore = second;
  document.comment = last ?? null;
  if (top !== undefined) top.value.comment = inline ?? null;
  return document.toString({
    lineWidth: width,
    collectionStyle: flow && !comments.some((it) => it !== "") ? "flow" : "any",
  });
}

test.run();
