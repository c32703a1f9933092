import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileRule } from "../../../src/core/compiler/compile-rule.ts";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { patternMatcher } from "../../../src/core/pattern/match.ts";
import { createJudge } from "../../../src/core/rule/judge.ts";

const test = suite("compileRule()");

const SELF = ["trailbridge-splitter", "trailbridge-notifier"];

const LIST = "requestParameters.names";

/** Expression → detail of its pattern, which says just what the expression says. */
const exact: [match: string, detail: unknown][] = [
  ["eventName == 'A'", { eventName: ["A"] }],
  ["'A' == eventName", { eventName: ["A"] }],
  ["eventName != 'A'", { eventName: [{ "anything-but": "A" }, { exists: false }] }],
  ["!(eventName == 'A')", { eventName: [{ "anything-but": "A" }, { exists: false }] }],
  ["readOnly == `true`", { readOnly: [true] }],
  ["requestParameters.count == `5`", { "requestParameters.count": [5] }],
  [
    "requestParameters.count != `5`",
    { "requestParameters.count": [{ "anything-but": 5 }, { exists: false }] },
  ],
  ["errorCode == `null`", { errorCode: [{ exists: false }] }],
  ["errorCode != `null`", { errorCode: [{ exists: true }] }],
  ['"requestParameters.name" != `null`', { "requestParameters.name": [{ exists: true }] }],
  ["!errorCode", { errorCode: ["", false, { exists: false }] }],
  ["starts_with(eventName, 'Get')", { eventName: [{ prefix: "Get" }] }],
  ["starts_with(eventName, 'Get') == `true`", { eventName: [{ prefix: "Get" }] }],
  [
    "!starts_with(eventName, 'Get')",
    { eventName: [{ "anything-but": { prefix: "Get" } }, { exists: false }] },
  ],
  ["ends_with(errorCode, 'X')", { errorCode: [{ suffix: "X" }] }],
  ["contains(userAgent, 'kali')", { userAgent: [{ wildcard: "*kali*" }] }],
  ["contains(userAgent, 'a*b\\c')", { userAgent: [{ wildcard: "*a\\*b\\\\c*" }] }],
  ["contains(['A', 'B'], eventName)", { eventName: ["A", "B"] }],
  [
    "!contains(['A', 'B'], eventName)",
    { eventName: [{ "anything-but": ["A", "B"] }, { exists: false }] },
  ],
  ["contains([eventName, errorCode], 'A')", { $or: [{ errorCode: ["A"] }, { eventName: ["A"] }] }],
  [
    "contains($self, responseElements.functionName)",
    { "responseElements.functionName": ["trailbridge-notifier", "trailbridge-splitter"] },
  ],
  ["eventName == 'A' || eventName == 'B'", { eventName: ["A", "B"] }],
  ["userIdentity.type == 'Root'", { "userIdentity.type": ["Root"] }],
  ["$.userIdentity.type == 'Root'", { "userIdentity.type": ["Root"] }],
  ["userIdentity | type == 'Root'", { "userIdentity.type": ["Root"] }],
  ["let $u = userIdentity, $t = 'Root' in $u.type == $t", { "userIdentity.type": ["Root"] }],
  ["let $b = eventName == 'A' in $b", { eventName: ["A"] }],
  ["resources[0].ARN == 'a'", { "resources.0.ARN": ["a"] }],
  [
    "eventName == 'A' && errorCode != 'B'",
    { errorCode: [{ "anything-but": "B" }, { exists: false }], eventName: ["A"] },
  ],
  ["eventName == 'A' || errorCode == 'B'", { $or: [{ errorCode: ["B"] }, { eventName: ["A"] }] }],
  [
    "!(eventName == 'A' || errorCode == 'B')",
    {
      errorCode: [{ "anything-but": "B" }, { exists: false }],
      eventName: [{ "anything-but": "A" }, { exists: false }],
    },
  ],
  [
    "awsRegion == 'x' && (eventName == 'A' || errorCode == 'B')",
    { awsRegion: ["x"], $or: [{ errorCode: ["B"] }, { eventName: ["A"] }] },
  ],
  [
    "!starts_with(eventName, 'Get') && !starts_with(eventName, 'List')",
    { eventName: [{ "anything-but": { prefix: ["Get", "List"] } }, { exists: false }] },
  ],
  ["starts_with(eventName, 'Get') && eventName != 'Put'", { eventName: [{ prefix: "Get" }] }],
  [
    "starts_with(eventName, 'A') && starts_with(eventName, 'AB')",
    { eventName: [{ prefix: "AB" }] },
  ],
  ["errorCode && starts_with(errorCode, 'A')", { errorCode: [{ prefix: "A" }] }],
  ["starts_with(eventName, '')", { eventName: [{ prefix: "" }] }],
  ["type(eventName) == 'string'", { eventName: [{ prefix: "" }] }],
  ["type(readOnly) == 'boolean'", { readOnly: [false, true] }],
  ["type(errorCode) == 'null'", { errorCode: [{ exists: false }] }],
  ["type(errorCode) != 'null'", { errorCode: [{ exists: true }] }],
  ["lower(eventName) == 'a'", { eventName: [{ "equals-ignore-case": "a" }] }],
  ["upper(eventName) == 'BUD'", { eventName: [{ "equals-ignore-case": "BUD" }] }],
  [
    "lower(eventName) != 'a'",
    { eventName: [{ "anything-but": { "equals-ignore-case": "a" } }, { exists: false }] },
  ],
  [
    "starts_with(lower(eventName), 'get')",
    { eventName: [{ prefix: { "equals-ignore-case": "get" } }] },
  ],
  [
    "ends_with(lower(eventName), 'user')",
    { eventName: [{ suffix: { "equals-ignore-case": "user" } }] },
  ],
  [
    "contains(['a', 'b'], lower(eventName))",
    { eventName: [{ "equals-ignore-case": "a" }, { "equals-ignore-case": "b" }] },
  ],
  [
    "!contains(userAgent, 'x')",
    { userAgent: [{ "anything-but": { wildcard: "*x*" } }, { exists: false }] },
  ],
  [
    "not_null(errorCode, errorMessage) == 'q'",
    { $or: [{ errorCode: ["q"] }, { errorCode: [{ exists: false }], errorMessage: ["q"] }] },
  ],
  ["split(eventSource, '.')[0] == 'iam'", { eventSource: ["iam", { prefix: "iam." }] }],
  [
    "split(userIdentity.arn, '/')[-1] == 'ada'",
    { "userIdentity.arn": ["ada", { suffix: "/ada" }] },
  ],
  [
    "contains(['iam', 's3'], split(eventSource, '.')[0])",
    { eventSource: ["iam", "s3", { prefix: "iam." }, { prefix: "s3." }] },
  ],
  [
    "starts_with(requestParameters.name, join('-', [$deployment, 'x']))",
    { "requestParameters.name": [{ prefix: "trailbridge-x" }] },
  ],
  [
    "like(userIdentity.arn, join('', ['*:', $deployment, '*']))",
    { "userIdentity.arn": [{ wildcard: "*:trailbridge*" }] },
  ],
  ["starts_with(requestParameters.name, 'x')", { "requestParameters.name": [{ prefix: "x" }] }],
  [
    "starts_with(eventName, 'A') || starts_with(eventName, 'A') && !starts_with(eventName, 'B')",
    { eventName: [{ prefix: "A" }] },
  ],
  ["starts_with(eventName, 'A') && !starts_with(eventName, 'B')", { eventName: [{ prefix: "A" }] }],
  [
    "eventName == 'A' || eventName != 'A' && errorCode == 'B'",
    {
      $or: [
        { errorCode: ["B"], eventName: [{ "anything-but": "A" }, { exists: false }] },
        { eventName: ["A"] },
      ],
    },
  ],
];

for (const [match, detail] of exact) {
  test(`derives all of ${match}`, () => {
    const { pattern, class: kind, reasons } = compileRule({ id: "r", match }, { self: SELF });
    assert.equal(pattern, { source: ["trailbridge"], detail });
    patternMatcher(pattern);
    assert.equal([kind, reasons], ["exact", []]);
  });
}

const narrowed: [match: string, detail: unknown, reason: RegExp][] = [
  [
    "readOnly ? eventName == 'A' : `false`",
    { eventName: ["A"], readOnly: [{ "anything-but": "" }] },
    /readOnly: a pattern excludes one kind of thing/,
  ],
  [
    `contains(${LIST}, 'x')`,
    { [LIST]: [{ exists: false }, { wildcard: "*x*" }] },
    /names: it may be a list/,
  ],
  [`contains(${LIST}, \`5\`)`, { [LIST]: [{ exists: false }] }, /it may be a list/],
  [`${LIST} == \`["x"]\``, { [LIST]: [{ exists: false }] }, /it may be a list or an object/],
  [
    `!contains(${LIST}, 'x') && eventName == 'A'`,
    { eventName: ["A"] },
    /excluding text would cost a wildcard/,
  ],
  [`contains([\`null\`, 'x'], ${LIST})`, { [LIST]: ["x", { exists: false }] }, /it may be a list/],
  [
    "eventName == 'A' && contains(resources[*].ARN, 'x')",
    { eventName: ["A"] },
    /resources\[\*\]\.ARN: flat keys do not show/,
  ],
  [
    "eventName == 'A' && resources[-1].ARN == 'x'",
    { eventName: ["A"] },
    /resources\[-1\] \| ARN == 'x'|resources/,
  ],
  [
    "eventName == 'A' && readOnly != `true`",
    { eventName: ["A"] },
    /readOnly: a pattern cannot exclude this/,
  ],
  [
    "requestParameters.count < `5`",
    { "requestParameters.count": [{ exists: true }] },
    /patterns compare numbers only within a range/,
  ],
  [
    "lower(eventName) == 'check'",
    { eventName: [{ prefix: { "equals-ignore-case": "chec" } }] },
    /only part of a text can be compared/,
  ],
  [
    "readOnly",
    { readOnly: [{ "anything-but": "" }] },
    /readOnly: a pattern excludes one kind of thing/,
  ],
  [
    "contains(lower(userAgent), 'kali')",
    { userAgent: [{ exists: true }] },
    /cannot search in text whatever its case/,
  ],
  [
    "eventName != 'A' && !starts_with(eventName, 'Get')",
    { eventName: [{ "anything-but": { prefix: "Get" } }, { exists: false }] },
    /excludes one kind of thing/,
  ],
  [
    "starts_with(eventName, 'A') && contains(eventName, 'B')",
    { eventName: [{ prefix: "A" }] },
    /a pattern tests one thing of a value/,
  ],
  [
    "sourceIPAddress == '192.0.2.7'",
    { sourceIPAddress: ["192.0.2.7"] },
    /any spelling of an address passes/,
  ],
  [
    "userIdentity && eventName == 'A'",
    { eventName: ["A"], userIdentity: [{ "anything-but": "" }, { exists: false }] },
    /userIdentity: it may be a list or an object/,
  ],
];

for (const [match, detail, reason] of narrowed) {
  test(`derives what it can of ${match}`, () => {
    const { pattern, class: kind, reasons } = compileRule({ id: "r", match }, { self: SELF });
    assert.equal(pattern, { source: ["trailbridge"], detail });
    assert.is(kind, "narrowed");
    assert.ok(
      reasons.some((it) => reason.test(it)),
      `no ${reason} in ${reasons.join("; ")}`,
    );
  });
}

const always: [match: string, reason: RegExp][] = [
  ["length(resources) > `1`", /length\(resources\) > `1`/],
  ["resources[?ARN == 'x'] != `[]`", /resources\[\?ARN == 'x'\]/],
  ["requestParameters != `null`", /it may be a list or an object/],
  ["contains(resources[*].ARN, 'x')", /resources\[\*\]\.ARN/],
  ["eventName == 'A' || contains(resources[*].ARN, 'x')", /resources\[\*\]\.ARN/],
  ["recipientAccountId != userIdentity.accountId", /both sides depend on the event/],
  ["eventName < errorCode == `null`", /patterns compare numbers only within a range/],
  ["eventName != 'A' || eventName != 'B'", /^$/],
  ["requestParameters.count + `1` == `2`", /it may fault/],
  ["sum(requestParameters.counts) == `2`", /it may fault/],
  ["record.eventName == 'A'", /no event pattern can name this key/],
  ["\"trailbridge.key\" == 'A'", /no event pattern can name this key/],
  ["requestParameters.\"\" == 'A'", /no event pattern can name this key/],
  ["prefix == 'A'", /no event pattern can name this key/],
  ["\"$or\" == 'A'", /no event pattern can name this key/],
  ["contains(eventName, lower(errorCode)) || !contains(eventName, 'x')", /.*/],
];

for (const [match, reason] of always) {
  test(`says that it cannot narrow ${match}`, () => {
    const { pattern, class: kind, reasons } = compileRule({ id: "r", match }, { self: SELF });
    assert.equal(pattern, { source: ["trailbridge"] });
    assert.is(kind, "always");
    const texts = reasons.length === 0 ? [""] : reasons;
    assert.ok(
      texts.some((it) => reason.test(it)),
      `no ${reason} in ${reasons.join("; ")}`,
    );
  });
}

test("gives no pattern to a rule that matches nothing", () => {
  for (const match of [
    "`false`",
    "eventName == 'A' && eventName == 'B'",
    "eventName < 'A'",
    "errorCode == `{}`",
  ]) {
    assert.is(compileRule({ id: "r", match }, { self: SELF }).pattern, undefined, match);
  }
});

test("leaves $self open where the names are not known", () => {
  const match = "eventName == 'A' && contains($self, responseElements.functionName)";
  const { pattern, class: kind } = compileRule({ id: "r", match }, { self: undefined });
  assert.equal(
    [kind, pattern],
    ["narrowed", { source: ["trailbridge"], detail: { eventName: ["A"] } }],
  );
});

test("names a dotted key as the event has it", () => {
  const { pattern } = compileRule({ id: "r", match: "userIdentity.arn == 'x'" }, { self: SELF });
  assert.equal(Object.keys((pattern as { detail: object }).detail), ["userIdentity.arn"]);
});

test("passes what any step of a sequence is about", () => {
  const step = { match: "eventName == 'B'", by: ["$issuer"] };
  const followedBy = { within: 60_000, by: ["$issuer"], steps: [step] };
  const rule = { id: "sequence", match: "eventName == 'A'", followedBy };
  const { class: kind, pattern } = compileRule(rule, { self: SELF });
  assert.is(kind, "exact");
  assert.equal(pattern?.detail, { eventName: ["A", "B"] });
});

test.run();

const traps = suite("compileRule() keeps clear of");

/** What the service matches otherwise than JMESPath: the pattern must not use it. */
const avoided: [name: string, match: string, ...parts: RegExp[]][] = [
  ["null, which CloudFormation cannot carry", 'contains(`[null, "A"]`, errorCode)', /null/],
  ["numeric", "requestParameters.count > `1` && requestParameters.count <= `5`", /numeric/],
  ["equals-ignore-case", "lower(eventName) == '😀'", /ignore-case/],
  ["double quotes in a prefix", "starts_with(eventName, 'A\"b')", /\\"b/],
  ["double quotes in a suffix", "ends_with(eventName, 'A\"b')", /A\\"/],
  ["double quotes in a wildcard", "contains(userAgent, 'A\"long')", /A\\"/],
  [
    "double quotes in an excluded prefix",
    "!starts_with(eventName, 'ab\"') && eventSource == 'x'",
    /ab\\"/,
    /anything-but/,
  ],
  ["halves of surrogate pairs", 'eventName == `"a\\ud83d"`', /ud83d/],
  ["two stars in a row", "contains(userAgent, '**')", /"\*\*/, /[^\\]\*\*\*/],
  ["a wildcard for what is excluded", "!contains(userAgent, 'x') && eventName == 'A'", /wildcard/],
  ["numbers beyond the service's range", "requestParameters.count == `5000000001`", /5000000001/],
  ["anything-but of a boolean", "readOnly != `false` && eventName == 'A'", /anything-but/],
  [
    "anything-but of an empty prefix",
    "!starts_with(userAgent, '') && eventName == 'A'",
    /"prefix":""/,
  ],
  ["empty lists", "contains(`[]`, eventName) || eventName == 'A'", /\[\]/],
  [
    "the parts of the detail that are our own",
    "record.eventName == 'A' && eventName == 'A'",
    /record/,
  ],
];

for (const [name, match, ...parts] of avoided) {
  traps(name, () => {
    const { pattern } = compileRule({ id: "r", match }, { self: SELF });
    const text = JSON.stringify(pattern);
    for (const part of parts) assert.not.match(text, part);
    patternMatcher(pattern);
  });
}

traps("one path outside and inside $or, of which the service takes the last", () => {
  const match =
    "eventSource == 'a' && ((eventSource != 'b' && eventName == 'A') || (errorCode == 'C' && eventName == 'B'))";
  const { pattern } = compileRule({ id: "r", match }, { self: SELF });
  assert.equal((pattern as { detail: object }).detail, {
    eventSource: ["a"],
    $or: [{ errorCode: ["C"], eventName: ["B"] }, { eventName: ["A"] }],
  });
});

traps("two $or side by side, of which the service takes the last", () => {
  const match =
    "(eventName == 'A' || errorCode == 'B') && (awsRegion == 'C' || eventSource == 'D')";
  const { pattern } = compileRule({ id: "r", match }, { self: SELF });
  const matches = patternMatcher(pattern);
  const event = (detail: object) => ({ source: "trailbridge", detail });
  assert.ok(matches(event({ eventName: "A", eventSource: "D" })));
  assert.not(matches(event({ eventName: "A" })));
  assert.not(matches(event({ eventSource: "D" })));
});

/** Characters that become a letter of another: expression, and a name it holds for. */
for (const [match, eventName] of [
  ["lower(eventName) == 'kelvin'", "\u212aelvin"],
  ["starts_with(lower(eventName), 'kel')", "\u212aelvin"],
  ["ends_with(lower(eventName), 'ok')", "o\u212a"],
  ["upper(eventName) == 'SET'", "\u017fet"],
  ["starts_with(upper(eventName), 'SE')", "\u017fet"],
  ["upper(eventName) == 'STRASSE'", "stra\u00dfe"],
  ["upper(eventName) == 'FIT'", "\ufb01t"],
] as const) {
  traps(`comparing letters that other characters become: ${match}`, () => {
    const { pattern } = compileRule({ id: "r", match }, { self: SELF });
    const judge = createJudge(
      {
        rules: [
          { id: "r", title: "", description: "", severity: "low", match, tags: [], references: [] },
        ],
        ignoreRules: [],
      },
      { self: SELF, now: 0 },
    );
    assert.equal(judge(viewOfRecord({ eventName })).matched, ["r"]);
    assert.ok(patternMatcher(pattern)({ source: "trailbridge", detail: { eventName } }));
  });
}

traps.run();
