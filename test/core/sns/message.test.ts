import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { alertOf } from "../../../src/core/alert/alert.ts";
import { noticeOf } from "../../../src/core/alert/notice.ts";
import { removedObjectOf } from "../../../src/core/alert/removed-object.ts";
import { MAX_SNS_BODY_BYTES } from "../../../src/core/sns/body.ts";
import { alertSns, noticeSns, removedSns, type SnsMessage } from "../../../src/core/sns/message.ts";
import { deletedEvent, detailOf } from "../../support/bus-events.ts";
import { HOSTILE_RECORDS, ordinary } from "../../support/hostile.ts";
import { ruleOf, ruleSetOf } from "../../support/rules.ts";

const test = suite("alertSns()");

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
  assert.is(denied.subject, "[high] StopLogging was refused (rule: Title of rule) in prod");
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

others("have those fields too", () => {
  const removed = removedObjectOf(deletedEvent("AWSLogs/a"));
  const notice = noticeOf({ notice: { title: "Title", text: "Text", dedupe: "x" } });
  assert.ok(removed && notice);
  for (const message of [removedSns(removed), noticeSns(notice)]) {
    assertValid(message);
    assert.equal(
      Object.keys(JSON.parse(message.body)).slice(0, MODULE_FIELDS.length),
      MODULE_FIELDS,
    );
  }
  assert.is(JSON.parse(removedSns(removed).body).source_file, "AWSLogs/a");
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

function assertValid({ subject, body, attributes }: SnsMessage): void {
  assert.match(subject, /^[\x21-\x7E][\x20-\x7E]{0,98}$/);
  assert.ok(Buffer.byteLength(body) <= MAX_SNS_BODY_BYTES, `${Buffer.byteLength(body)} bytes`);
  assert.type(JSON.parse(body).title, "string");
  for (const [name, value] of Object.entries(attributes)) {
    assert.ok(value.length > 0, name);
    assert.not.match(JSON.stringify(value), /\p{Cc}|\p{Cs}/u);
  }
}

function pick(object: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, object[key]]));
}
