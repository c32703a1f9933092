import { suite } from "uvu";
import * as assert from "uvu/assert";
import { flatten } from "../../../src/core/record/flatten.ts";
import { flatFieldAt, isUnknownField } from "../../../src/core/record/record-field.ts";
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
