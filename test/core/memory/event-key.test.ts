import { suite } from "uvu";
import * as assert from "uvu/assert";
import { viewOfDetail, viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { combinedValues, keyValue, valuesAtFirst } from "../../../src/core/memory/event-key.ts";
import { flatten } from "../../../src/core/record/flatten.ts";

const SESSION = "arn:aws:sts::111122223333:assumed-role/Deploy/ci-17";
const ROLE = "arn:aws:iam::111122223333:role/Deploy";

const key = suite("keyValue()");

const derived: readonly [key: string, record: Record<string, unknown>, value: string | null][] = [
  ["awsRegion", {}, null],
  ["awsRegion", { awsRegion: "" }, null],
  ["awsRegion", { awsRegion: "eu-west-1" }, "eu-west-1"],
  ["requestParameters.count", { requestParameters: { count: 3 } }, "3"],
  ["$actor", { userIdentity: { type: "AssumedRole", arn: SESSION } }, SESSION],
  [
    "$actor",
    { userIdentity: { type: "AWSService", invokedBy: "ec2.amazonaws.com" } },
    "ec2.amazonaws.com",
  ],
  [
    "$actor",
    { userIdentity: { type: "AWSAccount", principalId: "AROAEXAMPLE:job" } },
    "AROAEXAMPLE:job",
  ],
  ["$actor", {}, null],
  [
    "$issuer",
    { userIdentity: { arn: SESSION, sessionContext: { sessionIssuer: { arn: ROLE } } } },
    ROLE,
  ],
  ["$issuer", { userIdentity: { arn: SESSION } }, SESSION.replace("/ci-17", "")],
  [
    "$issuer",
    { userIdentity: { arn: "arn:aws:iam::111122223333:user/a/ada" } },
    "arn:aws:iam::111122223333:user/a/ada",
  ],
  [
    "$issuer",
    { userIdentity: { type: "AWSAccount", principalId: "AROAEXAMPLE:job" } },
    "AROAEXAMPLE",
  ],
  [
    "$issuer",
    { userIdentity: { type: "IdentityCenterUser", onBehalfOf: { userId: "u-1" } } },
    "u-1",
  ],
  ["$issuer", { userIdentity: { type: "Unknown" } }, "Unknown"],
  [
    "$account",
    { recipientAccountId: "111122223333", userIdentity: { accountId: "444455556666" } },
    "111122223333",
  ],
  ["$account", { userIdentity: { accountId: "444455556666" } }, "444455556666"],
  ["$account", { recipientAccountId: 11122223333 }, "011122223333"],
  ["$account", {}, null],
  ["$network", { sourceIPAddress: "192.0.2.77" }, "192.0.2.0/24"],
  ["$network", { sourceIPAddress: "2001:db8:1:2::3" }, "2001:db8:1::/48"],
  ["$network", { sourceIPAddress: "cloudformation.amazonaws.com" }, "cloudformation.amazonaws.com"],
  ["$network", {}, null],
];
for (const [name, record, value] of derived) {
  key(`reads ${name} of ${JSON.stringify(record)}`, () => {
    assert.is(keyValue(name, viewOfRecord(record)), value);
    assert.is(keyValue(name, viewOfDetail({ ...flatten(record), record })), value);
  });
}

key.run();

const values = suite("valuesAtFirst()");

const PARAMETERS = {
  requestParameters: {
    names: ["/a", "/b", "/a"],
    items: [{ id: "i-1" }, { id: "i-2" }, {}],
    name: "/c",
    empty: [],
  },
};
const at = (...paths: string[]) => valuesAtFirst(paths, viewOfRecord(PARAMETERS), 10);

values("gives none where the event has none of the paths", () => {
  assert.equal(at("requestParameters.other", "requestParameters.empty", "eventName.x"), []);
});

values("counts each element of a list once, wherever the list is", () => {
  assert.equal(at("requestParameters.names"), ["/a", "/b"]);
  assert.equal(at("requestParameters.items.id"), ["i-1", "i-2"]);
  assert.equal(at("requestParameters.names.1"), ["/b"]);
});

values("takes the first path that the event has", () => {
  assert.equal(at("requestParameters.other", "requestParameters.name", "requestParameters.names"), [
    "/c",
  ]);
});

values("takes no more than it may", () => {
  const names = Array.from({ length: 50 }, (_, n) => `n-${n}`);
  assert.is(valuesAtFirst(["names"], viewOfRecord({ names }), 10).length, 10);
});

values.run();

const combined = suite("combinedValues()");

combined("combines the values of each key, and lacks what the event lacks", () => {
  const view = viewOfRecord({ awsRegion: "eu-west-1", names: ["a", "b"] });
  assert.equal(combinedValues(["awsRegion"], view, 10), ["eu-west-1"]);
  assert.equal(combinedValues(["awsRegion", "names"], view, 10), [
    '["eu-west-1","a"]',
    '["eu-west-1","b"]',
  ]);
  assert.equal(combinedValues(["awsRegion", "eventSource"], view, 10), ['["eu-west-1",null]']);
  assert.equal(combinedValues(["eventSource", "$network"], view, 10), []);
});

combined.run();
