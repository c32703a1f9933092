import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lintExpression } from "../../../src/core/expression/lint.ts";

const test = suite("lintExpression()");

const refused: [text: string, ...messages: RegExp[]][] = [
  ["eventName ==", /must be complete/],
  ["readOnly == true", /true is written in backticks, `true`: at character 12/],
  ["errorCode == null", /null is written in backticks/],
  ["readOnly ? true : false", /`true`/, /`false`/],
  ["{true: null} == `1`", /`null`/],
  [
    'eventName == "StopLogging"',
    /text is written in single quotes: 'StopLogging', a field without quotes: StopLogging: at character 13/,
  ],
  [
    'eventSource == "iam.amazonaws.com"',
    /text is written in single quotes: 'iam\.amazonaws\.com':/,
  ],
  ['eventName != ""', /single quotes: ''/],
  ['"Root" == userIdentity.type', /single quotes: 'Root'/],
  ['starts_with(eventName, "Get")', /single quotes: 'Get'/],
  ['contains(["Get", "Put"], eventName)', /'Get'/, /'Put'/],
  ["startswith(eventName, 'a')", /no function startswith\(\); did you mean starts_with\(\)\?/],
  ["regex_match(eventName, 'a')", /no function regex_match\(\); there are abs, avg,/],
  ["resources[?nope(ARN)]", /no function nope\(\)/],
  ["starts_with(eventName)", /starts_with\(\) as it takes 2 arguments/],
  ["eventName == $nobody", /variable "\$nobody"/],
  ["!eventName == 'x'", /write a != b/],
  ['nope(eventName) && eventName == "X" && readOnly == true', /`true`/, /nope/, /'X'/],
];

for (const [text, ...messages] of refused) {
  test(`refuses ${text}`, () => {
    const problems = lintExpression(text).map(({ message }) => message);
    assert.is(problems.length, messages.length, problems.join("\n"));
    for (const message of messages) {
      assert.ok(
        problems.some((it) => message.test(it)),
        `no ${message} in\n${problems.join("\n")}`,
      );
    }
  });
}

const accepted = [
  "\"eventName\" == 'x'",
  '"userIdentity.accountId" != "recipientAccountId" || `true`'.replace(
    '"recipientAccountId"',
    "recipientAccountId",
  ),
  'recipientAccountId != "userIdentity.accountId"',
  "readOnly == `true`",
  "{true: eventName}.true == 'x'",
  "!(eventName == 'x')",
  "!readOnly == `true`",
  "contains($self, eventName)",
  '`{"type": "Function", "name": "nope", "children": []}` == eventName',
  "resources[?type == 'a'] != `[]`",
];

for (const text of accepted) {
  test(`accepts ${text}`, () => assert.equal(lintExpression(text), []));
}

test.run();
