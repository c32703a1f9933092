import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  aloneMark,
  codeSection,
  codeSections,
  context,
  fieldsSection,
  header,
  type SlackBlock,
  section,
  slackMessage,
  textMessage,
} from "../../../src/core/slack/block.ts";

const mrkdwn = (text: string) => ({ type: "mrkdwn" as const, text });
const NUMBERS = Array.from({ length: 11 }, (_, i) => String(i));

const parts = suite("header(), section(), fieldsSection(), context()");

parts("header() is one escaped line of plain text of 150 characters at most", () => {
  const title = (text: string) => ({
    type: "header",
    text: { type: "plain_text", text, emoji: false },
  });
  assert.equal(header(" A\n\t<title> "), title("A &lt;title&gt;"));
  assert.equal(header("x".repeat(150)), title("x".repeat(150)));
  assert.equal(header("x".repeat(151)), title(`${"x".repeat(149)}…`));
});

parts("section() takes escaped text as it is", () => {
  assert.equal(section("*a*"), { type: "section", text: mrkdwn("*a*") });
});

parts("fieldsSection() has the values that are there, ten at most", () => {
  assert.equal(fieldsSection([["A", undefined]]), []);
  assert.equal(
    fieldsSection([
      ["A", undefined],
      ["B", "b"],
    ]),
    [{ type: "section", fields: [mrkdwn("*B*\nb")] }],
  );
  assert.equal(fieldsSection(NUMBERS.map((label) => [label, "v"])), [
    { type: "section", fields: NUMBERS.slice(0, 10).map((label) => mrkdwn(`*${label}*\nv`)) },
  ]);
});

parts("context() has the lines that are there, ten at most", () => {
  assert.equal(context([undefined, ""]), []);
  assert.equal(context([undefined, "a", ""]), [{ type: "context", elements: [mrkdwn("a")] }]);
  assert.equal(context(NUMBERS), [
    { type: "context", elements: NUMBERS.slice(0, 10).map((line) => mrkdwn(line)) },
  ]);
});

parts.run();

const codes = suite("codeSection() and codeSections()");

const textsOf = (blocks: readonly SlackBlock[]) =>
  blocks.map((block) => (block.type === "section" && "text" in block ? block.text.text : ""));

codes("put a label and a note above a fence", () => {
  assert.equal(codeSection("L", "<a>"), section("*L*\n```\n&lt;a&gt;\n```"));
  assert.equal(codeSection("L", "a", "note"), section("*L*  _note_\n```\na\n```"));
});

codes("codeSection() takes 3,000 characters in all", () => {
  for (const note of [undefined, "note"]) {
    const [text = ""] = textsOf([codeSection("L", "x".repeat(5_000), note)]);
    assert.is(text.length, 3_000);
    assert.match(text, /x…\n```$/);
  }
});

codes("codeSections() breaks between lines, where a fence has no room for the next", () => {
  const line = "x".repeat(1_439);
  assert.equal(codeSections("L", `${line}\n${line}`, "n"), [
    section(`*L*  _n_\n\`\`\`\n${line}\n${line}\n\`\`\``),
  ]);
  assert.equal(codeSections("L", `${line}\n${line}y\nz`, "n"), [
    section(`*L*  _n_\n\`\`\`\n${line}\n\`\`\``),
    section(`*L, continued*  _n_\n\`\`\`\n${line}y\nz\n\`\`\``),
  ]);
});

codes("codeSections() counts characters as they are escaped, and begins each fence anew", () => {
  const line = "<".repeat(360);
  assert.equal(
    textsOf(codeSections("L", [line, line, line, line].join("\n"))).map(
      (text) => text.split("&lt;").length - 1,
    ),
    [360, 360, 360, 360],
  );
  const short = "<".repeat(359);
  assert.equal(
    textsOf(codeSections("L", [short, short, short, short].join("\n"))).map(
      (text) => text.split("&lt;").length - 1,
    ),
    [718, 718],
  );
});

codes(
  "codeSections() cuts a line that is longer than a fence, and has no empty one before it",
  () => {
    const texts = textsOf(codeSections("L", `${"x".repeat(4_000)}\nnext`));
    assert.equal(
      texts.map((text) => text.length),
      [3_000, "*L, continued*\n```\nnext\n```".length],
    );
  },
);

codes.run();

const messages = suite("slackMessage()");

const HEAD = [section("head")];
const FOOT = [section("foot")];
const SHORTENED = context(["_Shortened: the event itself has more._"]);

messages("has no bar where nothing stands behind it", () => {
  assert.equal(slackMessage("t", "#123456", { head: HEAD }), {
    text: "t",
    blocks: HEAD,
    attachments: [],
    unfurl_links: false,
    unfurl_media: false,
  });
});

messages("puts detail and foot behind the bar", () => {
  const detail = [section("detail")];
  const { blocks, attachments } = slackMessage("t", "#123456", { head: HEAD, detail, foot: FOOT });
  assert.equal(blocks, HEAD);
  assert.equal(attachments, [{ color: "#123456", fallback: "t", blocks: [...detail, ...FOOT] }]);
});

messages("asks for excerpts with less room each time, until the message fits", () => {
  const asked: number[] = [];
  const made = slackMessage("t", "#123456", {
    head: HEAD,
    foot: FOOT,
    detail: (room) => {
      asked.push(room);
      return Array.from({ length: 4 }, () => section("x".repeat(room)));
    },
  });
  assert.equal(asked, [7_000, 6_200, 5_500, 4_900, 4_300, 3_800, 3_300, 2_900, 2_500]);
  assert.equal(made.attachments[0]?.blocks, [
    ...Array.from({ length: 4 }, () => section("x".repeat(2_500))),
    ...FOOT,
  ]);
});

messages("asks at last for excerpts of 200 characters", () => {
  const asked: number[] = [];
  slackMessage("t", "#123456", {
    head: HEAD,
    detail: (room) => {
      asked.push(room);
      return Array.from({ length: 50 }, () => section("x"));
    },
  });
  assert.equal(asked.slice(8), [2_500, 2_100, 1_700, 1_400, 1_100, 900, 700, 500, 350, 200]);
});

messages("holds 11,700 characters as JSON and no more, so that it can be marked", () => {
  const madeOf = (length: number) =>
    slackMessage("t", "#123456", { head: HEAD, detail: [section("x".repeat(length)), ...FOOT] });
  const frame = JSON.stringify(madeOf(1)).length - 1;
  assert.is(JSON.stringify(madeOf(11_700 - frame)).length, 11_700);
  assert.equal(madeOf(11_701 - frame).attachments, []);
});

messages("holds 49 blocks and no more, so that it can be marked", () => {
  const detail = (count: number) => Array.from({ length: count }, (_, i) => section(String(i)));
  const made = (count: number) => slackMessage("t", "#1", { head: HEAD, detail: detail(count) });
  assert.equal(made(48).attachments[0]?.blocks, detail(48));
  assert.equal(made(49).attachments[0]?.blocks, [...detail(47), ...SHORTENED]);
});

messages("leaves out the last of the detail where no room is small enough, and says so", () => {
  const detail = [section("a"), section("x".repeat(13_000)), section("b")];
  for (const given of [detail, () => detail]) {
    const { attachments } = slackMessage("t", "#1", { head: HEAD, detail: given, foot: FOOT });
    assert.equal(attachments[0]?.blocks, [section("a"), ...SHORTENED, ...FOOT]);
  }
});

messages("is head and foot alone where the first of the detail is too long by itself", () => {
  const detail = [section("x".repeat(13_000)), section("b")];
  const { attachments } = slackMessage("t", "#1", { head: HEAD, detail, foot: FOOT });
  assert.equal(attachments[0]?.blocks, FOOT);
});

messages.run();

const marks = suite("aloneMark() and textMessage()");

marks("say of a message that it may come again, within every limit", () => {
  const message = slackMessage("t", "#123456", { head: HEAD, detail: [section("x")] });
  const marked = aloneMark(message);
  assert.equal(marked.blocks.slice(0, -1), HEAD);
  assert.match(JSON.stringify(marked.blocks.at(-1)), "may come again and is not folded");
  assert.match(marked.text, /^t \(The table cannot be reached: /);
  assert.equal(marked.attachments, message.attachments);
});

marks("leave a text without blocks without blocks", () => {
  const marked = aloneMark(textMessage("t"));
  assert.equal(marked.blocks, []);
  assert.match(marked.text, "may come again");
});

marks.run();
