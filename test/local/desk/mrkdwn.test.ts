import { suite } from "uvu";
import * as assert from "uvu/assert";

// The page's own script: plain JavaScript, so without types here.
const { parseMrkdwn, parsePlain } = await import(
  new URL("../../../src/local/desk/page/message/mrkdwn.js", import.meta.url).href
);

const test = suite("parseMrkdwn()");

const text = (value: string) => ({ type: "text", text: value });
const inline = (source: string) => parseMrkdwn(source)[0].children;

const SPANS: [source: string, nodes: unknown[]][] = [
  ["plain", [text("plain")]],
  ["a &lt;b&gt; &amp; c", [text("a <b> & c")]],
  ["*bold*", [{ type: "bold", children: [text("bold")] }]],
  [
    "an _italic_ word",
    [text("an "), { type: "italic", children: [text("italic")] }, text(" word")],
  ],
  ["~gone~.", [{ type: "strike", children: [text("gone")] }, text(".")]],
  ["`code`", [{ type: "codespan", text: "code" }]],
  ["`*not bold* &lt;b&gt;`", [{ type: "codespan", text: "*not bold* <b>" }]],
  [
    "*`ada`* called",
    [{ type: "bold", children: [{ type: "codespan", text: "ada" }] }, text(" called")],
  ],
  [
    "*bold _both_*",
    [{ type: "bold", children: [text("bold "), { type: "italic", children: [text("both")] }] }],
  ],
  ["snake_case_name", [text("snake_case_name")]],
  ["un*bold* it", [text("un*bold* it")]],
  ["2*3*4", [text("2*3*4")]],
  ["* no bold *", [text("* no bold *")]],
  ["*open", [text("*open")]],
  ["**", [text("**")]],
  [
    "*a `*` b*",
    [{ type: "bold", children: [text("a "), { type: "codespan", text: "*" }, text(" b")] }],
  ],
  ["``", [text("``")]],
  [
    "<https://x.example/?a=1&amp;b=2|here>",
    [{ type: "link", url: "https://x.example/?a=1&b=2", label: "here" }],
  ],
  ["<https://x.example>", [{ type: "link", url: "https://x.example", label: "https://x.example" }]],
  ["<mailto:a@x.example>", [{ type: "link", url: "mailto:a@x.example", label: "a@x.example" }]],
  [
    "see https://x.example/a, then",
    [
      text("see "),
      { type: "link", url: "https://x.example/a", label: "https://x.example/a" },
      text(", then"),
    ],
  ],
  ["<@U0ADA>", [{ type: "user", id: "U0ADA", label: undefined }]],
  ["<#C0SEC|security>", [{ type: "channel", id: "C0SEC", label: "security" }]],
  ["<!here>", [{ type: "broadcast", name: "here" }]],
  ["<!subteam^S1|@sec>", [{ type: "usergroup", id: "S1", label: "@sec" }]],
  ["<!date^1700000000^{date}|14 Nov>", [text("14 Nov")]],
  ["1 < 2", [text("1 < 2")]],
  ["<b>bold</b>", [text("<b>"), text("bold"), text("</b>")]],
  ["`<b>`", [{ type: "codespan", text: "<b>" }]],
  [":warning: hot", [{ type: "emoji", name: "warning", text: "⚠️" }, text(" hot")]],
  [":no_such_emoji: 10:30:00", [text(":no_such_emoji: 10:30:00")]],
];

for (const [source, nodes] of SPANS) {
  test(`reads ${source}`, () => assert.equal(inline(source), nodes));
}

test("keeps line breaks within a paragraph", () => {
  assert.equal(inline("a\nb"), [text("a"), { type: "break" }, text("b")]);
});

test("reads a code block as it is, entities undone", () => {
  assert.equal(parseMrkdwn("*Error*\n```\n{&lt;b&gt; *x*}\n```\nafter"), [
    { type: "paragraph", children: [{ type: "bold", children: [text("Error")] }] },
    { type: "code", text: "{<b> *x*}" },
    { type: "paragraph", children: [text("after")] },
  ]);
});

test("reads quotes, line by line or to the end", () => {
  assert.equal(parseMrkdwn("&gt; a\n> b\nc"), [
    { type: "quote", children: [text("a"), { type: "break" }, text("b")] },
    { type: "paragraph", children: [text("c")] },
  ]);
  assert.equal(parseMrkdwn("&gt;&gt;&gt;a\nb"), [
    { type: "quote", children: [text("a"), { type: "break" }, text("b")] },
  ]);
});

test("reads list items with their own marker", () => {
  assert.equal(
    parseMrkdwn("• one\n  ◦ two\n1. three").map(
      ({ type, marker, depth }: Record<string, unknown>) => [type, marker, depth],
    ),
    [
      ["item", "•", 0],
      ["item", "◦", 1],
      ["item", "1.", 0],
    ],
  );
});

test("stays linear on what has no end", () => {
  const started = process.cpuUsage();
  for (const bait of ["*a ", "_a", "<", "`", "<a *b ", "https://", ":a", "*_~", "&gt;"]) {
    parseMrkdwn(bait.repeat(20_000));
  }
  // Quadratic reading would take minutes of a processor, however busy that is with others.
  const seconds = process.cpuUsage(started).user / 1e6;
  assert.ok(seconds < 20, `${seconds} s`);
});

test.run();

const plain = suite("parsePlain()");

plain("knows no formatting, only emoji", () => {
  assert.equal(parsePlain("*a* &lt; :fire:"), [
    text("*a* < "),
    { type: "emoji", name: "fire", text: "🔥" },
  ]);
});

plain("leaves emoji names alone when told to", () => {
  assert.equal(parsePlain(":fire:", { emoji: false }), [text(":fire:")]);
});

plain.run();
