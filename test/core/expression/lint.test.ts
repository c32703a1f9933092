import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lintExpression } from "../../../src/core/expression/lint.ts";

const test = suite("lintExpression()");

const refused: [text: string, ...messages: RegExp[]][] = [
  ["eventName ==", /must be complete/],
  ["readOnly == true", /true is written in backticks, `true`/],
  ["errorCode == null", /null is written in backticks/],
  ["readOnly ? true : false", /`true`/, /`false`/],
  ["{true: null} == `1`", /`null`/],
  [
    'eventName == "StopLogging"',
    /text is written in single quotes: 'StopLogging', a field without quotes: StopLogging/,
  ],
  ['eventSource == "iam.amazonaws.com"', /text is written in single quotes: 'iam\.amazonaws\.com'/],
  ['eventName != ""', /single quotes: ''/],
  ['"Root" == userIdentity.type', /single quotes: 'Root'/],
  ['starts_with(eventName, "Get")', /single quotes: 'Get'/],
  ['contains(["Get", "Put"], eventName)', /'Get'/, /'Put'/],
  ["startswith(eventName, 'a')", /no function startswith\(\); did you mean starts_with\(\)\?/],
  ["quux(eventName, 'a')", /no function quux\(\); there are abs, any, avg,/],
  ["regex_match(eventName, 'a')", /no function regex_match\(\): there are no regular expr/],
  ["len(errorMessage) > `5`", /did you mean length\(\)\?/],
  ["toLowerCase(eventName) == 'a'", /did you mean lower\(\)\?/],
  // Words of other languages.
  ["readOnly == True", /true is written in backticks, `true`/],
  ["errorCode != None", /null is written in backticks, `null`/],
  ["errorCode == undefined", /`null`/],
  ["errorCode IS NOT NULL", /!exists\(field\), or by field == `null`/, /in backticks/],
  ["eventName NOT IN ('A', 'B')", /not in is !contains\(\['a', 'b'\], field\)/],
  ["eventName LIKE 'A%'", /written like\(field, 'a\*'\)/],
  ["eventName startsWith 'A'", /starts_with\(field, 'a'\)/],
  ["eventName <> 'A'", /inequality is written !=/],
  ["eventName == 'A' | eventName == 'B'", /alternatives are joined by \|\|/],
  ["eventName == ('A' || 'B')", /'A' \|\| … is always 'A'/],
  ["contains(eventName, 'A' || 'B')", /compare with each/],
  ["resources[?type == 'a'] != []", /the empty list is written in backticks, `\[\]`/],
  ["contains([22], requestParameters.port)", /write \[`22`\], or \['22'\] of text/],
  ["!contains([111122223333], recipientAccountId)", /\['111122223333'\]/],
  ["exists('errorCode')", /argument 1 must depend on the event: write a field/],
  ["starts_with('Delete', eventName)", /the other way round/],
  ["in_cidr('192.0.2.0/24', sourceIPAddress)", /the other way round/],
  ["resources[?nope(ARN)] == `[]`", /no function nope\(\)/],
  ["starts_with(eventName)", /starts_with\(\) as it takes 2 arguments/],
  ["eventName == $nobody", /variable "\$nobody"/],
  ["!eventName == 'x'", /write a != b/],
  // Calls that can never work.
  [
    "sort_by(resources, ARN)[0] == 'a'",
    /sort_by\(\) as its argument 2 must be an expression: write &/,
  ],
  ["map(resources, &ARN) == `[]`", /argument 1 must be an expression/, /argument 2 must be array/],
  ["length(&eventName) == `1`", /length\(\) as its argument 1 must be string or array or object/],
  ["not_null(&eventName) == `1`", /argument 1 must be any: it is &/],
  ["starts_with(eventName, `5`)", /starts_with\(\) as its argument 2 must be string: it is number/],
  ["starts_with(`5`, eventName)", /argument 1 must be string: it is number/],
  ["starts_with(length(eventName), 'a')", /argument 1 must be string: it is number/],
  ["let $n = length(a) in ends_with($n, 'a')", /argument 1 must be string: it is number/],
  ["contains(`null`, 'a')", /argument 1 must be array or string: it is null/],
  ["contains(a == b, 'a')", /argument 1 must be array or string: it is boolean/],
  ["lower(a ? 'x' : `1`) == 'x' && upper([a]) == 'X'", /upper\(\).* must be string: it is array/],
  ["join(',', ['a', `1`]) == 'a'", /argument 2 must be array of string: it is array/],
  ['sum(`[1, "2"]`) > `1`', /must be array of number/],
  [
    "resources[?length(ARN, `1`) > `2`] == `[]`",
    /length\(\) as it takes 1 argument: it is given 2/,
  ],
  ["'a' + b == `1` && -(c == d) == `1`", /this is string/, /this is boolean/],
  ["$a == 'x' && $b == 'y'", /"\$a"/, /"\$b"/],
  ["[a, &b] == c && a[::0] == b", /& here/, /step must not be 0/],
  ["length(eventName)", /its result is a number, and only true/],
  ["resources[?ARN == 'a']", /its result is a list/],
  [
    "in_cidr(sourceIPAddress, '10.0.0.0/33')",
    /a net like 192\.0\.2\.0\/24 .* it has "10\.0\.0\.0\/33"/,
  ],
  ["in_cidr(sourceIPAddress, ['10.0.0.0/8', 'office'])", /it has "office"/],
  ["in_cidr(sourceIPAddress, ['10.0.0.0/8', `8`])", /it has 8/],
  ["in_cidr(sourceIPAddress)", /takes 2 arguments/],
  ["any(resources, type == 'a')", /argument 2 must be an expression: write &/],
  ['like(userAgent, "kali*")', /single quotes: 'kali\*'/],
  // What holds where there is no list.
  [
    "resources[?type == 'a'] != `[]`",
    /as null is not \[\]: write length\(resources\[\?type == 'a'\]\) > `0`/,
  ],
  ["`[]` != resources[?type == 'a'].ARN", /with \[\]/],
  ["eventName == 'A' && resources[*].ARN != `[]`", /with \[\]/],
  ["!(resources[?type == 'a'] == `[]`)", /with \[\]/],
  ["resources != [ ]", /with \[\]/],
  ["length(resources) != `0`", /with 0 .* write length\(resources\) > `0`/],
  ["let $r = resources[?a == 'b'] in $r != `[]`", /with \[\]/],
  ["requestParameters && requestParameters.tags[?a] != `[]`", /with \[\]/],
  ["resources || resources[?a] != `[]`", /with \[\]/],
  ["!resources && resources[?a] != `[]`", /with \[\]/],
  ["items[?tags[?a] != `[]`] == `[]`", /with \[\]/],
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
  "eventName == 'A' | !@",
  "any(items(requestParameters), &[0] == 'owner')",
  "resources[*].[ARN, type] | [0][0] == 'a'",
  "requestParameters.in == 'a' && requestParameters.like == 'b' && requestParameters.None == 'c'",
  "not_null(errorCode, 'none') == 'none' && (errorCode || 'none') == 'none'",
  "like(eventName, 'Delete')",
  "in_cidr(sourceIPAddress, ['10.0.0.0/8', '192.0.2.7', '::1/128'])",
  "in_cidr(sourceIPAddress, $self)",
  "!(resources && resources[?a] == `[]`)",
  "resources[?type == 'a'] != `[]` && resources",
  "!resources || resources[?type == 'a'] != `[]`",
  "!(resources[?type == 'a'] != `[]`)",
  "!(!resources || resources[?type == 'a'] == `[]`)",
  "resources && resources[?type == 'a'] != `[]`",
  "type(resources) == 'array' && eventName == 'A' && resources[?type == 'a'] != `[]`",
  "resources != `null` && (readOnly || resources[?type == 'a'] != `[]`)",
  "resources ? resources[?type == 'a'] != `[]` : readOnly",
  "length(resources[?type == 'a']) > `0`",
  "(resources || `[]`)[?type == 'a'] != `[]`",
  "to_array(resources)[?type == 'a'] != `[]`",
  "let $r = resources in $r && $r[?type == 'a'] != `[]`",
  "items[?tags && tags[?a] != `[]`] == `[]`",
  "resources[?type == 'a'] == `[]`",
  "split('a,b', ',') != `[]`",
  "contains(['x'], \"field\")",
  'contains($self, "field")',
  "starts_with(not_null(errorCode, 'x'), 'x')",
  "starts_with(eventName[0:3], 'x')",
  "starts_with(resources[0].ARN, eventName)",
  "sort_by(resources, &ARN)[0].ARN == 'x'",
  "contains(resources, `5`) || contains(eventName, `null`)",
  "join(',', resources[*].ARN) == 'x'",
  "readOnly ? `true` : `null`",
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
];

for (const text of accepted) {
  test(`accepts ${text}`, () => assert.equal(lintExpression(text), []));
}

test.run();
