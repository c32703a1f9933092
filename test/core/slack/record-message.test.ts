import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Alert, alertOf } from "../../../src/core/alert/alert.ts";
import { type Rule, SEVERITIES } from "../../../src/core/rule/rule.ts";
import { alertMessage, type MessageContext } from "../../../src/core/slack/alert-message.ts";
import type { SlackMessage } from "../../../src/core/slack/block.ts";
import { detailOf } from "../../support/bus-events.ts";
import { ordinary } from "../../support/hostile.ts";
import { ruleOf, ruleSetOf } from "../../support/rules.ts";
import { assertValidSlack, visibleText } from "../../support/slack-limits.ts";

const RULE = ruleOf("cloudtrail-stop-logging", {
  title: "Trail stopped",
  severity: "critical",
  runbook: "Start it again.\nThen ask <why> & who.",
  references: ["https://docs.aws.amazon.com/awscloudtrail/?a=1&b=2", "javascript:alert(1)"],
});

const parents = suite("messages of records");

parents("shows who, what, where, when and how it failed", () => {
  const denied = { ...ordinary(), errorCode: "AccessDenied", errorMessage: "Not <allowed>" };
  const text = visibleText(
    alertMessage(alert(denied), messageContext(RULE, { "111122223333": "prod" })),
  );
  for (const part of [
    "Trail stopped",
    "`ada`",
    "`StopLogging`",
    "`cloudtrail.amazonaws.com`",
    "prod  `111122223333`",
    "`us-east-1`",
    "`192.0.2.10`",
    "2026-01-24 00:05:12 UTC",
    "`AccessDenied`",
    "Not <allowed>",
    '{"name": "organisation-trail"}',
    "`cloudtrail-stop-logging`",
    "Start it again.",
    "`0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af`",
    "`s3://org-logs/AWSLogs/a.json.gz`, record 3",
    "<https://docs.aws.amazon.com/awscloudtrail/?a=1&b=2|",
    "us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events/0e4d136e",
  ]) {
    assert.ok(text.includes(part), `${part} is missing in:\n${text}`);
  }
  assert.not.match(text, "javascript");
});

parents("says both accounts when they differ", () => {
  const text = visibleText(
    alertMessage(alert({ ...ordinary(), recipientAccountId: "444455556666" }), messageContext()),
  );
  assert.match(text, "`444455556666`\ncalled from `111122223333`");
});

parents("warns of a login without MFA", () => {
  const text = visibleText(
    alertMessage(alert({ ...ordinary(), eventName: "ConsoleLogin" }), messageContext()),
  );
  assert.match(text, "*without MFA*");
});

parents("has a colour and a word for each severity", () => {
  const looks = SEVERITIES.map((severity) => {
    const rule = ruleOf("rule", { severity });
    const { blocks, attachments } = alertMessage(alert(ordinary(), rule), messageContext(rule));
    return `${JSON.stringify(blocks[0])} ${attachments[0]?.color}`;
  });
  assert.is(new Set(looks).size, SEVERITIES.length);
});

parents("says where the rest of a long request is", () => {
  const long = { ...ordinary(), requestParameters: { a: "x".repeat(9_000) } };
  assert.match(
    visibleText(alertMessage(alert(long), messageContext())),
    "shortened, the log file has the rest",
  );
});

parents("has a fallback that says it all in a line", () => {
  assert.is(
    alertMessage(alert(ordinary()), messageContext(RULE, { "111122223333": "prod" })).text,
    "[critical] Trail stopped: ada called StopLogging in prod (111122223333), us-east-1 (event 0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af)",
  );
});

const DENIED = { ...ordinary(), errorCode: "AccessDenied", errorMessage: "not allowed" };
const LOGIN = {
  ...ordinary(),
  eventName: "ConsoleLogin",
  responseElements: { ConsoleLogin: "Failure" },
  errorMessage: "Failed authentication",
};

parents("says in title and fallback that a call was refused", () => {
  const message = alertMessage(alert(DENIED), messageContext());
  assert.is(
    titleOf(message),
    "MEDIUM · StopLogging was refused (rule: Trail stopped) · 111122223333",
  );
  assert.is(
    message.text,
    "[medium] StopLogging was refused (rule: Trail stopped): ada in 111122223333, us-east-1, AccessDenied (event 0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af)",
  );
  assert.match(visibleText(message), "which *was refused* with `AccessDenied`");
});

parents("says in title and fallback that a sign-in failed, and nothing of MFA", () => {
  const message = alertMessage(alert(LOGIN), messageContext());
  assert.is(
    titleOf(message),
    "CRITICAL · ConsoleLogin failed (rule: Trail stopped) · 111122223333",
  );
  assert.match(message.text, /ConsoleLogin failed .*, Failed authentication \(event/);
  assert.not.match(message.text + visibleText(message), "ithout MFA");
});

parents("says nothing of failure where there was none", () => {
  const worked = { ...LOGIN, responseElements: { ConsoleLogin: "Success" }, errorMessage: null };
  const message = alertMessage(alert(worked), messageContext());
  assert.not.match(message.text + titleOf(message) + visibleText(message), /fail|refused/i);
});

parents("draws an alert that an older version kept", () => {
  const { caller: _, failure: __, ...kept } = alert(DENIED);
  assert.match(
    visibleText(alertMessage(kept, messageContext())),
    "which *failed* with `AccessDenied`",
  );
});

/** Records → what their alert must show. */
const SHOWN: [what: string, fields: Record<string, unknown>, parts: string[]][] = [
  [
    "a foreign caller's principal",
    {
      userIdentity: {
        type: "AWSAccount",
        principalId: "AROAEXAMPLE:ada@ops",
        accountId: "444455556666",
      },
    },
    ["account 444455556666 / ada@ops", "`AROAEXAMPLE:ada@ops`", "called from `444455556666`"],
  ],
  [
    "what a service did by itself",
    {
      eventName: "DeleteKey",
      requestParameters: null,
      userIdentity: { accountId: "111122223333", invokedBy: "AWS Internal" },
      serviceEventDetails: { keyId: "mrk-1" },
      resources: [
        {
          accountId: "111122223333",
          type: "AWS::KMS::Key",
          ARN: "arn:aws:kms:us-east-1:111122223333:key/k",
        },
        { accountId: "444455556666", type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::theirs" },
      ],
    },
    [
      '{"keyId": "mrk-1"}',
      "AWS::KMS::Key  arn:aws:kms:us-east-1:111122223333:key/k\n",
      "AWS::S3::Bucket  arn:aws:s3:::theirs  (account 444455556666)",
    ],
  ],
  [
    "resources of another shape",
    { resources: [{ ARNPrefix: "arn:aws:s3:::b/", type: "AWS::S3::Object" }, 7] },
    ['"ARNPrefix": "arn:aws:s3:::b/"'],
  ],
  [
    "a role's session and who is behind it",
    {
      userIdentity: {
        type: "AssumedRole",
        arn: "arn:aws:sts::111122223333:assumed-role/Deploy/ci",
        accessKeyId: "ASIAEXAMPLE",
        accountId: "111122223333",
        sessionContext: {
          sourceIdentity: "ada@corp",
          attributes: { creationDate: "2026-01-23T21:51:12Z", mfaAuthenticated: "false" },
        },
        onBehalfOf: {
          userId: "94482488-3041",
          identityStoreArn: "arn:aws:identitystore::111122223333:identitystore/d-9067",
        },
      },
      sessionCredentialFromConsole: "true",
    },
    [
      "key `ASIAEXAMPLE`",
      "session 2 h 14 min old, no MFA",
      "*Source identity*\n`ada@corp`",
      "*Person*\n`94482488-3041`\nof `d-9067`",
      "by the console",
    ],
  ],
  [
    "who signed on for a role",
    {
      userIdentity: {
        type: "AssumedRole",
        arn: "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0f/ada@example.com",
      },
    },
    ["`AWSReservedSSO_Admin_0f / ada@example.com`"],
  ],
  [
    "an assumed root, with MFA",
    {
      userIdentity: {
        type: "Root",
        arn: "arn:aws:iam::111122223333:root",
        sessionContext: {
          assumedRoot: "true",
          attributes: { creationDate: "2026-01-24T00:05:00Z", mfaAuthenticated: "true" },
        },
      },
    },
    ["*assumed root*", "session 12 s old, with MFA"],
  ],
  [
    "the endpoint a call came through",
    { vpcEndpointId: "vpce-1", vpcEndpointAccountId: "444455556666" },
    ["`192.0.2.10`\nthrough `vpce-1` of account `444455556666`"],
  ],
  [
    "an identity's provider",
    {
      userIdentity: {
        type: "WebIdentityUser",
        userName: "repo:acme/shop:ref:refs/heads/main",
        identityProvider: "arn:aws:iam::111122223333:oidc-provider/ci.example.com",
      },
    },
    ["*Identity provider*\n`arn:aws:iam::111122223333:oidc-provider/ci.example.com`"],
  ],
  [
    "how an instance got its credentials",
    {
      userIdentity: {
        type: "AssumedRole",
        arn: "arn:aws:sts::111122223333:assumed-role/Web/i-1",
        sessionContext: { ec2RoleDelivery: "1.0" },
      },
    },
    ["instance credentials by IMDS `1.0`"],
  ],
  [
    "why a record came late",
    { addendum: { reason: "DELIVERY_DELAY" } },
    ["*Delivered late*: `DELIVERY_DELAY`"],
  ],
  [
    "why a record came again",
    {
      addendum: {
        reason: "UPDATED_DATA",
        updatedFields: "eventID, resources",
        originalEventID: "older",
      },
    },
    ["*Written again*: `UPDATED_DATA`", "updated `eventID, resources`", "event `older`"],
  ],
  [
    "a policy inside text",
    {
      requestParameters: {
        policyDocument: encodeURIComponent(JSON.stringify({ Statement: [{ Effect: "Allow" }] })),
      },
    },
    ['{"policyDocument": {"Statement": [{"Effect": "Allow"}]}}'],
  ],
];

for (const [what, fields, parts] of SHOWN) {
  parents(`shows ${what}`, () => {
    const message = alertMessage(alert({ ...ordinary(), ...fields }), messageContext());
    assertValidSlack(message);
    const text = visibleText(message);
    for (const part of parts) assert.ok(text.includes(part), `${part} is missing in:\n${text}`);
  });
}

parents("uses the room a long policy has, and keeps what follows it", () => {
  const Statement = Array.from({ length: 12 }, (_, i) => ({
    Sid: `Statement${i}`,
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:PutObject"],
    Resource: `arn:aws:s3:::bucket-${i}/*`,
  }));
  const long = {
    ...ordinary(),
    requestParameters: { policyName: "p", policyDocument: JSON.stringify({ Statement }) },
    responseElements: { policy: { arn: "arn:aws:iam::111122223333:policy/p" } },
  };
  const message = alertMessage(alert(long), messageContext());
  assertValidSlack(message);
  assert.match(visibleText(message), "Statement11");
  assert.match(visibleText(message), "policy/p");
});

parents("shows a policy as long as IAM takes it whole", () => {
  const Statement = Array.from({ length: 50 }, (_, i) => ({
    Sid: `Statement${i}`,
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:PutObject"],
    Resource: `arn:aws:s3:::bucket-${i}/*`,
  }));
  const policyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  assert.ok(policyDocument.length > 5_000, String(policyDocument.length));
  const record = { ...ordinary(), requestParameters: { policyDocument } };
  const message = alertMessage(alert(record), messageContext());
  assertValidSlack(message);
  const text = visibleText(message);
  for (let i = 0; i < 50; i++) assert.match(text, `"Statement${i}"`);
  assert.match(text, "*requestParameters, continued*");
  assert.not.match(text, "shortened");
});

parents("gives every part its share where all of them are long", () => {
  const many = Object.fromEntries(
    Array.from({ length: 200 }, (_, i) => [`key${i}`, '<"&">'.repeat(8)]),
  );
  const message = alertMessage(
    alert({
      ...ordinary(),
      requestParameters: many,
      serviceEventDetails: many,
      responseElements: many,
    }),
    messageContext(),
  );
  assertValidSlack(message);
  for (const part of ["requestParameters", "serviceEventDetails", "responseElements"])
    assert.match(visibleText(message), `*${part}*  _shortened`);
});

parents("words an Insight as one", () => {
  const { eventName: _, eventSource: __, userIdentity: ___, ...rest } = ordinary();
  const insightDetails = {
    state: "Start",
    eventSource: "ssm.amazonaws.com",
    eventName: "UpdateInstanceInformation",
    insightType: "ApiCallRateInsight",
  };
  const text = visibleText(
    alertMessage(
      alert({ ...rest, eventType: "AwsCloudTrailInsight", insightDetails }),
      messageContext(),
    ),
  );
  assert.match(text, "Unusual activity: *`UpdateInstanceInformation`* on `ssm`");
});

parents.run();

function titleOf({ blocks }: SlackMessage): string {
  const [first] = blocks;
  return first?.type === "header" ? first.text.text : "";
}

function alert(record: Record<string, unknown>, rule: Rule = RULE): Alert {
  const source = { bucket: "org-logs", key: "AWSLogs/a.json.gz", index: 3 };
  return alertOf(detailOf(record), { matched: [rule.id] }, ruleSetOf(rule), source);
}

function messageContext(rule = RULE, accountNames: Record<string, string> = {}): MessageContext {
  return { accountNames, layout: "full", ruleById: (id) => (id === rule.id ? rule : undefined) };
}
