import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Alert, alertOf } from "../../../src/core/alert/alert.ts";
import type { Rule } from "../../../src/core/rule/rule.ts";
import type { MessageContext } from "../../../src/core/slack/alert-message.ts";
import { aloneMark } from "../../../src/core/slack/block.ts";
import { stormFinal, stormMessage } from "../../../src/core/slack/storm-message.ts";
import {
  detailsMessage,
  finalReply,
  newsReply,
  parentMessage,
  webhookMessage,
} from "../../../src/core/slack/subject.ts";
import { memberOf } from "../../../src/core/thread/member.ts";
import { NONE_SEEN, newsOf } from "../../../src/core/thread/news.ts";
import { tallyOf } from "../../../src/core/thread/tally.ts";
import { detailOf } from "../../support/bus-events.ts";
import { HOSTILE_RECORDS } from "../../support/hostile.ts";
import { ruleOf, ruleSetOf } from "../../support/rules.ts";
import { assertValidSlack } from "../../support/slack-limits.ts";

const RULE = ruleOf("cloudtrail-stop-logging", {
  title: "Trail stopped",
  severity: "critical",
  runbook: "Start it again.\nThen ask <why> & who.",
  references: ["https://docs.aws.amazon.com/awscloudtrail/?a=1&b=2", "javascript:alert(1)"],
});

const HOSTILE = fc.oneof(
  fc.string({
    unit: fc.constantFrom(..."`<>&!@|\\\n a😀\u202E\uD83D", "```", "<!channel>"),
    maxLength: 400,
  }),
  fc.constantFrom("`", "<", "&", "\u0000", "\uD800", "```\n", '"').map((s) => s.repeat(4_000)),
);

const test = suite("limits of messages");

test("keeps every limit for records of every shape", () => {
  for (const record of HOSTILE_RECORDS) assertValidMessages(alert(record), messageContext());
});

test("keeps every limit and escapes everything, whatever the texts", () => {
  fc.assert(
    fc.property(fc.array(HOSTILE, { minLength: 12, maxLength: 12 }), (texts) => {
      const rule = ruleOf("rule", { title: texts[9], description: texts[10], runbook: texts[11] });
      const made = alert(recordOf(texts), rule);
      assertValidMessages(made, messageContext(rule, { [made.account ?? ""]: texts[4] ?? "" }));
    }),
    { numRuns: 60 },
  );
});

/** Anything a field may hold, texts that hold JSON and markup among it. */
const ODD = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    null,
    7,
    -0.5,
    true,
    "",
    [],
    {},
    [null],
    "true",
    "{}",
    "%7B%22a%22:1%7D",
  ),
  fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)),
  fc.jsonValue({ maxDepth: 2 }).map((value) => encodeURIComponent(JSON.stringify(value))),
  HOSTILE,
);

const IDENTITY = [
  "type",
  "arn",
  "accountId",
  "principalId",
  "userName",
  "accessKeyId",
  "invokedBy",
];
const OTHERS = ["identityProvider", "onBehalfOf", "sessionContext"];
const TYPES = ["Root", "AssumedRole", "AWSAccount", "WebIdentityUser", "SAMLUser", "FederatedUser"];

const ODD_IDENTITY = fc.record(
  {
    ...Object.fromEntries([...IDENTITY, ...OTHERS].map((field) => [field, ODD])),
    type: fc.oneof(fc.constantFrom(...TYPES, "IdentityCenterUser", "AWSService"), ODD),
    sessionContext: fc.oneof(
      fc.record(
        {
          sourceIdentity: ODD,
          assumedRoot: ODD,
          ec2RoleDelivery: ODD,
          sessionIssuer: fc.record({ arn: ODD, userName: ODD }),
          attributes: fc.record({ creationDate: ODD, mfaAuthenticated: ODD }),
          webIdFederationData: fc.record({ federatedProvider: ODD }),
        },
        { requiredKeys: [] },
      ),
      ODD,
    ),
    onBehalfOf: fc.oneof(fc.record({ userId: ODD, identityStoreArn: ODD }), ODD),
  },
  { requiredKeys: [] },
);

const ODD_RECORD = fc.record(
  {
    ...Object.fromEntries(
      [
        ...["eventID", "eventName", "eventSource", "eventTime", "eventType", "awsRegion"],
        ...["sourceIPAddress", "userAgent", "errorCode", "errorMessage", "recipientAccountId"],
        ...["requestParameters", "responseElements", "additionalEventData", "insightDetails"],
        ...["serviceEventDetails", "vpcEndpointId", "vpcEndpointAccountId"],
        "sessionCredentialFromConsole",
      ].map((field) => [field, ODD]),
    ),
    userIdentity: fc.oneof(ODD_IDENTITY, ODD_IDENTITY, ODD),
    resources: fc.oneof(fc.array(fc.record({ ARN: ODD, type: ODD, accountId: ODD })), ODD),
    addendum: fc.oneof(
      fc.record({ reason: ODD, updatedFields: ODD, originalEventID: ODD }, { requiredKeys: [] }),
      ODD,
    ),
  },
  { requiredKeys: [] },
);

test("keeps every limit whatever stands in whatever field", () => {
  fc.assert(
    fc.property(ODD_RECORD, (record) => {
      const made = alert(record as Record<string, unknown>);
      assert.ok(JSON.stringify(made).length < 40_000);
      assertValidMessages(made, messageContext());
    }),
    { numRuns: 150 },
  );
});

test.run();

/** Every message that an alert has, of one event and of many. */
function assertValidMessages(made: Alert, context: MessageContext): void {
  const one = memberOf(made, 1);
  const other = { ...one, identity: "2", time: 9, resources: [...one.resources, "other"] };
  const tally = tallyOf([one, other]);
  const news = newsOf([one, other], NONE_SEEN);
  assertValidSlack(aloneMark(parentMessage(made, { ...context, layout: "full" }, tally)));
  assertValidSlack(aloneMark(parentMessage(made, context)));
  assertValidSlack(webhookMessage(made, context, tally, { isOver: true }));
  assertValidSlack(detailsMessage(made, context) ?? parentMessage(made, context));
  assertValidSlack(newsReply(made, { more: 1, count: 2 }, news, context));
  assertValidSlack(finalReply(made, tally, news, context));
  const { severity, ruleIds } = made;
  const storm = {
    id: "storm-1",
    severity,
    since: 0,
    until: 9,
    threads: 2,
    tally,
    example: made,
  } as const;
  assertValidSlack(stormMessage({ ...storm, kind: "catch-up", ruleId: ruleIds[0] ?? "" }, context));
  assertValidSlack(stormFinal({ ...storm, kind: "storm" }, news, context));
}

function alert(record: Record<string, unknown>, rule: Rule = RULE): Alert {
  const source = { bucket: "org-logs", key: "AWSLogs/a.json.gz", index: 3 };
  return alertOf(detailOf(record), { matched: [rule.id] }, ruleSetOf(rule), source);
}

function messageContext(rule = RULE, accountNames: Record<string, string> = {}): MessageContext {
  return { accountNames, ruleById: (id) => (id === rule.id ? rule : undefined) };
}

function recordOf(texts: readonly string[]): Record<string, unknown> {
  return {
    eventID: texts[0],
    eventName: texts[1],
    eventSource: texts[2],
    eventTime: texts[3],
    awsRegion: texts[4],
    sourceIPAddress: texts[5],
    userAgent: texts[6],
    errorCode: texts[7],
    errorMessage: texts[8],
    recipientAccountId: texts[0],
    userIdentity: { type: texts[1], arn: texts[2], userName: texts[3], accountId: texts[4] },
    requestParameters: { [texts[5] ?? ""]: texts },
    responseElements: texts,
    additionalEventData: texts[6],
  };
}
