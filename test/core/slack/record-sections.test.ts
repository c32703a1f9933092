import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Alert } from "../../../src/core/alert/alert.ts";
import { originLines, partSections, whenText } from "../../../src/core/slack/record-sections.ts";
import { alertWith } from "../../support/alerts.ts";

/** An alert of an event that says nothing. */
const BARE: Alert = {
  kind: "alert",
  identity: "i",
  title: "T",
  severity: "info",
  ruleIds: [],
  actor: { name: "Unknown Identity" },
  loginWithoutMfa: false,
  parts: [],
  source: { bucket: "b", key: "k", index: 0 },
};
const LONG = "x".repeat(2_000);

const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });

const origins = suite("originLines()");

origins("names event and file, and links what the console can show", () => {
  const id = "0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af";
  const address = `https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events/${id}`;
  assert.equal(originLines(alertWith(), {}), [
    `Event \`${id}\`  ·  <${address}|View in CloudTrail>`,
    "Log file `s3://org-logs/AWSLogs/a.json.gz`, record 3",
    `Except it  \`trailbridge except ${id} --in 's3://org-logs/AWSLogs/a.json.gz' --rule rule\``,
  ]);
  assert.is(originLines({ ...BARE, eventId: "e" }, {})[0], "Event `e`");
  assert.is(originLines(BARE, {})[0], undefined);
});

origins("are bounded", () => {
  const source = { bucket: "b", key: LONG, index: 0 };
  const lengths = originLines({ ...BARE, eventId: LONG, source }, {}).map((line) => line?.length);
  assert.equal(lengths, [216, 919, undefined]);
  const longest = {
    ...BARE,
    eventId: LONG.slice(0, 100),
    ruleIds: Array.from({ length: 9 }, (_, index) => `${LONG.slice(0, 99)}${index}`),
    source: { bucket: LONG.slice(0, 63), key: `a/${LONG.slice(0, 890)}`, index: 0 },
  };
  const except = originLines(longest, {})[2] ?? "";
  assert.ok(except.length < 1_500 && except.endsWith("x2`"), except);
});

origins.run();

const times = suite("whenText()");

times("is the instant, else what the event says, else that it says nothing", () => {
  assert.is(whenText({ time: 0, eventTime: "x" }), "1970-01-01 00:00:00 UTC");
  assert.is(whenText({ eventTime: "yesterday" }), "`yesterday`");
  assert.is(whenText({ eventTime: LONG }).length, 70);
  assert.is(whenText({}), "at an unknown time");
});

times.run();

const excerpts = suite("partSections()");

const excerpt = (text: string, room: number, cut = false) =>
  partSections({ name: "p", text, cut }, room);
const note = "  _shortened, the log file has the rest_";

excerpts("shows a text that has room whole, and says if it was cut before", () => {
  assert.equal(excerpt("abcd", 4), [section("*p*\n```\nabcd\n```")]);
  assert.equal(excerpt("abcd", 4, true), [section(`*p*${note}\n\`\`\`\nabcd\n\`\`\``)]);
});

excerpts("cuts at the end of a line in the second half, else where the room ends", () => {
  for (const [text, shown] of [
    ["abcdefghijk", "abcdefgh …"],
    ["abcde\nghijk", "abcde …"],
    ["abcd\nfghijk", "abcd\nfgh …"],
    ["abcdefgh\njk", "abcdefgh …"],
    ["abcdefghi\nk", "abcdefgh …"],
    ["abcdefg😀ijk", "abcdefg …"],
  ] as const) {
    assert.equal(excerpt(text, 10), [section(`*p*${note}\n\`\`\`\n${shown}\n\`\`\``)], text);
  }
});

excerpts.run();
