import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fieldPatternProblems, fieldPatternText } from "../../../src/core/pattern/field-check.ts";

const test = suite("fieldPatternProblems()");

const wrong: [fields: Record<string, unknown>, place: string, problem: RegExp][] = [
  [{ readOnly: ["false"] }, "readOnly.0", /a boolean.*write false without quotes/],
  [{ readOnly: [true, "False"] }, "readOnly.1", /write false/],
  [{ managementEvent: [0] }, "managementEvent.0", /write true or false/],
  [{ readOnly: [{ "anything-but": "true" }] }, "readOnly.0", /write true/],
  [{ readOnly: [{ prefix: "t" }] }, "readOnly.0", /prefix matches only text/],
  [{ readOnly: [{ numeric: ["=", 1] }] }, "readOnly.0", /numeric never matches/],
  [{ eventName: [{ numeric: [">", 3] }] }, "eventName.0", /it is text, and numeric never/],
  [
    { recipientAccountId: [444455556666] },
    "recipientAccountId.0",
    /put 444455556666 in quotes, "444455556666"/,
  ],
  [
    { "userIdentity.accountId": [{ "anything-but": [444455556666] }] },
    "userIdentity.accountId.0",
    /"444455556666"/,
  ],
  [{ eventVersion: [1.11] }, "eventVersion.0", /"1\.11"/],
  [
    { "userIdentity.sessionContext.attributes.mfaAuthenticated": [false] },
    "userIdentity.sessionContext.attributes.mfaAuthenticated.0",
    /"false"/,
  ],
  [{ eventName: [{ cidr: "192.0.2.0/24" }] }, "eventName.0", /no address/],
  [{ eventName: ["iam:CreateUser"] }, "eventName.0", /write 'CreateUser'/],
  [{ eventName: ["Delete*"] }, "eventName.0", /wildcards/],
  [{ eventSource: [{ "anything-but": ["kms"] }] }, "eventSource.0", /kms\.amazonaws\.com/],
  [{ recipientAccountId: ["1111"] }, "recipientAccountId.0", /12 digits/],
  [
    { eventName: [{ prefix: "Delete*" }] },
    "eventName.0",
    /leave it out, or write \{"wildcard": "D/,
  ],
  [
    { sourceIPAddress: ["192.0.2.0/24"] },
    "sourceIPAddress.0",
    /write \{"cidr": "192\.0\.2\.0\/24"/,
  ],
  [{ sourceIPAddress: ["192.0.2."] }, "sourceIPAddress.0", /write \{"prefix": "192\.0\.2\."\}/],
  [{ "userIdentity.type": ["root"] }, "userIdentity.type.0", /did you mean 'Root'\?/],
  [{ accountId: ["111122223333"] }, "accountId", /did you mean recipientAccountId/],
  [{ eventname: ["A"] }, "eventname", /did you mean eventName\?/],
  [{ "detail.eventName": ["A"] }, "detail.eventName", /did you mean eventName\?/],
  [{ "record.eventName": ["A"] }, "record.eventName", /did you mean eventName\?/],
  [{ "userIdentity.typ": ["Root"] }, "userIdentity.typ", /did you mean userIdentity\.type\?/],
  [{ "resources.ARN": ["a"] }, "resources.ARN", /did you mean resources\.0\.ARN\?/],
  [{ userIdentity: [{ exists: true }] }, "userIdentity", /an object.*name one/],
  [{ resources: ["a"] }, "resources", /a list/],
  [{ $or: [{ eventName: ["A"] }, { readOnly: ["true"] }] }, "$or.1.readOnly.0", /write true/],
];

for (const [fields, place, problem] of wrong) {
  test(`refuses ${JSON.stringify(fields)}`, () => {
    const [first, ...more] = fieldPatternProblems(fields);
    assert.equal(more, []);
    assert.is(first?.field.join("."), place);
    assert.match(first?.message ?? "", problem);
  });
}

for (const fields of [
  {},
  { readOnly: [false], eventSource: [{ "anything-but": ["kms.amazonaws.com"] }] },
  { readOnly: [{ "anything-but": [true] }, { exists: false }] },
  {
    eventName: [{ prefix: "Get" }, { wildcard: "*User*" }, { "equals-ignore-case": "createuser" }],
  },
  { eventName: [{ "anything-but": { prefix: ["Get", "List"] } }], errorCode: [{ exists: false }] },
  { sourceIPAddress: [{ cidr: "192.0.2.0/24" }] },
  { recipientAccountId: ["111122223333", { prefix: "4444" }] },
  { "requestParameters.count": [{ numeric: [">", 3] }, "3", 3, true] },
  { "resources.0.ARN": [{ prefix: "arn:aws:s3" }] },
  { "trailbridge.bucket": ["logs"], trailbridge: [{ exists: true }] },
  { sessionCredentialFromConsole: ["true", true] },
  { $or: [{ eventName: ["A"] }, { readOnly: [true] }] },
]) {
  test(`accepts ${JSON.stringify(fields)}`, () => assert.equal(fieldPatternProblems(fields), []));
}

const said: [fields: Record<string, unknown>, text: string][] = [
  [
    { eventname: ["A"] },
    '"eventname" as a record must be able to match: a CloudTrail event has no field eventname; did you mean eventName?',
  ],
  [
    { $or: [{ eventName: ["A"] }, { readOnly: ["TRUE"] }] },
    '"$or"[1] "readOnly"[0] as a record must be able to match: it is a boolean in every event: write true without quotes instead of "TRUE"',
  ],
  [
    { readOnly: ["truest"] },
    '"readOnly"[0] as a record must be able to match: it is a boolean in every event: write true or false without quotes instead of "truest"',
  ],
  [
    { readOnly: [{ "anything-but": { prefix: "t" } }] },
    '"readOnly"[0] as a record must be able to match: it is a boolean: list the values',
  ],
  [
    { readOnly: [{ wildcard: "t*" }] },
    '"readOnly"[0] as a record must be able to match: it is a boolean, and wildcard matches only text: list the values',
  ],
  [
    { readOnly: [{ suffix: "e" }] },
    '"readOnly"[0] as a record must be able to match: it is a boolean, and suffix matches only text: list the values',
  ],
  [
    { readOnly: [{ "equals-ignore-case": "true" }] },
    '"readOnly"[0] as a record must be able to match: it is a boolean, and equals-ignore-case matches only text: list the values',
  ],
  [
    { readOnly: [{ cidr: "10.0.0.0/8" }] },
    '"readOnly"[0] as a record must be able to match: it is a boolean, and cidr matches only text: list the values',
  ],
  [
    { eventName: [{ suffix: "User*" }] },
    `"eventName"[0] as a record must be able to match: no event has "User*" there: * stands for itself there: leave it out, or write {"wildcard": "User*"}`,
  ],
  [
    { resources: ["a"] },
    '"resources" as a record must be able to match: it is a list, and a flat event has only the values in it: name one',
  ],
  [
    { "resources.0.typ": ["a"] },
    '"resources.0.typ" as a record must be able to match: resources[0] has no field typ; did you mean resources.0.type?',
  ],
  [
    { nonsense: ["a"] },
    '"nonsense" as a record must be able to match: a CloudTrail event has no field nonsense',
  ],
];

for (const [fields, text] of said) {
  test(`says of ${JSON.stringify(fields)} in full`, () => {
    assert.equal(
      fieldPatternProblems(fields).map((it) => fieldPatternText("consumers.lake.only", it)),
      [`Cannot use consumers.lake.only ${text}`],
    );
  });
}

for (const fields of [
  { $or: ["text", null, { eventName: ["A"] }] },
  { eventName: "A" },
  { eventName: [null, { exists: true }, { "anything-but": null }] },
  { readOnly: [{ exists: true }] },
]) {
  test(`leaves ${JSON.stringify(fields)} to the check of the pattern's form`, () => {
    assert.equal(fieldPatternProblems(fields), []);
  });
}

test.run();
