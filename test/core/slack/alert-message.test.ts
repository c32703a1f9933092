import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Alert } from "../../../src/core/alert/alert.ts";
import type { ThreadState } from "../../../src/core/alert/thread.ts";
import {
  alertMessage,
  originLines,
  partSections,
  summary,
  whenText,
} from "../../../src/core/slack/alert-message.ts";
import { alertWith } from "../../support/alerts.ts";
import { ruleOf } from "../../support/rules.ts";
import { assertValidSlack, visibleText } from "../../support/slack-limits.ts";

const RULE = ruleOf("rule", { description: "Nobody sees what follows.", severity: "critical" });
const CONTEXT = {
  accountNames: { "111122223333": "prod & more" },
  ruleById: (id: string) => (id === "rule" ? RULE : undefined),
};
const NAMELESS = { ...CONTEXT, accountNames: {} };
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

const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const section = (text: string) => ({ type: "section", text: mrkdwn(text) });

const messages = suite("alertMessage()");

messages("says the short above the bar and the detail behind it", () => {
  const alert = alertWith({
    failure: "refused",
    errorCode: "AccessDenied",
    errorMessage: "Not <allowed>.",
    parts: [
      { name: "responseElements", text: "{}", cut: false },
      { name: "requestParameters", text: '{"name": "trail"}', cut: false },
    ],
  });
  const message = alertMessage(alert, CONTEXT);
  assertValidSlack(message);
  assert.equal(message.blocks, [
    {
      type: "header",
      text: {
        type: "plain_text",
        text: "🟧 StopLogging was refused (rule: Trail stopped)",
        emoji: false,
      },
    },
    section(
      "*`ada`* called *`StopLogging`* on `cloudtrail.amazonaws.com`, which was refused with `AccessDenied`",
    ),
    {
      type: "section",
      fields: [
        mrkdwn("*Account*\nprod &amp; more  `111122223333`"),
        mrkdwn("*Time*\n2026-01-24 00:05:12 UTC"),
        mrkdwn("*Region*\n`us-east-1`"),
        mrkdwn("*Source IP*\n`192.0.2.10`"),
      ],
    },
  ]);
  assert.equal(message.attachments, [
    {
      color: "#e8700c",
      fallback: message.text,
      blocks: [
        section("*Error*\n```\nNot &lt;allowed&gt;.\n```"),
        section('*requestParameters*\n```\n{"name": "trail"}\n```'),
        section("🟥 *critical*  `rule`  Nobody sees what follows."),
        section("*responseElements*\n```\n{}\n```"),
        {
          type: "context",
          elements: [
            mrkdwn("`IAMUser` `arn:aws:iam::111122223333:user/ada`  ·  agent `aws-cli/2.15`"),
            ...originLines(alert).map((line) => mrkdwn(line ?? "")),
          ],
        },
      ],
    },
  ]);
});

messages("says what it can of an event that says nothing", () => {
  const message = alertMessage(BARE, CONTEXT);
  assertValidSlack(message);
  assert.is(
    visibleText(message),
    [
      "⬜ T",
      "*`Unknown Identity`* called an unnamed event",
      "*Time*\nat an unknown time",
      "Log file `s3://b/k`, record 0",
    ].join("\n"),
  );
});

messages("says why a record came late, above the bar", () => {
  const [, , , late] = alertMessage(
    alertWith({ addendum: { reason: "DELIVERY_DELAY" } }),
    CONTEXT,
  ).blocks;
  assert.equal(late, {
    type: "context",
    elements: [mrkdwn("🐌 *Delivered late*: `DELIVERY_DELAY`")],
  });
});

const head = (fields: Partial<Alert>) =>
  visibleText({ ...alertMessage({ ...BARE, ...fields }, NAMELESS), attachments: [] });

for (const [what, fields, line] of [
  ["an outcome an older version kept", { errorCode: "E" }, ", which failed with `E`"],
  ["a failure without a code", { failure: "failed" }, ", which failed"],
  ["a login without MFA", { loginWithoutMfa: true }, "\n⚠️ *Login without MFA*"],
  ["no MFA of a failed login", { loginWithoutMfa: true, failure: "failed" }, ", which failed"],
] as const) {
  messages(`says in its sentence: ${what}`, () => {
    assert.is(
      head(fields).split("\n*Time*")[0]?.replace(/^.*\n/, ""),
      `*\`Unknown Identity\`* called an unnamed event${line}`,
    );
  });
}

messages("words an Insight as one", () => {
  const insight = { insight: "ApiCallRateInsight Start", eventName: "A", errorCode: "E" };
  assert.match(
    head(insight),
    "Unusual activity: *`A`* by *`Unknown Identity`*  (`ApiCallRateInsight Start`), which failed with `E`\n",
  );
});

messages("says both accounts, and the endpoint below the address", () => {
  const text = head({
    account: "111122223333",
    callerAccount: "444455556666",
    sourceIp: "192.0.2.10",
    caller: { vpcEndpoint: "vpce-1", person: "p" },
  });
  assert.match(text, "*Account*\n`111122223333`\ncalled from `444455556666`\n");
  assert.match(text, "*Source IP*\n`192.0.2.10`\nthrough `vpce-1`\n*Person*\n`p`");
});

messages("bounds every text of its head", () => {
  const text = visibleText(
    alertMessage(
      {
        ...BARE,
        actor: { name: LONG },
        eventName: LONG,
        eventSource: LONG,
        errorCode: LONG,
        insight: LONG,
        account: LONG,
        region: LONG,
        sourceIp: LONG,
      },
      { ...CONTEXT, accountNames: { [LONG]: LONG } },
    ),
  );
  const lengths = [...text.matchAll(/x+…/g)].map(([found]) => found.length);
  assert.equal(lengths, [218, 218, 418, 118, 218, 100, 68, 68, 218]);
});

const STATE: ThreadState = {
  count: 2,
  firstSeen: 0,
  lastSeen: 61_000,
  addresses: [],
  regions: [],
};
const counted = (state: Partial<ThreadState>) =>
  alertMessage(BARE, CONTEXT, { ...STATE, ...state }).blocks.find(({ type }) => type === "context");
const span = "1970-01-01 00:00:00 to 00:01:01 UTC";

messages("counts from the second event on", () => {
  assert.is(counted({ count: 1 }), undefined);
  assert.equal(counted({}), {
    type: "context",
    elements: [mrkdwn(`🔁 *2 events*  ·  ${span}`)],
  });
});

for (const [addresses, text] of [
  [["a"], "address `a`"],
  [["a", "b"], "2 addresses `a` `b`"],
  [["a", "b", "c", "d", "e"], "5 addresses `a` `b` `c` `d` `e`"],
  [["a", "b", "c", "d", "e", "f"], "6 addresses `a` `b` `c` `d` `e` and 1 more"],
  [[LONG], `address \`${"x".repeat(57)}…\``],
] as const) {
  messages(`lists ${addresses.length} addresses: ${text.slice(0, 60)}`, () => {
    assert.equal(counted({ addresses }), {
      type: "context",
      elements: [mrkdwn(`🔁 *2 events*  ·  ${span}  ·  ${text}`)],
    });
  });
}

messages("lists regions behind addresses", () => {
  assert.equal(counted({ addresses: ["a"], regions: ["r", "s"] }), {
    type: "context",
    elements: [mrkdwn(`🔁 *2 events*  ·  ${span}  ·  address \`a\`  ·  2 regions \`r\` \`s\``)],
  });
  assert.match(JSON.stringify(counted({ regions: ["r"] })), "·  region `r`");
});

messages.run();

const summaries = suite("summary()");

for (const [fields, text] of [
  [{}, "[info] T: Unknown Identity called an unnamed event"],
  [{ eventName: "A" }, "[info] T: Unknown Identity called A"],
  [
    { account: "111122223333", callerAccount: "444455556666", region: "us-east-1", eventId: "e" },
    "[info] T: Unknown Identity called an unnamed event in prod &amp; more (111122223333) from 444455556666, us-east-1 (event e)",
  ],
  [
    { eventName: "A", failure: "refused", errorCode: "E", errorMessage: "m" },
    "[info] A was refused (rule: T): Unknown Identity, E",
  ],
  [
    { eventName: "A", failure: "failed", errorMessage: `m\n${"y".repeat(200)}` },
    `[info] A failed (rule: T): Unknown Identity, m ${"y".repeat(117)}…`,
  ],
  [{ errorCode: "E" }, "[info] T: Unknown Identity called an unnamed event, error E"],
  [{ errorMessage: "m" }, "[info] T: Unknown Identity called an unnamed event"],
  [
    { loginWithoutMfa: true, eventId: "e" },
    "[info] T: Unknown Identity called an unnamed event, without MFA (event e)",
  ],
  [
    { loginWithoutMfa: true, failure: "failed" },
    "[info] A call failed (rule: T): Unknown Identity",
  ],
] as const) {
  summaries(`says: ${text}`, () => assert.is(summary({ ...BARE, ...fields }, CONTEXT), text));
}

summaries("is bounded", () => {
  assert.is(summary({ ...BARE, title: LONG }, CONTEXT).length, 600);
});

summaries.run();

const origins = suite("originLines()");

origins("names event and file, and links what the console can show", () => {
  const id = "0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af";
  const address = `https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events/${id}`;
  assert.equal(originLines(alertWith()), [
    `Event \`${id}\`  ·  <${address}|View in CloudTrail>`,
    "Log file `s3://org-logs/AWSLogs/a.json.gz`, record 3",
  ]);
  assert.is(originLines({ ...BARE, eventId: "e" })[0], "Event `e`");
  assert.is(originLines(BARE)[0], undefined);
});

origins("are bounded", () => {
  const source = { bucket: "b", key: LONG, index: 0 };
  const lengths = originLines({ ...BARE, eventId: LONG, source }).map((line) => line?.length);
  assert.equal(lengths, [216, 919]);
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
