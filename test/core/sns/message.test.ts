import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { alertOf } from "../../../src/core/alert/alert.ts";
import { noticeOf } from "../../../src/core/alert/notice.ts";
import { removedObjectOf } from "../../../src/core/alert/removed-object.ts";
import { MAX_SNS_BODY_BYTES } from "../../../src/core/sns/body.ts";
import { alertSns, noticeSns, removedSns, type SnsMessage } from "../../../src/core/sns/message.ts";
import { alertWith, severalEvents } from "../../support/alerts.ts";
import { deletedEvent, detailOf } from "../../support/bus-events.ts";
import { HOSTILE_RECORDS, ordinary } from "../../support/hostile.ts";
import { ruleOf, ruleSetOf } from "../../support/rules.ts";

const test = suite("alertSns()");

const CONTEXT = { accountNames: { "111122223333": "prod" }, ruleById: () => undefined };
const LONG = "x".repeat(200);

test("has the events that a rule of several alerts on, for machines and for people", () => {
  const { body, email } = alertSns(alertWith({ several: [severalEvents()] }), {}, CONTEXT);
  const [several] = JSON.parse(body).several;
  assert.is(several.rule, "rule");
  assert.equal(several.events[0], {
    event_time: "2026-01-24 00:05:00+00:00",
    event_name: "GetSecretValue",
    event_id: "e-1",
    values: ["app-1"],
    refused: false,
  });
  assert.match(email ?? "", /Together +2 events of 2 different in 1m/);
  assert.match(email ?? "", /The 2 events\n +2026-01-24T00:05:00Z GetSecretValue app-1 e-1\n/);
});

test("stays below the limit of SNS however many and long the events of several are", () => {
  const [event] = severalEvents("\ud83d\ude00".repeat(100)).events;
  const events = Array.from({ length: 200 }, () => ({
    ...event,
    time: 0,
    values: [LONG, LONG, LONG],
  }));
  const { body } = alertSns(alertWith({ several: [{ ...severalEvents(), events }] }), {}, CONTEXT);
  assert.ok(Buffer.byteLength(JSON.stringify(body)) <= MAX_SNS_BODY_BYTES + 1_000);
});

test("has each of an alert's facts under its name, before and beside the record's parts", () => {
  const alert = alertWith({
    title: "Title",
    callerAccount: "444455556666",
    actor: { type: "AssumedRole", name: "Deploy", session: "ci-1" },
    errorCode: "E",
    failure: "failed",
    insight: "I",
  });
  const detail = {
    record: {
      requestParameters: { a: 1 },
      responseElements: { b: 2 },
      additionalEventData: { c: 3 },
      insightDetails: { d: 4 },
      serviceEventDetails: { e: 5 },
      resources: [{ ARN: "f" }],
    },
    errorMessage: "m",
  };
  const { subject, body, attributes } = alertSns(alert, detail, CONTEXT);
  assert.is(subject, "[high] StopLogging failed (rule: Title) in prod");
  assert.equal(attributes, {
    severity: "high",
    accountId: "111122223333",
    ruleIds: ["rule"],
    eventName: "StopLogging",
  });
  const { caller: _, console_link, except_command, ...rest } = JSON.parse(body);
  assert.match(except_command, /^trailbridge except 0e4d136e.* --in 's3:.*' --rule rule$/);
  assert.match(console_link, /^https:.*0e4d136e/);
  assert.equal(rest, {
    title: "Deploy called StopLogging but failed due to E",
    error_message: "m",
    request_parameters: { a: 1 },
    response_elements: { b: 2 },
    additional_details: { c: 3 },
    account_id: "111122223333",
    event_time: "2026-01-24 00:05:12+00:00",
    event_id: "0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af",
    actor: "Deploy",
    source_file: "AWSLogs/a.json.gz",
    kind: "alert",
    rule_title: "Title",
    severity: "high",
    rules: ["rule"],
    account_name: "prod",
    caller_account_id: "444455556666",
    actor_type: "AssumedRole",
    actor_name: "Deploy",
    actor_session: "ci-1",
    event_name: "StopLogging",
    event_source: "cloudtrail.amazonaws.com",
    region: "us-east-1",
    source_ip: "192.0.2.10",
    user_agent: "aws-cli/2.15",
    error_code: "E",
    login_without_mfa: false,
    insight_details: { d: 4 },
    outcome: "failed",
    service_event_details: { e: 5 },
    resources: [{ ARN: "f" }],
    addendum: null,
    bucket: "org-logs",
    record_index: 3,
  });
});

test("has a null or N/A for what the event does not say", () => {
  const alert = alertOf({}, { matched: [] }, ruleSetOf(), { bucket: "b", key: "k", index: 0 });
  const { subject, body, attributes } = alertSns(alert, {}, CONTEXT);
  assert.is(subject, "[info] Event without a rule in unknown account");
  assert.equal(attributes, { severity: "info" });
  const { caller: _, ...rest } = JSON.parse(body);
  assert.equal(rest, {
    title: "Unknown Identity called an unnamed event",
    error_message: null,
    request_parameters: null,
    response_elements: null,
    additional_details: null,
    account_id: "N/A",
    event_time: "N/A",
    event_id: "N/A",
    actor: "Unknown Identity",
    source_file: "k",
    kind: "alert",
    rule_title: "Event without a rule",
    severity: "info",
    rules: [],
    account_name: null,
    caller_account_id: null,
    actor_type: null,
    actor_name: "Unknown Identity",
    actor_session: null,
    event_name: null,
    event_source: null,
    region: null,
    source_ip: null,
    user_agent: null,
    error_code: null,
    login_without_mfa: false,
    insight_details: null,
    outcome: "succeeded",
    service_event_details: null,
    resources: null,
    addendum: null,
    bucket: "b",
    record_index: 0,
    console_link: null,
    except_command: null,
  });
});

test("says the time as found where it is no instant, and the account where it has no name", () => {
  const { time: _, ...timeless } = alertWith({ eventTime: "yesterday", account: "444455556666" });
  const { subject, body } = alertSns(timeless, {}, CONTEXT);
  assert.is(JSON.parse(body).event_time, "yesterday");
  assert.is(JSON.parse(body).account_name, null);
  assert.is(subject, "[high] Trail stopped in 444455556666");
});

test("has a subject of ASCII below 100 characters", () => {
  const subjectOf = (title: string) => alertSns(alertWith({ title }), {}, CONTEXT).subject;
  assert.is(subjectOf("Über\n\u{1F600}é ~"), "[high] ?ber ? ~ in prod");
  const around = "[high]  in prod".length;
  assert.is(subjectOf("x".repeat(99 - around)).length, 99);
  assert.is(subjectOf(LONG), `[high] ${"x".repeat(89)}...`);
  assert.is(subjectOf("x".repeat(100 - around)).length, 99);
});

test("leaves characters out of attributes that XML cannot carry, and attributes without any", () => {
  const attributesOf = (eventName: string) =>
    alertSns(alertWith({ eventName, ruleIds: [] }), {}, CONTEXT).attributes;
  assert.equal(attributesOf("a\u0001b\uD800c\uFFFEd\uFFFFe"), {
    severity: "high",
    accountId: "111122223333",
    eventName: "abcde",
  });
  assert.equal(Object.keys(attributesOf("\u0001")), ["severity", "accountId"]);
});

test("makes a valid publication of records of every shape", () => {
  for (const record of HOSTILE_RECORDS) assertValid(sns(record));
});

test("has the fields of cloudtrail-to-slack with their meaning", () => {
  const denied = { ...ordinary(), errorCode: "AccessDenied", errorMessage: "no" };
  const body = JSON.parse(sns(denied).body);
  assert.equal(pick(body, MODULE_FIELDS), {
    title: "arn:aws:iam::111122223333:user/ada called StopLogging but failed due to AccessDenied",
    error_message: "no",
    request_parameters: { name: "organisation-trail" },
    response_elements: null,
    additional_details: null,
    account_id: "111122223333",
    event_time: "2026-01-24 00:05:12+00:00",
    event_id: "0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af",
    actor: "arn:aws:iam::111122223333:user/ada",
    source_file: "AWSLogs/a.json.gz",
  });
  assert.equal(Object.keys(body).slice(0, MODULE_FIELDS.length), MODULE_FIELDS);
});

test("says what is missing in the words of cloudtrail-to-slack", () => {
  const body = JSON.parse(sns({ eventName: "X" }).body);
  assert.is(body.title, "Unknown Identity called X");
  assert.is(body.actor, "Unknown Identity");
  assert.is(body.account_id, "N/A");
  assert.is(body.event_id, "N/A");
});

test("says severity, rules and account beside them", () => {
  const message = sns(ordinary());
  const body = JSON.parse(message.body);
  assert.is(body.severity, "high");
  assert.equal(body.rules, ["rule"]);
  assert.is(body.account_name, "prod");
  assert.equal(message.attributes, {
    severity: "high",
    accountId: "111122223333",
    ruleIds: ["rule"],
    eventName: "StopLogging",
  });
  assert.is(message.subject, "[high] Title of rule in prod");
});

test("says what became of the call, in the subject too", () => {
  assert.is(JSON.parse(sns(ordinary()).body).outcome, "succeeded");
  const denied = sns({ ...ordinary(), errorCode: "Client.UnauthorizedOperation" });
  assert.is(JSON.parse(denied.body).outcome, "refused");
  assert.is(denied.subject, "[low] StopLogging was refused (rule: Title of rule) in prod");
  const login = { ConsoleLogin: "Failure" };
  const failed = sns({ ...ordinary(), eventName: "ConsoleLogin", responseElements: login });
  assert.is(JSON.parse(failed.body).outcome, "failed");
  assert.is(
    JSON.parse(failed.body).title,
    "arn:aws:iam::111122223333:user/ada called ConsoleLogin",
  );
});

test("says what the event says of its caller, and what it is about", () => {
  const body = JSON.parse(
    sns({
      ...ordinary(),
      userIdentity: {
        type: "AWSAccount",
        principalId: "AROAEXAMPLE:ada",
        accountId: "444455556666",
        accessKeyId: "ASIAEXAMPLE",
        sessionContext: { attributes: { creationDate: "2026-01-24T00:05:00Z" } },
      },
      vpcEndpointId: "vpce-1",
      serviceEventDetails: { keyId: "mrk-1" },
      resources: [{ ARN: "arn:aws:s3:::b" }],
      addendum: { reason: "DELIVERY_DELAY" },
    }).body,
  );
  assert.equal(body.caller, {
    principal_id: "AROAEXAMPLE:ada",
    access_key_id: "ASIAEXAMPLE",
    source_identity: null,
    on_behalf_of: null,
    identity_store: null,
    identity_provider: null,
    mfa: null,
    session_start: "2026-01-24 00:05:00+00:00",
    session_age_seconds: 12,
    assumed_root: false,
    from_console: false,
    instance_metadata: null,
    vpc_endpoint_id: "vpce-1",
    vpc_endpoint_account_id: null,
  });
  assert.equal(body.service_event_details, { keyId: "mrk-1" });
  assert.equal(body.resources, [{ ARN: "arn:aws:s3:::b" }]);
  assert.equal(body.addendum, {
    reason: "DELIVERY_DELAY",
    updated_fields: null,
    original_event_id: null,
  });
});

test("trims what SNS would refuse, and says what", () => {
  const large = {
    ...ordinary(),
    requestParameters: { a: "ä".repeat(200_000) },
    responseElements: { b: "x".repeat(1_000) },
  };
  const message = sns(large);
  assertValid(message);
  const body = JSON.parse(message.body);
  assert.equal(body.truncated, ["request_parameters"]);
  assert.match(body.request_parameters, /^\{"a":"ää.*…$/);
  assert.is(body.response_elements.b.length, 1_000);
});

test("keeps to SNS's rules, whatever the texts", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("ä", "\u0001", '"').map((s) => s.repeat(90_000)),
  );
  fc.assert(
    fc.property(fc.tuple(text, text, text), ([a, b, c]) => {
      assertValid(
        sns(
          {
            eventName: a,
            errorMessage: b,
            requestParameters: { [c]: b },
            recipientAccountId: c,
            responseElements: a,
          },
          a,
        ),
      );
    }),
    { numRuns: 15 },
  );
});

test.run();

const others = suite("removedSns() and noticeSns()");

const NOTHING = {
  error_message: null,
  request_parameters: null,
  response_elements: null,
  additional_details: null,
  account_id: "N/A",
  event_time: "N/A",
  event_id: "N/A",
  actor: "Unknown Identity",
  source_file: "N/A",
};

others("have the fields of cloudtrail-to-slack first", () => {
  const removed = removedObjectOf(deletedEvent("AWSLogs/a"));
  const notice = noticeOf({ notice: { title: "Title", text: "Text", dedupe: "x" } });
  assert.ok(removed && notice);
  for (const message of [removedSns(removed, CONTEXT), noticeSns(notice)]) {
    assertValid(message);
    assert.equal(
      Object.keys(JSON.parse(message.body)).slice(0, MODULE_FIELDS.length),
      MODULE_FIELDS,
    );
  }
});

others("say who removed which file", () => {
  const removed = removedObjectOf(deletedEvent("AWSLogs/a"));
  assert.ok(removed);
  const { subject, body, attributes } = removedSns(removed, CONTEXT);
  assert.is(subject, "[high] A CloudTrail file was removed: org-logs");
  assert.equal(attributes, {
    severity: "high",
    accountId: "111122223333",
    eventName: "DeleteObject",
  });
  assert.equal(JSON.parse(body), {
    ...NOTHING,
    title: "111122223333 called DeleteObject",
    account_id: "111122223333",
    event_time: "2026-01-24 00:06:00+00:00",
    actor: "111122223333",
    source_file: "AWSLogs/a",
    kind: "removed-object",
    severity: "high",
    bucket: "org-logs",
    version_id: "1QW9g1Z99LUNbvaaYVpW9xDlOLU",
    deletion_type: "Permanently Deleted",
    region: "us-east-1",
    source_ip: "192.0.2.66",
  });
});

others("say of a removal what is known", () => {
  const { body, attributes } = removedSns(
    { kind: "removed-object", identity: "1", bucket: "b", key: "k" },
    CONTEXT,
  );
  assert.equal(attributes, { severity: "high", eventName: "DeleteObject" });
  assert.equal(JSON.parse(body), {
    ...NOTHING,
    title: "Unknown Identity called DeleteObject",
    source_file: "k",
    kind: "removed-object",
    severity: "high",
    bucket: "b",
    version_id: null,
    deletion_type: null,
    region: null,
    source_ip: null,
  });
});

others("say an operator notice, its facts and its advice", () => {
  const notice = {
    kind: "notice",
    identity: "1",
    title: "Title",
    text: "Text",
    facts: [["Bucket", "b"]],
  } as const;
  const { subject, body, attributes } = noticeSns({ ...notice, advice: "Do." });
  assert.is(subject, "[info] Title");
  assert.equal(attributes, { severity: "info" });
  const said = {
    ...NOTHING,
    title: "Title",
    error_message: "Text",
    kind: "notice",
    severity: "info",
    facts: { Bucket: "b" },
  };
  assert.equal(JSON.parse(body), { ...said, advice: "Do." });
  assert.equal(JSON.parse(noticeSns(notice).body), { ...said, advice: null });
});

others.run();

const MODULE_FIELDS = [
  "title",
  "error_message",
  "request_parameters",
  "response_elements",
  "additional_details",
  "account_id",
  "event_time",
  "event_id",
  "actor",
  "source_file",
];

function sns(record: Record<string, unknown>, title = "Title of rule"): SnsMessage {
  const rule = ruleOf("rule", { title });
  const source = { bucket: "org-logs", key: "AWSLogs/a.json.gz", index: 3 };
  const detail = detailOf(record);
  const alert = alertOf(detail, { matched: ["rule"] }, ruleSetOf(rule), source);
  return alertSns(alert, detail, {
    accountNames: { "111122223333": "prod" },
    ruleById: () => rule,
  });
}

function assertValid({ subject, body, email = "", sms = "", attributes }: SnsMessage): void {
  const size = Buffer.byteLength(JSON.stringify({ default: body, email, sms }));
  assert.ok(size + Buffer.byteLength(JSON.stringify([subject, attributes])) < 262_144, `${size}`);
  assert.match(email, /^\w+:\s/);
  assert.match(sms, /^[\x20-\x7E]{1,140}$/);
  assert.match(subject, /^[\x21-\x7E][\x20-\x7E]{0,98}$/);
  assert.ok(Buffer.byteLength(body) <= MAX_SNS_BODY_BYTES, `${Buffer.byteLength(body)} bytes`);
  assert.type(JSON.parse(body).title, "string");
  for (const [name, value] of Object.entries(attributes)) {
    assert.ok(typeof value === "number" || value.length > 0, name);
    assert.not.match(JSON.stringify(value), /\p{Cc}|\p{Cs}/u);
  }
}

function pick(object: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, object[key]]));
}
