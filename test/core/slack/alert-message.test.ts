import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Alert } from "../../../src/core/alert/alert.ts";
import { alertDetails, alertMessage, summary } from "../../../src/core/slack/alert-message.ts";
import { originLines } from "../../../src/core/slack/record-sections.ts";
import { memberOf } from "../../../src/core/thread/member.ts";
import { type Tally, tallyOf } from "../../../src/core/thread/tally.ts";
import { alertWith } from "../../support/alerts.ts";
import { ruleOf } from "../../support/rules.ts";
import { assertValidSlack, visibleText } from "../../support/slack-limits.ts";

const RULE = ruleOf("rule", { description: "Nobody sees what follows.", severity: "critical" });
const CONTEXT = {
  accountNames: { "111122223333": "prod & more" },
  ruleById: (id: string) => (id === "rule" ? RULE : undefined),
};
const FULL = { ...CONTEXT, layout: "full" } as const;
const NAMELESS = { ...FULL, accountNames: {} };
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

const messages = suite("alertMessage() in full");

messages("says why its severity is not the rule's own, in words that break nothing", () => {
  const severityReason = "Raised from high to critical: <!channel> & more";
  const message = alertMessage(alertWith({ severity: "critical", severityReason }), FULL);
  assertValidSlack(message);
  assert.match(
    JSON.stringify(message),
    /Raised from high to critical: &lt;!channel&gt; &amp; more/,
  );
  assert.not.match(JSON.stringify(alertMessage(alertWith({}), FULL)), /Raised/);
});

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
  const message = alertMessage(alert, FULL);
  assertValidSlack(message);
  assert.equal(message.blocks, [
    {
      type: "header",
      text: {
        type: "plain_text",
        text: "HIGH · StopLogging was refused (rule: Trail stopped) · prod &amp; more",
        emoji: false,
      },
    },
    section(
      "*`ada`* called *`StopLogging`* on `cloudtrail` from `192.0.2.10`, which *was refused* with `AccessDenied`",
    ),
    {
      type: "section",
      fields: [
        mrkdwn("*Account*\nprod &amp; more  `111122223333`"),
        mrkdwn("*Time*\n2026-01-24 00:05:12 UTC"),
        mrkdwn("*Region*\n`us-east-1`"),
        mrkdwn("*Source IP*\n`192.0.2.10`"),
        mrkdwn("*Service*\n`cloudtrail.amazonaws.com`"),
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
        section("*critical*  `rule`  Nobody sees what follows."),
        section("*responseElements*\n```\n{}\n```"),
        {
          type: "context",
          elements: [
            mrkdwn("`IAMUser` `arn:aws:iam::111122223333:user/ada`  ·  agent `aws-cli/2.15`"),
            ...originLines(alert, {}).map((line) => mrkdwn(line ?? "")),
          ],
        },
      ],
    },
  ]);
});

messages("says what it can of an event that says nothing", () => {
  const message = alertMessage(BARE, FULL);
  assertValidSlack(message);
  assert.is(
    visibleText(message),
    [
      "INFO · T",
      "*`Unknown Identity`* called an unnamed event, which succeeded",
      "*Time*\nat an unknown time",
      "Log file `s3://b/k`, record 0",
    ].join("\n"),
  );
});

messages("says why a record came late, above the bar", () => {
  const [, , , late] = alertMessage(
    alertWith({ addendum: { reason: "DELIVERY_DELAY" } }),
    FULL,
  ).blocks;
  assert.equal(late, {
    type: "context",
    elements: [mrkdwn("*Delivered late*: `DELIVERY_DELAY`")],
  });
});

const head = (fields: Partial<Alert>) =>
  visibleText({ ...alertMessage({ ...BARE, ...fields }, NAMELESS), attachments: [] });

for (const [what, fields, line] of [
  ["success", {}, ", which succeeded"],
  ["a code without an outcome", { errorCode: "E" }, ", which *failed* with `E`"],
  ["a failure without a code", { failure: "failed" }, ", which *failed*"],
  [
    "a failure's message where it has no code",
    { failure: "failed", errorMessage: "m" },
    ", which *failed* with `m`",
  ],
  ["a login without MFA", { loginWithoutMfa: true }, ", which succeeded *without MFA*"],
  ["no MFA of a failed login", { loginWithoutMfa: true, failure: "failed" }, ", which *failed*"],
  ["the address", { sourceIp: "192.0.2.1" }, " from `192.0.2.1`, which succeeded"],
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
    "Unusual activity: *`A`* by *`Unknown Identity`*  (`ApiCallRateInsight Start`), which *failed* with `E`\n",
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
      { ...FULL, accountNames: { [LONG]: LONG } },
    ),
  );
  const lengths = [...text.matchAll(/x+…/g)].map(([found]) => found.length);
  assert.equal(lengths, [60, 218, 218, 418, 118, 218, 218, 100, 68, 68, 218, 218]);
});

messages("has nothing left for a reply", () => {
  assert.is(alertDetails(alertWith(), FULL), undefined);
});

messages.run();

const compact = suite("alertMessage()");

compact("is what one has to know, and why, and what to do, in few lines", () => {
  const rule = ruleOf("rule", {
    description: `Nobody sees what follows. It is the first thing attackers do, and it is ${LONG}`,
    runbook: `Start it again. Then find out who did it, and revoke all that they hold. ${LONG}`,
  });
  const message = alertMessage(
    alertWith({
      actor: { name: "AWSReservedSSO_Admin_0123456789abcdef", session: "ada@example.com" },
      resources: ["arn:aws:cloudtrail:us-east-1:111122223333:trail/main"],
    }),
    { ...CONTEXT, ruleById: () => rule },
  );
  assertValidSlack(message);
  const link = /<https:[^|]+\|View in CloudTrail>/;
  assert.equal(visibleText(message).replace(link, "LINK").split("\n"), [
    "HIGH · Trail stopped · prod & more",
    "*`ada@example.com`* as `Admin` called *`StopLogging`* on `cloudtrail` from `192.0.2.10`, which succeeded",
    "prod & more  `111122223333`  ·  us-east-1",
    "2026-01-24 00:05:12 UTC",
    "*On*  `trail/main`",
    "*Why*  Nobody sees what follows.",
    "*Do*  Start it again. Then find out who did it, and revoke all that they hold.",
    "`rule`  ·  LINK",
  ]);
});

compact("says of an alert that says nothing where the record is", () => {
  assert.is(
    visibleText(alertMessage(BARE, CONTEXT)),
    [
      "INFO · T",
      "*`Unknown Identity`* called an unnamed event, which succeeded",
      "at an unknown time",
      "Log file `s3://b/k`, record 0",
    ].join("\n"),
  );
});

compact("says who stands behind it, where the record does", () => {
  const text = visibleText(
    alertMessage(
      alertWith({
        callerAccount: "444455556666",
        caller: { person: "p", sourceIdentity: "s", vpcEndpoint: "vpce-1" },
      }),
      CONTEXT,
    ),
  );
  for (const line of [
    "*Called from*  `444455556666`",
    "*Person*  `p`",
    "*Source identity*  `s`",
    "*Endpoint*  through `vpce-1`",
  ]) {
    assert.ok(text.includes(`\n${line}\n`), line);
  }
});

for (const [arn, shown] of [
  ["arn:aws:cloudtrail:us-east-1:111122223333:trail/a:b", "trail/a:b"],
  ["arn:aws:cloudtrail:us-east-1:444455556666:trail/a", undefined],
  ["arn:aws:cloudtrail:eu-west-1:111122223333:trail/a", undefined],
  ["arn:aws:s3:us-east-1:111122223333:trail/a", undefined],
  ["arn:evil:cloudtrail:us-east-1:111122223333:trail/a", undefined],
  ["arn:aws:cloudtrail::aws:policy/a", "policy/a"],
  ["userName ada", undefined],
] as const) {
  compact(`names ${arn} by ${shown ?? "itself"}`, () => {
    const text = visibleText(alertMessage(alertWith({ resources: [arn] }), CONTEXT));
    assert.match(text, `\n*On*  \`${shown ?? arn}\`\n`);
  });
}

compact("names every rule, those without a text too", () => {
  const text = visibleText(alertMessage(alertWith({ ruleIds: ["gone", "rule", "x"] }), CONTEXT));
  assert.match(text, "*Why*  Nobody sees what follows.\n`gone`, also `rule` `x`  ·  ");
});

compact("goes through the access portal, where there is one", () => {
  const accessPortalUrl = "https://d-1234567890.awsapps.com/start";
  const { attachments } = alertMessage(alertWith(), { ...CONTEXT, accessPortalUrl });
  assert.match(
    JSON.stringify(attachments),
    `<${accessPortalUrl}/#/console?account_id=111122223333&amp;destination=https%3A%2F%2Fus-east-1.console`,
  );
});

compact("shows what a service's own event says, which is no call", () => {
  const parts = [
    { name: "serviceEventDetails", text: '{"keyId": "k"}', cut: false },
    { name: "additionalEventData", text: '{"left": "out"}', cut: false },
  ];
  const text = visibleText(alertMessage(alertWith({ parts }), CONTEXT));
  assert.match(text, '*serviceEventDetails*\n```\n{"keyId": "k"}\n```');
  assert.not.match(text, "left");
});

compact("names the principal of a caller there is nothing else to ask about", () => {
  const text = visibleText(alertMessage(alertWith({ caller: { principalId: "AROA:x" } }), CONTEXT));
  assert.match(text, "\n*Principal*  `AROA:x`\n");
});

compact("holds the beginnings of the record's parts where it is given room", () => {
  const alert = alertWith({ parts: [{ name: "p", text: LONG, cut: false }] });
  const text = visibleText(alertMessage(alert, CONTEXT, {}, 100));
  assert.match(text, "*p*  _shortened, the log file has the rest_");
  assert.match(text, "\nEvent `");
  assert.match(text, "\nLog file `");
});

const counted = (tally: Tally, isOver = false) =>
  visibleText(alertMessage(BARE, CONTEXT, { tally, isOver }))
    .split("\n")
    .find((line) => line.includes("events*"));
const member = memberOf(BARE, 0);
const SPAN = "1970-01-01 00:00:00 to 00:01:01 UTC";

compact("counts from the second event on", () => {
  assert.is(counted(tallyOf([member])), undefined);
  const tally = tallyOf([member, { ...member, identity: "2", time: 61_000 }]);
  assert.is(counted(tally), `*2 events*  ·  ${SPAN}`);
  assert.is(counted(tally, true), `*2 events* in all  ·  ${SPAN}`);
});

compact("lists what there is more than one of, and counts the rest", () => {
  const tally = tallyOf(
    ["a", "b", "c", "d", "e", "f"].map((address, index) => ({
      ...member,
      identity: address,
      address,
      region: index > 2 ? "r-1" : "r-2",
      time: index === 5 ? 61_000 : 0,
    })),
  );
  assert.is(
    counted(tally),
    `*6 events*  ·  ${SPAN}  ·  6 addresses \`a\` \`b\` \`c\` \`d\` \`e\` and 1 more  ·  2 regions \`r-1\` \`r-2\``,
  );
});

compact("lists its thread's resources in one place", () => {
  const tally = tallyOf(
    ["a", "b", "c", "d"].map((name) => ({ ...member, identity: name, resources: [name] })),
  );
  const text = visibleText(alertMessage(BARE, CONTEXT, { tally }));
  assert.match(text, "*On*  `a` `b` `c` and 1 more");
  assert.not.match(text, "4 resources");
  assert.match(visibleText(alertMessage(BARE, FULL, { tally })), "4 resources `a` `b` `c` and 1");
});

compact.run();

const details = suite("alertDetails()");

details("are all the message leaves out", () => {
  const alert = alertWith({ errorMessage: "Not <allowed>.", caller: { accessKeyId: "ASIA" } });
  const message = alertDetails(alert, CONTEXT);
  assert.ok(message);
  assertValidSlack(message);
  const text = visibleText(message);
  for (const part of [
    "`cloudtrail.amazonaws.com`",
    "Not <allowed>.",
    '{"name": "trail"}',
    "*critical*  `rule`  Nobody sees what follows.",
    "`arn:aws:iam::111122223333:user/ada`",
    "key `ASIA`",
    "agent `aws-cli/2.15`",
    "Event `0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af`",
    "Log file `s3://org-logs/AWSLogs/a.json.gz`, record 3",
  ]) {
    assert.ok(text.includes(part), part);
  }
});

details.run();

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
