import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parse } from "yaml";
import { alertReference } from "../../../src/core/except/alert-reference.ts";
import { exceptionFor } from "../../../src/core/except/exception.ts";
import { exceptionFile } from "../../../src/core/except/exception-file.ts";
import { createExceptionTrial } from "../../../src/core/except/exception-trial.ts";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { compile } from "../../../src/core/expression/expression.ts";
import { flatten } from "../../../src/core/record/flatten.ts";
import { EXAMPLE_RECORD } from "../../support/example-folder.ts";

const WORDS = { reason: "It may.", owner: "platform@example.com", expires: "2099-12-31" };
const ROLE = "arn:aws:iam::111122223333:role/ci-deploy";

const test = suite("exceptionFor()");

for (const [what, event] of [
  ["nothing", {}],
  ["nobody", { eventName: "A", eventSource: "b.amazonaws.com" }],
  ["no call", { userIdentity: { arn: ROLE } }],
] as const) {
  test(`refuses an event that says ${what}`, () => {
    assert.throws(() => exception(event), /must say who called what/);
  });
}

test("asks who, what, where, with which end and on what, and no more", () => {
  const { rule, tests } = exception(EXAMPLE_RECORD);
  assert.equal(rule, {
    id: "ci-deploy-put-bucket-policy",
    match: [
      "eventSource == 's3.amazonaws.com'",
      "eventName == 'PutBucketPolicy'",
      `"userIdentity.sessionContext.sessionIssuer.arn" == '${ROLE}'`,
      "recipientAccountId == '111122223333'",
      "errorCode == 'AccessDenied'",
      "\"requestParameters.bucketName\" == 'example-invoices'",
    ].join(" && "),
    ...WORDS,
    rules: ["access-denied"],
  });
  assert.equal(plain(tests.map(({ expect, event }) => [expect, event.userIdentity])), [
    ["match", { sessionContext: { sessionIssuer: { arn: ROLE } } }],
    ["no-match", { sessionContext: { sessionIssuer: { arn: `${ROLE}-other` } } }],
  ]);
});

/** What of an event makes it another one, for which a rule written for it must not hold. */
const OTHERS: readonly Readonly<Record<string, unknown>>[] = [
  { eventName: "DeleteBucketPolicy" },
  { eventSource: "s3control.amazonaws.com" },
  { errorCode: undefined },
  { errorCode: "AccessDeniedException" },
  { recipientAccountId: "444455556666" },
  { requestParameters: { bucketName: "example-other" } },
  { requestParameters: null },
  { userIdentity: { type: "Root", arn: "arn:aws:iam::111122223333:root" } },
];

for (const other of OTHERS) {
  test(`does not hold where ${JSON.stringify(other)}`, () => {
    const holds = compile(exception(EXAMPLE_RECORD).rule.match, { self: [] });
    assert.ok(holds(viewOfRecord(EXAMPLE_RECORD)));
    assert.not(holds(viewOfRecord({ ...EXAMPLE_RECORD, ...other })));
  });
}

test("holds for the next session, from another address, at another time", () => {
  const holds = compile(exception(EXAMPLE_RECORD).rule.match, { self: [] });
  const { userIdentity } = EXAMPLE_RECORD;
  const next = {
    ...EXAMPLE_RECORD,
    userIdentity: { ...userIdentity, arn: `${userIdentity.arn}3`, principalId: "AROAEXAMPLE:x" },
    eventID: "e-2",
    eventTime: "2026-11-03T00:00:00Z",
    sourceIPAddress: "192.0.2.99",
    userAgent: "other",
    requestID: "r-2",
  };
  assert.ok(holds(viewOfRecord(next)));
});

/** An identity, and what of it an ignore rule is to ask. */
const IDENTITIES: readonly [what: string, event: object, asked: readonly string[]][] = [
  [
    "a user by the ARN",
    {
      userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/ada", userName: "ada" },
    },
    ["\"userIdentity.arn\" == 'arn:aws:iam::111122223333:user/ada'"],
  ],
  [
    "a person of IAM Identity Center by the session",
    {
      userIdentity: {
        type: "AssumedRole",
        arn: "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ada",
        sessionContext: {
          sessionIssuer: {
            arn: "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef",
          },
        },
      },
    },
    [
      "\"userIdentity.arn\" == 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ada'",
    ],
  ],
  [
    "a foreign account's role by its id",
    {
      userIdentity: {
        type: "AWSAccount",
        principalId: "AROAEXAMPLE:mine",
        accountId: "444455556666",
      },
    },
    ["starts_with(\"userIdentity.principalId\", 'AROAEXAMPLE:')"],
  ],
  [
    "a service by its name",
    { userIdentity: { type: "AWSService", invokedBy: "config.amazonaws.com" } },
    ["\"userIdentity.invokedBy\" == 'config.amazonaws.com'"],
  ],
  [
    "who did not sign in by name and address",
    { userIdentity: { type: "IAMUser", userName: "ada" }, sourceIPAddress: "192.0.2.1" },
    ["\"userIdentity.userName\" == 'ada'", "sourceIPAddress == '192.0.2.1'"],
  ],
];

for (const [what, event, asked] of IDENTITIES) {
  test(`knows ${what}`, () => {
    const { rule } = exception({ eventName: "A", eventSource: "b.amazonaws.com", ...event });
    const clauses = rule.match.split(" && ");
    for (const clause of asked) assert.ok(clauses.includes(clause), rule.match);
    assert.is(clauses.length, asked.length + 3);
  });
}

test("asks of lists, of an object's key and of secrets nothing", () => {
  const { rule } = exception({
    ...EXAMPLE_RECORD,
    requestParameters: {
      bucketName: "b",
      key: "a/1",
      names: ["x"],
      clientToken: "t",
      filterSet: { items: [{ name: "n" }] },
      tags: { name: "n" },
    },
  });
  const on = rule.match.split(" && ").filter((it) => it.includes("requestParameters"));
  assert.equal(on, ["\"requestParameters.bucketName\" == 'b'"]);
});

test("asks for no account whose id is none", () => {
  const { rule } = exception({ ...EXAMPLE_RECORD, recipientAccountId: "XXXX" });
  assert.not.match(rule.match, "recipientAccountId");
});

test("takes an id that is free", () => {
  const { rule } = exception(EXAMPLE_RECORD, new Set(["ci-deploy-put-bucket-policy"]));
  assert.is(rule.id, "ci-deploy-put-bucket-policy-2");
  const odd = exception({
    ...EXAMPLE_RECORD,
    eventName: "../../Ünïcode",
    userIdentity: { arn: "…" },
  });
  assert.match(odd.rule.id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
});

test.run();

const file = suite("exceptionFile()");

for (const text of [
  "plain",
  'it\'s "quoted" \\ and: # [odd]',
  "a && b",
  "two  blanks",
  "a\nb\t\u0000\u0085\u2028\u202e\ufeff",
  "x".repeat(400),
  "`{$x}`",
  "- a",
]) {
  file(`is read as what was written, with ${JSON.stringify(text.slice(0, 30))} in it`, () => {
    const made = exceptionFor(
      flatten({
        ...EXAMPLE_RECORD,
        requestParameters: { bucketName: text },
        userIdentity: { arn: text },
      }),
      ["access-denied"],
      { ...WORDS, reason: text, owner: text },
      new Set(),
    );
    const read = parse(exceptionFile(made));
    assert.equal(read, plain({ ...made.rule, tests: made.tests }));
  });
}

file.run();

const trial = suite("createExceptionTrial()");

trial("counts what would be silent, what would only lose a rule, and what stays", () => {
  const rule = (id: string, match: string) =>
    ({
      id,
      title: id,
      description: "",
      severity: "high",
      match,
      tags: [],
      references: [],
    }) as const;
  const ruleSet = {
    rules: [rule("a", "eventName == 'A'"), rule("b", "readOnly == `true`")],
    ignoreRules: [],
  };
  const ignore = { id: "i", match: "awsRegion == 'x'", reason: "", owner: "", rules: ["a"] };
  const tried = createExceptionTrial(ruleSet, ignore, { self: [], now: 0 });
  const add = (record: object) => tried.add(viewOfRecord({ ...record }), { ...record });
  add({ eventName: "A", awsRegion: "x", eventTime: "2026-11-02T00:00:00Z", eventID: "e-1" });
  add({ eventName: "A", awsRegion: "x", eventTime: "2026-11-01T00:00:00Z", eventID: "e-2" });
  add({ eventName: "A", awsRegion: "x", readOnly: true, eventTime: "2026-11-03T00:00:00Z" });
  // CloudTrail writes many events into two files.
  add({ eventName: "A", awsRegion: "x", eventTime: "2026-11-01T00:00:00Z", eventID: "e-2" });
  add({ eventName: "A", awsRegion: "y" });
  add({ eventName: "B", awsRegion: "x" });
  assert.equal(tried.outcome(), {
    records: 6,
    alerting: 4,
    silenced: 2,
    reduced: 1,
    rules: { a: { alerting: 4, silenced: 3 } },
    first: "2026-11-01T00:00:00Z",
    last: "2026-11-03T00:00:00Z",
    examples: ["e-1", "e-2"],
  });
});

trial.run();

const references = suite("alertReference()");

const EVENT = {
  eventId: "e-1",
  record: { bucket: "b", key: "k", index: 0 },
  ruleIds: ["a"],
  display: {},
};
const BODY = { event_id: "e-1", bucket: "b", source_file: "k", rules: ["a"], kind: "alert" };

for (const [what, value] of [
  ["an alert's detail", EVENT],
  ["an alert event", { "detail-type": "Trailbridge Alert", detail: EVENT }],
  ["an SNS body", BODY],
  ["an SNS message", { Type: "Notification", Message: JSON.stringify(BODY) }],
] as const) {
  references(`reads ${what}`, () => {
    assert.equal(alertReference(value), { eventId: "e-1", place: "s3://b/k", ruleIds: ["a"] });
  });
}

for (const value of [
  null,
  [],
  "x",
  {},
  EXAMPLE_RECORD,
  { ...BODY, event_id: "N/A" },
  { Message: "{" },
]) {
  references(`takes ${JSON.stringify(value).slice(0, 30)} for none`, () => {
    assert.is(alertReference(value), undefined);
  });
}

references.run();

/** Objects without a prototype as others. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function exception(event: object, taken: ReadonlySet<string> = new Set()) {
  return exceptionFor(flatten({ ...event }), ["access-denied"], WORDS, taken);
}
