import { suite } from "uvu";
import * as assert from "uvu/assert";
import { expressionProblems } from "../../../src/core/rule/expression-check.ts";

const test = suite("expressionProblems()");

/** Expression → what each of its problems says. `rules/README.md` has the plain ones. */
const refused: [text: string, ...problems: RegExp[]][] = [
  ["eventName = 'A'", /equality is written ==/],
  ["userIdentity.typ == 'Root' && readOnly == 'false'", /userIdentity\.type\?/, /write `false`/],
  ["\"userIdentity.typ\" == 'Root'", /did you mean userIdentity\.type\?/],
  ["\"resources.0.arn\" == 'a'", /did you mean resources\.0\.ARN\?/],
  ["@.eventname == 'A'", /eventName\?/],
  ["$.detail.eventName == 'A'", /did you mean eventName\?/],
  ["userIdentity | typ == 'Root'", /userIdentity\.type\?/],
  ["let $who = userIdentity in $who.typ == 'Root'", /userIdentity\.type\?/],
  ["contains(resources[?tipe == 'a'].ARN, 'b')", /no field tipe; did you mean type\?/],
  ["contains(resources[*].arn, 'b')", /no field arn; did you mean ARN\?/],
  ["sort_by(resources, &typ)[0].ARN == 'a'", /did you mean type\?/],
  ["eventName.length == `3`", /eventName is text and has no fields/],
  ["'false' == readOnly", /readOnly is a boolean in every event, so this is never true/],
  ["managementEvent != 'True'", /so this is always true: write `true` instead of 'True'/],
  ["readOnly == `0`", /readOnly is a boolean and `0` is a number, so this is never true/],
  ["readOnly == eventName", /readOnly is a boolean and eventName is text/],
  ["userIdentity == 'root'", /userIdentity is an object and 'root' is text/],
  ["eventVersion == `1.11`", /write '1\.11' instead of `1\.11`/],
  ["contains(`[111122223333]`, recipientAccountId)", /recipientAccountId is text.*'111122223333'/],
  ["!contains([`true`], userIdentity.sessionContext.attributes.mfaAuthenticated)", /'true'/],
  ["contains(['true'], readOnly)", /write `true`/],
  ["contains(eventName, `5`)", /eventName is text, which contains only text/],
  ["contains(resources, 'a')", /each item of resources is an object.*write resources\[\*\]\.ARN/],
  ["lower(eventName) == `5`", /lower\(eventName\) is text/],
  ["starts_with(eventName, 'Get') == 'true'", /is a boolean in every event.*`true`/],
  ["eventTime > '2026'", /> compares numbers and eventTime is text/],
  ["requestParameters.count >= '5'", />= compares numbers and '5' is text/],
  ["eventVersion < `1.09`", /null whatever the event/],
  ["length(readOnly) > `1`", /length\(\) takes .*readOnly is a boolean, so this never works/],
  ["eventName == 'Create?'", /without wildcards/],
  ["contains(['CreateUser,DeleteUser'], eventName)", /write 'CreateUser', 'DeleteUser'/],
  ["eventName != 'iam.amazonaws.com'", /this is an eventSource/],
  [
    "eventName == 'ListKeys' || 'ListAliases'",
    /alone is no condition: write eventName == 'ListAliases'/,
  ],
  ["'a' && eventName == 'b'", /'a' alone is no condition/],
  ["eventName == 'A' && eventName == 'B'", /holds for no event: join alternatives by \|\|/],
  [
    "readOnly == `true` || eventName == 'A' && eventName == 'B'",
    /^Cannot use expression as \(eventName == 'A'\) && \(eventName == 'B'\) holds/,
  ],
  ["eventName == 'A' && eventName != 'A'", /holds for no event/],
  ["!(eventName == 'A' && eventName == 'B')", /holds for no event/],
  ["eventName != 'A' || eventName != 'B'", /holds for every event: join conditions by &&/],
  ["'a' == 'a'", /holds for every event/],
  ["length(resources)", /its result is a number, and only true matches/],
  ["'true'", /its result is text/],
  ["resources[?type == 'a'] != `[]`", /write length\(resources\[\?type == 'a'\]\) > `0`/],
  ["eventName == 'A' && requestParameters.tags[?key == 'b'].value != `[]`", /null is not \[\]/],
  ["`[]` != requestParameters.tags", /null is not \[\]/],
  ["!(resources[*].ARN == `[]`)", /null is not \[\]/],
  ["resources[?type == 'a'] != `[]` && resources[?type == 'b'] != `[]`", /== 'a'/, /== 'b'/],
  ["!(userIdentity.sessionContext.attributes.mfaAuthenticated)", /'false' is as true as 'true'/],
  [
    "eventName == 'A' && userIdentity.sessionContext.attributes.mfaAuthenticated",
    /write .*mfaAuthenticated == 'true'/,
  ],
  ["accountId == '111122223333'", /did you mean recipientAccountId or userIdentity\.accountId\?/],
  ["$self == 'a'", /\$self is a list/],
  ["any(['Put', 'Delete'], &starts_with(eventName, @))", /did you mean \$\.eventName\?/],
  [
    "length(resources[?accountId != recipientAccountId]) > `0`",
    /did you mean \$\.recipientAccountId\?/,
  ],
  [
    "starts_with(eventName, 'Delete*')",
    /\* stands for itself there.*like\(eventName, 'Delete\*'\)/,
  ],
  ["like(eventName, 'Delete%')", /% for itself/],
  ["sourceIPAddress == '192.0.2.0/24'", /in_cidr\(sourceIPAddress, '192\.0\.2\.0\/24'\)/],
  ["contains(['root', 'IAMUser'], userIdentity.type)", /did you mean 'Root'\?/],
];

for (const [text, ...problems] of refused) {
  test(`refuses ${text}`, () => {
    const found = expressionProblems(text);
    assert.is(found.length, problems.length, found.join("\n"));
    for (const [index, problem] of problems.entries()) assert.match(found[index] ?? "", problem);
  });
}

const accepted = [
  "userIdentity.sessionContext.attributes.mfaAuthenticated && userIdentity.sessionContext.attributes.mfaAuthenticated != 'true'",
  "!exists(userIdentity.sessionContext.attributes.mfaAuthenticated)",
  "eventCategory == 'Aggregated' && accountId == '111122223333'",
  "(recipientAccountId || accountId) == '111122223333'",
  "any(['Put', 'Delete'], &starts_with($.eventName, @))",
  "contains(errorMessage, '*') && contains(userAgent, '*/*')",
  "like(userIdentity.arn, 'arn:aws:sts::*:assumed-role/ci-*')",
  "`true`",
  "readOnly",
  "!readOnly",
  "readOnly == `false` && !starts_with(eventName, 'Describe') && eventSource != 'kms.amazonaws.com'",
  "readOnly != managementEvent",
  "recipientAccountId != userIdentity.accountId",
  "eventVersion == '1.11' && to_number(eventVersion) > `1`",
  "to_number(eventTime[11:13]) < `12`",
  "eventTime[0:4] == '2026' && starts_with(eventTime[11:13], '0')",
  "requestParameters.name[0:3] == 'a-b' || contains(requestParameters.names[0:3], 'a')",
  "contains(resources[0:2].ARN, 'a') && length(resources[0:2]) > `1`",
  "contains(resources[].ARN, 'a') && contains(resources[*].[ARN][], 'a')",
  "contains(map(&ARN, resources), 'a')",
  "contains(values(requestParameters), 'a') && keys(requestParameters)[0] == 'b'",
  "requestParameters.*.name | contains(@, 'a')",
  "split(eventSource, '.')[0] == 'iam'",
  "reverse(eventName)[0:3] == 'abc'",
  "(errorCode ? 'failed' : 'done') == 'done'",
  "max_by(resources, &length(ARN)).type == 'a'",
  "{a: eventName}.a == 'b' && [eventName, errorCode][0] == 'c'",
  "userIdentity.sessionContext.attributes.mfaAuthenticated == 'false'",
  "contains(['false', 'true'], userIdentity.sessionContext.attributes.mfaAuthenticated)",
  "sessionCredentialFromConsole == 'true' || sessionCredentialFromConsole == `true`",
  "userIdentity.inScopeOf.credentialsIssuedTo == 'arn:aws:lambda:eu-central-1:111122223333:function:f'",
  "additionalEventData.MFAUsed == 'No' && requestParameters.a.b[0].c > `5`",
  "requestParameters.force == `true` || requestParameters.force == 'true'",
  "\"requestParameters.detail.typ\" == 'x'",
  "errorCode == `null`",
  "errorCode != `null` && errorCode != ''",
  "(errorCode || 'none') == 'none'",
  "not_null(errorCode, 'none') == 'none'",
  "contains(errorCode, 'Denied') || errorCode == `null`",
  "errorCode ? errorCode == 'AccessDenied' : eventName == 'AssumeRole'",
  "eventName == 'updateDomainContact' || eventName == 'SAML2Response_POST'",
  "eventName == 'UpdateFunctionCode20150331v2'",
  "eventName == 'https://portal.sso.us-east-1.amazonaws.com/instance/appinstances'",
  "starts_with(eventName, 'Delete') && !starts_with(eventName, 'DeleteTag')",
  "type(errorCode) == 'string'",
  "contains(resources[*].type, 'AWS::KMS::Key')",
  "length(resources[?type == 'AWS::KMS::Key']) > `0`",
  "resources && resources[?type == 'AWS::KMS::Key'] != `[]`",
  "resources[?type == 'AWS::KMS::Key'] != `[]` && exists(resources)",
  "resources != `null` && resources[?type == 'a'] != `[]`",
  "length(resources) > `0` && resources[*].ARN != `[]`",
  "!resources || resources[?type == 'a'] != `[]`",
  "resources ? resources[?type == 'a'] != `[]` : eventName == 'A'",
  "not_null(resources[?type == 'a'], `[]`) != `[]`",
  "requestParameters.tags[?key == 'owner'] == `[]`",
  "!(requestParameters.tags[?key == 'owner'] != `[]`)",
  "contains($self, responseElements.functionName)",
  "join('/', [eventSource, eventName]) == 'iam.amazonaws.com/ListUsers'",
  "insightDetails.insightContext.statistics.insight.average > `10`",
  "eventCategory == 'Aggregated' && timeWindow.windowStart != `null` && accountId == '111122223333'",
];

for (const text of accepted) {
  test(`accepts ${text}`, () => {
    assert.equal(expressionProblems(text), []);
  });
}

test("shows the place", () => {
  assert.equal(expressionProblems("eventName == 'A' && userIdentity.typ == 'Root'"), [
    "Cannot use expression as userIdentity has no field typ; did you mean userIdentity.type?\n" +
      "    eventName == 'A' && userIdentity.typ == 'Root'\n" +
      "                                     ^^^",
  ]);
});

test.run();
