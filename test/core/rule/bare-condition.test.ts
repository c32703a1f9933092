import { suite } from "uvu";
import * as assert from "uvu/assert";
import { expressionProblems } from "../../../src/core/rule/expression-check.ts";

const test = suite("bareConditions()");

const refused: [text: string, fix: string][] = [
  ["requestParameters.public", "write requestParameters.public == `true` (where it is text"],
  ["requestParameters.public", "or requestParameters.public != `null`"],
  ['"requestParameters.public"', '"requestParameters.public" == `true`'],
  ["eventName == 'A' && requestParameters.public", "requestParameters.public == `true`"],
  ["requestParameters.public && eventName == 'A'", "requestParameters.public == `true`"],
  ["eventName == 'A' || requestParameters.public", "requestParameters.public == `true`"],
  ["!(requestParameters.public)", "requestParameters.public == `true`"],
  ["requestParameters.a ? eventName == 'A' : eventName == 'B'", "requestParameters.a == `true`"],
  ["eventName == 'A' ? requestParameters.a : eventName == 'B'", "requestParameters.a == `true`"],
  ["let $x = requestParameters.a in $x && eventName == 'A'", "requestParameters.a == `true`"],
  ["eventName == 'A' && not_null(responseElements.a, responseElements.b)", "== `true`"],
  ["eventName == 'A' && requestParameters.items[0]", "requestParameters.items[0] == `true`"],
  ["eventName == 'A' && requestParameters.items[-1]", "requestParameters.items[-1] == `true`"],
  ["length(requestParameters.items[?enabled]) > `0`", "enabled == `true`"],
  ["any(requestParameters.items, &enabled && name == 'a')", "enabled == `true`"],
  ["additionalEventData.MFAUsed && eventName == 'A'", "additionalEventData.MFAUsed == `true`"],
  ["sessionCredentialFromConsole && eventName == 'A'", "sessionCredentialFromConsole == `true`"],
  ["eventName == 'A' && errorCode", "write errorCode != `null`"],
  ["errorCode || eventName == 'A'", "write errorCode != `null`"],
  ["eventName == 'A' && resources", "write length(resources) > `0`"],
  ["eventName == 'A' && resources[?type == 'a']", "write length(resources[?type == 'a']) > `0`"],
  ["eventName == 'A' && requestParameters", "requestParameters != `null`"],
  ["eventName == 'A' && lower(eventName)", "lower(eventName)"],
];

for (const [text, fix] of refused) {
  test(`refuses ${text}, and says: ${fix}`, () => {
    const problems = expressionProblems(text);
    assert.is(problems.length, 1, problems.join("\n"));
    assert.ok(problems[0]?.includes("is no condition"), problems[0]);
    assert.ok(problems[0]?.includes(fix), problems[0]);
  });
}

const legal = [
  "readOnly",
  "!readOnly && managementEvent",
  "readOnly && eventName == 'A'",
  "errorCode && starts_with(errorCode, 'Access')",
  "!(userIdentity.invokedBy) && eventName == 'A'",
  "resources && eventName == 'A'",
  "requestParameters && eventName == 'A'",
  "!requestParameters && eventName == 'A'",
  "requestParameters.public == `true`",
  "requestParameters.public != `null` && requestParameters.public.a == 'x'",
  "!exists(requestParameters.public) || contains(requestParameters.names, 'a')",
  "(requestParameters.a || requestParameters.b) == 'x'",
  "contains(requestParameters.a || `[]`, 'x')",
  "not_null(requestParameters.a, requestParameters.b) == 'x'",
  "length(resources[?ARN]) > `0`",
  "any(requestParameters.items, &enabled == `true`)",
  "let $x = contains(requestParameters.a, 'x') in $x && eventName == 'A'",
  "requestParameters.names | contains(@, 'a')",
  "eventName == 'A' ? errorCode == 'B' : `false`",
];

for (const text of legal) {
  test(`takes ${text}`, () => assert.equal(expressionProblems(text), []));
}

test.run();
