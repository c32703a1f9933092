import { suite } from "uvu";
import * as assert from "uvu/assert";
import { flatten } from "../../../src/core/record/flatten.ts";
import {
  fieldAt,
  flatFieldAt,
  flatPath,
  isUnknownField,
  summaryFieldProblem,
} from "../../../src/core/record/record-field.ts";
import { corpusLines, corpusSources } from "../../support/corpus.ts";
import { hasShared } from "../../support/shared.ts";

const test = suite("flatFieldAt()");

const unknown: [key: string, suggestion: string | undefined][] = [
  ["eventname", "eventName"],
  ["useragent", "userAgent"],
  ["sourceIpAddress", "sourceIPAddress"],
  ["user_identity.type", "userIdentity.type"],
  ["useridentity.accountid", "userIdentity.accountId"],
  ["userIdentity.typ", "userIdentity.type"],
  ["userIdentity.principle", "userIdentity.principalId"],
  ["mfaAuthenticated", "userIdentity.sessionContext.attributes.mfaAuthenticated"],
  ["userIdentity.sessionIssuer.arn", "userIdentity.sessionContext.sessionIssuer.arn"],
  ["userIdentity.sessionIssuer.username", "userIdentity.sessionContext.sessionIssuer.userName"],
  ["tlsDetails.tlsversion", "tlsDetails.tlsVersion"],
  ["detail.eventName", "eventName"],
  ["detail.userIdentity.typ", "userIdentity.type"],
  ["record.requestParameters.bucketName", "requestParameters.bucketName"],
  ["resources.ARN", "resources[*].ARN"],
  ["resources.0.arn", "resources[0].ARN"],
  ["eventName.length", undefined],
  ["count", undefined],
  ["", undefined],
];

for (const [key, suggestion] of unknown) {
  test(`knows no "${key}" and suggests ${suggestion}`, () => {
    const found = flatFieldAt(key);
    assert.ok(isUnknownField(found));
    assert.is(found.suggestion, suggestion);
  });
}

for (const [key, kind] of [
  ["eventName", "text"],
  ["readOnly", "boolean"],
  ["userIdentity", "object"],
  ["userIdentity.sessionContext.attributes.mfaAuthenticated", "text"],
  ["userIdentity.sessionContext.webIdFederationData.attributes.any.thing", "any"],
  ["resources", "list"],
  ["resources.12.ARN", "text"],
  ["requestParameters.anything.0.at.all", "any"],
  ["addendum.reason", "text"],
  ["timeWindow.windowStart", "text"],
] as const) {
  test(`knows ${key} as ${kind}`, () => {
    const found = flatFieldAt(key);
    assert.ok(!isUnknownField(found));
    assert.is(found.kind, kind);
  });
}

const reasons: [key: string, reason: string][] = [
  ["nonsense", "a CloudTrail event has no field nonsense"],
  ["userIdentity.typ", "userIdentity has no field typ"],
  ["resources.ARN", "resources is a list"],
  ["eventName.length", "eventName is text and has no fields"],
  ["readOnly.x", "readOnly is boolean and has no fields"],
  [
    "tlsDetails.zzzzzzzz",
    "tlsDetails has no field zzzzzzzz: there are tlsVersion, cipherSuite, clientProvidedHostHeader, keyExchange",
  ],
  ["tlsDetails.tlsversion", "tlsDetails has no field tlsversion"],
];

for (const [key, reason] of reasons) {
  test(`says that ${reason}`, () => {
    const found = flatFieldAt(key);
    assert.ok(isUnknownField(found));
    assert.is(found.reason, reason);
  });
}

test("says of a field of something else that it is not the event's", () => {
  const resource = flatFieldAt("resources.0");
  assert.ok(!isUnknownField(resource));
  const found = fieldAt(["arn"], resource);
  assert.ok(isUnknownField(found));
  assert.is(found.reason, "what is read here has no field arn");
  assert.is(found.suggestion, "ARN");
  const wrapped = fieldAt(["detail", "ARN"], resource);
  assert.ok(isUnknownField(wrapped));
  assert.not.match(wrapped.suggestion ?? "", /^ARN$/);
});

test("takes digits for an index where a list can have it", () => {
  assert.equal(flatPath("resources.12.ARN"), ["resources", 12, "ARN"]);
  assert.equal(flatPath("a1.1a.1234567890"), ["a1", "1a", "1234567890"]);
});

if (hasShared(test, "the fields of real records")) {
  for (const source of corpusSources().filter((name) => name !== "digest")) {
    test(`knows every field of the records of ${source}`, () => {
      const names = new Set(
        corpusLines(source).flatMap((line) => Object.keys(flatten(JSON.parse(line)))),
      );
      const left = [...names].filter((key) => isUnknownField(flatFieldAt(key)));
      assert.equal(
        left.filter((key) => !FOREIGN.test(key)),
        [],
      );
    });
  }
}

/** What collectors added to the records they passed on, and two slips of people who wrote samples by hand. */
const FOREIGN =
  /^(@timestamp|@version|tags\.\d+|utctimestamp|state|userIdentitytype|userAgent\.\d+|userIdentity\.sessionContext\.sessionIssuer\.username)$/;

test.run();

const summary = suite("summaryFieldProblem()");

const ACCOUNT =
  "only aggregated events have a field accountId; did you mean recipientAccountId or userIdentity.accountId?";
const EVENT = "only aggregated events have a field eventId; did you mean eventID?";

for (const [name, keys, problem] of [
  ["accountId", ["accountId"], ACCOUNT],
  ["accountId", ["accountId", "eventName"], ACCOUNT],
  ["accountId", ["accountId", "xsummary", "insightful.x", "myTimeWindow"], undefined],
  ["accountId", ["accountId", "xsummary", "requestParameters.summary"], ACCOUNT],
  ["accountId", ["accountId", "eventTypes"], ACCOUNT],
  ["accountId", ["accountId", "timeWindow.windowStart"], undefined],
  ["accountId", ["accountId", "summary"], undefined],
  ["accountId", ["accountId", "eventCategory"], undefined],
  ["accountId", ["accountId", "insightDetails.state"], undefined],
  ["accountId", ["accountId", "recipientAccountId"], undefined],
  ["accountId", ["accountId", "userIdentity.accountId"], undefined],
  ["eventId", ["eventId"], EVENT],
  ["eventId", ["eventId", "eventID"], undefined],
  ["eventName", ["eventName"], undefined],
] as const) {
  summary(
    `says ${problem === undefined ? "nothing" : "so"} of ${name} beside ${keys.join(", ")}`,
    () => {
      assert.is(summaryFieldProblem(name, keys), problem);
    },
  );
}

summary.run();
