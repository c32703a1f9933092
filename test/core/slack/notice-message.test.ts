import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Notice, noticeOf } from "../../../src/core/alert/notice.ts";
import { noticeMessage, noticeSummary } from "../../../src/core/slack/notice-message.ts";
import { assertValidSlack, visibleText } from "../../support/slack-limits.ts";

const NOTICE: Notice = {
  kind: "notice",
  identity: "file#1",
  title: "A log file cannot be read",
  text: "2 records were published\nbefore the <fault>.",
  facts: [
    ["Bucket", "org-logs"],
    ["File", "AWSLogs/<a>.json.gz"],
    ["Reason", "unexpected end of file"],
  ],
  advice: "Redrive it & wait.",
};

const test = suite("noticeMessage()");

test("says title, text, each fact on a line of its own, and the advice", () => {
  const message = noticeMessage(NOTICE);
  assertValidSlack(message);
  const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
  assert.equal(message, {
    text: "[trailbridge] A log file cannot be read: 2 records were published before the &lt;fault&gt;.",
    blocks: [
      {
        type: "header",
        text: { type: "plain_text", text: "🛠️ A log file cannot be read", emoji: false },
      },
      {
        type: "section",
        text: mrkdwn("2 records were published\nbefore the &lt;fault&gt;."),
      },
      {
        type: "section",
        text: mrkdwn(
          "*Bucket*  `org-logs`\n*File*  `AWSLogs/&lt;a&gt;.json.gz`\n*Reason*  `unexpected end of file`",
        ),
      },
      { type: "context", elements: [mrkdwn("Redrive it &amp; wait.")] },
    ],
    attachments: [],
    unfurl_links: false,
    unfurl_media: false,
  });
});

test("has no block for facts or advice that are not there", () => {
  const { advice: _, ...plain } = NOTICE;
  const { blocks } = noticeMessage({ ...plain, facts: [] });
  assert.equal(
    blocks.map(({ type }) => type),
    ["header", "section"],
  );
});

test("does not say twice what the facts say", () => {
  const facts = [
    ["Bucket", "org-logs"],
    ["File", "AWSLogs/a.json.gz"],
    ["Reason", "not gzip"],
  ] as const;
  const said = { ...NOTICE, facts, text: "s3://org-logs/AWSLogs/a.json.gz: not gzip org-logs" };
  assert.not.match(visibleText(noticeMessage(said)), "s3://");
  const more = { ...said, text: `${said.text}, its end` };
  assert.match(visibleText(noticeMessage(more)), "s3://org-logs/AWSLogs/a.json.gz: not gzip");
});

test("shows four facts, and bounds each", () => {
  const facts = Array.from({ length: 5 }, (_, i) => [`L${i}`.padEnd(60, "l"), "v".repeat(900)]);
  const text = visibleText(
    noticeMessage({ ...NOTICE, facts: facts as unknown as Notice["facts"] }),
  );
  assert.match(text, "*L3");
  assert.not.match(text, "*L4");
  assert.match(text, `*${`L0${"l".repeat(37)}…`}*  \`${"v".repeat(647)}…\``);
});

test("bounds text and advice", () => {
  const long = { ...NOTICE, text: "abc ".repeat(2_000), advice: "abc ".repeat(2_000) };
  const lengths = noticeMessage(long).blocks.map((block) => JSON.stringify(block).length);
  assert.ok(
    lengths.every((length) => length < 2_100),
    String(lengths),
  );
  assert.ok((lengths.at(-1) ?? 0) < 600, String(lengths));
  assert.is(noticeMessage(long).text.length, 600);
});

test("keeps every limit, whatever the texts", () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom("<", "`", "&", "```").map((s) => s.repeat(5_000)),
  );
  fc.assert(
    fc.property(fc.tuple(text, text, text, text, text), ([title, body, bucket, key, reason]) => {
      const notice = noticeOf({
        notice: {
          kind: "unreadable-log-file",
          title: `${title}.`,
          text: body,
          bucket,
          key,
          reason,
          dedupe: "x",
        },
      });
      assert.ok(notice);
      assertValidSlack(noticeMessage(notice));
    }),
  );
});

test.run();

const summaries = suite("noticeSummary()");

summaries("is one line", () => {
  assert.is(noticeSummary({ ...NOTICE, text: "a\n\tb" }), `[trailbridge] ${NOTICE.title}: a b`);
});

summaries.run();
