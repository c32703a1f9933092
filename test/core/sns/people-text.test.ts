import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ascii, emailText, smsText } from "../../../src/core/sns/people-text.ts";

const test = suite("emailText()");

test("has lines of at most 78 characters, whatever the texts, but for the link", () => {
  const text = fc.oneof(
    fc.string({ maxLength: 300 }),
    fc.string({ maxLength: 300, unit: "binary" }),
    fc.lorem({ maxCount: 60 }),
    fc.constantFrom("\u202e".repeat(200), "😀".repeat(200), `a\r\nb\t\u0000c`),
  );
  fc.assert(
    fc.property(text, text, text, (one, two, three) => {
      const made = emailText({
        title: one,
        summary: [["Count", two]],
        facts: [
          ["Who", three],
          ["From", one],
        ],
        paragraphs: [["Why", two]],
        link: "https://example.com/x",
      });
      for (const line of made.split("\n")) assert.ok(line.length <= 78, line);
      assert.not.match(made.replaceAll("\n", ""), /[\p{Cc}\p{Cs}\u202e]/u);
    }),
  );
});

test("puts facts under each other, paragraphs under their headings, the link on its own", () => {
  const link = `https://example.com/${"x".repeat(200)}`;
  const made = emailText({
    title: "HIGH: T",
    facts: [
      ["Who", "ada\narn:x"],
      ["Nobody", undefined],
      ["From", "y".repeat(70)],
    ],
    paragraphs: [
      ["Why", "Because. ".repeat(10)],
      ["Nothing", " "],
    ],
    link,
  });
  assert.equal(made.split("\n"), [
    "HIGH: T",
    "",
    "Who          ada",
    "             arn:x",
    `From         ${"y".repeat(65)}`,
    `             ${"y".repeat(5)}`,
    "",
    "Why",
    "  Because. Because. Because. Because. Because. Because. Because. Because.",
    "  Because. Because.",
    "",
    "Look at it in CloudTrail:",
    link,
    "",
  ]);
});

test("says of a summary first what all come to", () => {
  const made = emailText({ title: "T", summary: [["Count", "2"]], facts: [["Who", "ada"]] });
  assert.is(made, "T\n\nCount        2\n\nThe first of them:\n\nWho          ada\n");
  assert.is(
    emailText({ title: "T", summary: [["Count", "2"]], facts: [] }),
    "T\n\nCount        2\n",
  );
});

test.run();

const short = suite("smsText()");

short("keeps its first part and those of the others that have room, in ASCII", () => {
  assert.is(smsText(["HIGH: é", undefined, " by ada"]), "HIGH: ? by ada");
  assert.is(smsText(["x".repeat(130), " by a long name", " at 5"]), `${"x".repeat(130)} at 5`);
  assert.is(smsText(["x".repeat(200), " b"]), `${"x".repeat(137)}...`);
});

short.run();

const plain = suite("ascii()");

plain("is one line", () => assert.is(ascii("a\n b\u{1F600}\u0000c"), "a b?c"));

plain.run();
