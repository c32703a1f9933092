// Longer than other files: one table of what a person can be told, which reads best in one piece.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { expressionProblems } from "../../../src/core/rule/expression-check.ts";

const test = suite("expressionProblems() says what and where");

/** Expression with the place in « », and what is said of it. */
const said: [marked: string, what: string][] = [
  ["abs(«eventName») > `1`", "abs() takes number: eventName is text, so this never works"],
  ["«length(eventName) + `1`»", "its result is a number, and only true matches: compare it"],
  ["«-length(eventName)»", "its result is a number, and only true matches: compare it"],
  [
    "«-»length(eventName) == 'a'",
    "-length(eventName) is a number and 'a' is text, so this is never true",
  ],
  [
    "«l»ength(eventName) * `2` == 'a'",
    "length(eventName) * `2` is a number and 'a' is text, so this is never true",
  ],
  [
    "«$»self[0] == `5`",
    "$self[0] is text in every event, so this is never true: write '5' instead of `5`",
  ],
  ["«contains»($self, `5`)", "each item of $self is text and `5` is a number, so this never holds"],
  [
    "contains(eventName, «resources»)",
    "eventName is text, which contains only text, so this never holds: write contains(resources, eventName)",
  ],
  [
    "contains(«eventName», ['a'])",
    'eventName is text, which contains only text, so this never holds: write contains(`["a"]`, eventName)',
  ],
  [
    "contains(eventName, «readOnly»)",
    "eventName is text, which contains only text, so this never holds",
  ],
  [
    'contains(`["yes"]`, «readOnly»)',
    "readOnly is a boolean and 'yes' is text, so it never equals this item",
  ],
  [
    "contains(resources, «eventName»)",
    "each item of resources is an object and eventName is text, so this never holds: write resources[*].ARN",
  ],
  [
    "contains(resources[*].«ARN», `5`)",
    "each item of resources[*].ARN is text and `5` is a number, so this never holds",
  ],
  [
    "contains(resources[*].ARN, «readOnly»)",
    "each item of resources[*].ARN is text and readOnly is a boolean, so this never holds",
  ],
  ["resources[0].«typ» == 'a'", "resources[0] has no field typ; did you mean resources[0].type?"],
  [
    "resources[*].«type» == 'a'",
    "resources[*].type is a list and 'a' is text, so this is never true",
  ],
  [
    "[userIdentity.«typ»][0] == 'a'",
    "userIdentity has no field typ; did you mean userIdentity.type?",
  ],
  [
    "{a: userIdentity.«typ»}.a == 'a'",
    "userIdentity has no field typ; did you mean userIdentity.type?",
  ],
  [
    "(userIdentity.«typ» || eventName) == 'A'",
    "userIdentity has no field typ; did you mean userIdentity.type?",
  ],
  [
    "(readOnly ? userIdentity.«typ» : eventName) == 'a'",
    "userIdentity has no field typ; did you mean userIdentity.type?",
  ],
  [
    "«(»readOnly ? eventName : errorCode) == `5`",
    "readOnly ? eventName : errorCode is text in every event, so this is never true: write '5' instead of `5`",
  ],
  [
    "«(»readOnly ? readOnly : managementEvent) == 'a'",
    "readOnly ? readOnly : managementEvent is a boolean and 'a' is text, so this is never true",
  ],
  [
    "(«readOnly» && managementEvent) == 'true'",
    "readOnly && managementEvent is a boolean in every event, so this is never true: write `true` instead of 'true'",
  ],
  [
    "(«eventName» || errorCode) == `5`",
    "eventName || errorCode is text in every event, so this is never true: write '5' instead of `5`",
  ],
  [
    "not_null(«eventName», errorCode) == `5`",
    "not_null(eventName, errorCode) is text in every event, so this is never true: write '5' instead of `5`",
  ],
  [
    "to_string(«readOnly») == `true`",
    "to_string(readOnly) is text in every event, so this is never true: write 'true' instead of `true`",
  ],
  [
    "floor(length(«eventName»)) == 'a'",
    "floor(length(eventName)) is a number and 'a' is text, so this is never true",
  ],
  [
    "length(«eventName») == '5'",
    "length(eventName) is a number in every event, so this is never true: write `5` instead of '5'",
  ],
  [
    "length(«eventName») == ''",
    "length(eventName) is a number and '' is text, so this is never true",
  ],
  [
    "length(«eventName») == ' '",
    "length(eventName) is a number and ' ' is text, so this is never true",
  ],
  [
    "length(«eventName») == 'five'",
    "length(eventName) is a number and 'five' is text, so this is never true",
  ],
  ["«readOnly» == 'yes'", "readOnly is a boolean and 'yes' is text, so this is never true"],
  ["«readOnly» == 'trueish'", "readOnly is a boolean and 'trueish' is text, so this is never true"],
  [
    "«readOnly» == 'FALSE'",
    "readOnly is a boolean in every event, so this is never true: write `false` instead of 'FALSE'",
  ],
  [
    "«readOnly» < `1`",
    "< compares numbers and readOnly is a boolean, so this is null whatever the event",
  ],
  [
    "«readOnly» <= `1`",
    "<= compares numbers and readOnly is a boolean, so this is null whatever the event",
  ],
  [
    "«userIdentity» >= `1`",
    ">= compares numbers and userIdentity is an object, so this is null whatever the event",
  ],
  [
    "«resources» < `1`",
    "< compares numbers and resources is a list, so this is null whatever the event",
  ],
  [
    "«eventTime» <= '2026'",
    "<= compares numbers and eventTime is text, so this is null whatever the event: use starts_with(), or to_number() of a text that is a number",
  ],
  [
    "length(«eventName») < 'a'",
    "< compares numbers and 'a' is text, so this is null whatever the event: use starts_with(), or to_number() of a text that is a number",
  ],
  ["«userIdentity» == `[]`", "userIdentity is an object and `[]` is a list, so this is never true"],
  [
    "userIdentity.«typ»[0] == 'a'",
    "userIdentity has no field typ; did you mean userIdentity.type?",
  ],
  [
    "let $x = «eventName» in $x == `5`",
    "eventName is text in every event, so this is never true: write '5' instead of `5`",
  ],
  [
    "let $x = userIdentity.«typ» in $x == 'a'",
    "userIdentity has no field typ; did you mean userIdentity.type?",
  ],
  [
    "contains(lower(«eventName»), `5`)",
    "lower(eventName) is text, which contains only text, so this never holds",
  ],
  [
    "starts_with(«readOnly», 'a')",
    "starts_with() takes string: readOnly is a boolean, so this never works",
  ],
  [
    "ends_with(eventName, «'Policy*'»)",
    "eventName never has 'Policy*' in it: * stands for itself there: leave it out, or write like(eventName, 'Policy*')",
  ],
  [
    "contains(eventName, «'Policy*'»)",
    "eventName never has 'Policy*' in it: * stands for itself there: leave it out, or write like(eventName, 'Policy*')",
  ],
  ["lower(«readOnly») == 'a'", "lower() takes string: readOnly is a boolean, so this never works"],
  ["keys(«eventName») == 'a'", "keys() takes object: eventName is text, so this never works"],
  [
    "sort_by(«eventName», &a) == 'a'",
    "sort_by() takes array: eventName is text, so this never works",
  ],
  [
    "join(',', «eventName») == 'a'",
    "join() takes array of string: eventName is text, so this never works",
  ],
  [
    "ends_with(«eventName», 'a') == 'true'",
    "ends_with(eventName, 'a') is a boolean in every event, so this is never true: write `true` instead of 'true'",
  ],
  [
    "contains(«eventName», 'a') == 'true'",
    "contains(eventName, 'a') is a boolean in every event, so this is never true: write `true` instead of 'true'",
  ],
  [
    "like(«eventName», 'a') == 'true'",
    "like(eventName, 'a') is a boolean in every event, so this is never true: write `true` instead of 'true'",
  ],
  [
    "in_cidr(«sourceIPAddress», '192.0.2.0/24') == 'true'",
    "in_cidr(sourceIPAddress, '192.0.2.0/24') is a boolean in every event, so this is never true: write `true` instead of 'true'",
  ],
  [
    "exists(«errorCode») == 'true'",
    "exists(errorCode) is a boolean in every event, so this is never true: write `true` instead of 'true'",
  ],
  [
    "any(«resources», &type == 'a') == 'true'",
    "any(resources, &(type == 'a')) is a boolean in every event, so this is never true: write `true` instead of 'true'",
  ],
  ["resources.«ARN» == 'a'", "resources is a list; did you mean resources[*].ARN?"],
  ["«\"resources.0.typ\"» == 'a'", "resources[0] has no field typ; did you mean resources.0.type?"],
  [
    "«\"resources.0\"» == 'a'",
    "\"resources.0\" is an object and 'a' is text, so this is never true",
  ],
  [
    "userIdentity.sessionContext.«attributs» == 'a'",
    "userIdentity.sessionContext has no field attributs; did you mean userIdentity.sessionContext.attributes?",
  ],
  [
    '"userIdentity".«"typ"» == \'a\'',
    "userIdentity has no field typ; did you mean userIdentity.type?",
  ],
  [
    "length(userIdentity.«typ») > `1`",
    "userIdentity has no field typ; did you mean userIdentity.type?",
  ],
  ["contains('abc', «readOnly»)", "'abc' is text, which contains only text, so this never holds"],
  ["«'abc'»", "its result is text, and only true matches: compare it"],
  ["«eventName»", "its result is text, and only true matches: compare it"],
  ["«userIdentity»", "its result is an object, and only true matches: compare it"],
  ["«resources»", "its result is a list, and only true matches: compare it"],
  ["«`5`»", "its result is a number, and only true matches: compare it"],
  ["map(&«typ», resources)[0] == 'a'", "what is read here has no field typ; did you mean type?"],
  [
    "length(resources[?«typ» == 'a']) > `0`",
    "what is read here has no field typ; did you mean type?",
  ],
  [
    "resources[?«type» == `5`] != `null`",
    "type is text in every event, so this is never true: write '5' instead of `5`",
  ],
  [
    "«accountId» == '1' && eventName == 'B'",
    "only aggregated events have a field accountId; did you mean recipientAccountId or userIdentity.accountId?",
  ],
  ["«eventId» == 'a'", "only aggregated events have a field eventId; did you mean eventID?"],
  ["userIdentity.type == «'root'»", "userIdentity.type is never 'root': did you mean 'Root'?"],
  ["«'root'» == userIdentity.type", "userIdentity.type is never 'root': did you mean 'Root'?"],
  [
    "«eventName» != readOnly",
    "eventName is text and readOnly is a boolean, so this is always true",
  ],
  [
    "«readOnly» != eventVersion",
    "readOnly is a boolean and eventVersion is text, so this is always true",
  ],
  [
    "«eventName» == 'GetObject' && eventName > `5`",
    "> compares numbers and eventName is text, so this is null whatever the event: use starts_with(), or to_number() of a text that is a number",
  ],
  ["«eventName» && errorCode", "its result is text, and only true matches: compare it"],
  ["«eventName» || 'A'", "its result is text, and only true matches: compare it"],
  [
    "«eventName» == 'A' && eventName == 'B' && eventName == 'C' && eventSource == 'a.amazonaws.com'",
    "(((eventName == 'A') && (eventName == 'B')) && (eventName == 'C')) && (eventSource == 'a.amazonaws.c… holds for no event: join alternatives by ||",
  ],
  [
    "«eventName» == 'A' || eventName != 'A' || readOnly",
    "((eventName == 'A') || (eventName != 'A')) || readOnly holds for every event: join conditions by &&",
  ],
  [
    "«eventName» == 'A' && `null`",
    "(eventName == 'A') && `null` holds for no event: join alternatives by ||",
  ],
  ["«e»ventName == 'A' && `5`", "`5` alone is no condition: write eventName == `5`"],
  ["userIdentity.arn == 'A' || !«'B'»", "'B' alone is no condition"],
  ["starts_with(eventName, 'A') || «'B'»", "'B' alone is no condition"],
];

for (const [marked, what] of said) {
  test(marked, () => {
    const text = marked.replace(/[«»]/g, "");
    const [start, end] = [marked.indexOf("«"), marked.indexOf("»") - 1];
    const place = " ".repeat(start) + "^".repeat(end - start);
    assert.equal(expressionProblems(text), [
      `Cannot use expression as ${what}\n    ${text}\n    ${place}`,
    ]);
  });
}

test.run();
