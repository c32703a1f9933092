import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Alert } from "../../../src/core/alert/alert.ts";
import { firstState } from "../../../src/core/alert/thread.ts";
import { originLines } from "../../../src/core/slack/record-sections.ts";
import { replyMessage, sightingOf } from "../../../src/core/slack/reply-message.ts";
import { alertWith } from "../../support/alerts.ts";
import { assertValidSlack, visibleText } from "../../support/slack-limits.ts";

const STATE = firstState({ time: 0, address: "192.0.2.10", region: "us-east-1" });
const PARENT = alertWith();
const LONG = "x".repeat(2_000);

const test = suite("replyMessage()");

/** What stands above the bar of a reply, the number and the time left out. */
const news = (fields: Partial<Alert>, parent: Alert | undefined = PARENT) =>
  visibleText({ ...replyMessage(alertWith(fields), parent, 2, STATE), attachments: [] }).replace(
    "🔁 *#2*  2026-01-24 00:05:12 UTC",
    "",
  );

test("says which event of the thread it is, when, and where to find it", () => {
  const message = replyMessage(alertWith(), PARENT, 2, STATE);
  assertValidSlack(message);
  const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
  assert.equal(message, {
    text: "#2: Trail stopped",
    blocks: [{ type: "section", text: mrkdwn("🔁 *#2*  2026-01-24 00:05:12 UTC") }],
    attachments: [
      {
        color: "#e8700c",
        fallback: "#2: Trail stopped",
        blocks: [
          {
            type: "context",
            elements: originLines(PARENT, {}).map((line) => mrkdwn(line ?? "")),
          },
        ],
      },
    ],
    unfurl_links: false,
    unfurl_media: false,
  });
});

const session = { type: "AssumedRole", name: "Deploy", session: "ci-1" };

for (const [fields, text] of [
  [{ sourceIp: "192.0.2.77" }, "  ·  new address `192.0.2.77`"],
  [{ region: "eu-west-1" }, "  ·  new region `eu-west-1`"],
  [{ userAgent: "curl/8" }, "  ·  agent `curl/8`"],
  [{ actor: session }, "  ·  session `ci-1`"],
  [{ failure: "failed" }, "  ·  *failed*"],
  [{ failure: "refused", errorCode: "AccessDenied" }, "  ·  *was refused* with `AccessDenied`"],
  [{ errorMessage: "no" }, "\n*Error*\n```\nno\n```"],
  [
    { failure: "failed", sourceIp: "1", region: "2", actor: session, userAgent: "3" },
    "  ·  *failed*  ·  new address `1`  ·  new region `2`  ·  session `ci-1`  ·  agent `3`",
  ],
  [{ sourceIp: LONG }, `  ·  new address \`${"x".repeat(217)}…\``],
  [{ region: LONG }, `  ·  new region \`${"x".repeat(67)}…\``],
  [{ userAgent: LONG }, `  ·  agent \`${"x".repeat(307)}…\``],
  [{ failure: "failed", errorCode: LONG }, `  ·  *failed* with \`${"x".repeat(217)}…\``],
] as const) {
  test(`says what is new: ${text.trim().slice(0, 60)}`, () => assert.is(news(fields), text));
}

test("says that a later event succeeded", () => {
  assert.is(news({}, alertWith({ failure: "failed" })), "  ·  *succeeded*");
});

test("says nothing again that the parent says", () => {
  const fields = { actor: session, errorMessage: "no", failure: "failed" } as const;
  assert.is(news(fields, alertWith(fields)), "");
});

test("says all it has where the parent is not known", () => {
  const state = firstState({ time: 0 });
  const text = visibleText(replyMessage(alertWith({ actor: session }), undefined, 2, state));
  assert.match(
    text,
    "UTC  ·  new address `192.0.2.10`  ·  new region `us-east-1`  ·  session `ci-1`  ·  agent `aws-cli/2.15`\n*requestParameters*",
  );
});

test("shows the parts that say what happened, where they differ from the parent's", () => {
  const part = (name: string, text: string) => ({ name, text, cut: false });
  const alert = alertWith({
    parts: [
      part("requestParameters", "new"),
      part("resources", "same"),
      part("responseElements", "left out"),
    ],
  });
  const parent = alertWith({
    parts: [part("resources", "same"), part("responseElements", "old")],
  });
  const text = visibleText(replyMessage(alert, parent, 2, STATE));
  assert.match(text, "UTC\n*requestParameters*\n```\nnew\n```\nEvent ");
});

test("has a bounded title in its fallback", () => {
  assert.is(replyMessage(alertWith({ title: "<>" }), PARENT, 2, STATE).text, "#2: &lt;&gt;");
  assert.is(replyMessage(alertWith({ title: LONG }), PARENT, 2, STATE).text.length, 234);
});

test.run();

const sightings = suite("sightingOf()");

sightings("is when and from where, as far as known", () => {
  const { time, sourceIp: _, region: __, ...nowhere } = alertWith();
  assert.equal(sightingOf(alertWith(), 7), { time, address: "192.0.2.10", region: "us-east-1" });
  assert.equal(sightingOf(nowhere, 7), { time: 7 });
});

sightings.run();
