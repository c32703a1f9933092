import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readRuleSet } from "../../../src/adapters/rule-folder.ts";
import { compileRule } from "../../../src/core/compiler/compile-rule.ts";
import {
  MAX_WILDCARD_RULES,
  packPatterns,
  WildcardBudgetError,
} from "../../../src/core/compiler/pack.ts";
import { MAX_PACKED_CHARACTERS } from "../../../src/core/compiler/pack-arms.ts";
import { patternMatcher } from "../../../src/core/pattern/match.ts";
import { generatedRules } from "../../support/rules-at-scale.ts";

const test = suite("packPatterns()");

test("packs nothing into nothing", () => {
  assert.equal(pack([]), []);
});

test("gives the access-denied metrics what they need", () => {
  assert.equal(pack([], true), [
    {
      pattern: { source: ["trailbridge"], detail: { errorCode: [{ prefix: "AccessDenied" }] } },
      characters: 77,
      ruleIds: [],
      accessDenied: true,
      wildcard: false,
    },
  ]);
});

test("packs the default rules into one pattern, factored by what they share", () => {
  const ruleSet = readRuleSet(
    { packs: ["default"], directories: [], ignoreDirectories: [], disable: [], eventsToTrack: [] },
    "/",
  );
  // Of root's activity the pattern names two dozen calls.
  const rules = ruleSet.rules.filter(({ id }) => id !== "root-activity");
  const packed = packPatterns(
    rules.map((rule) => compileRule(rule, { self: ["f"] })),
    { accessDenied: true },
  );
  assert.is(packed.length, 1);
  assert.equal(
    packed[0]?.ruleIds,
    rules.map(({ id }) => id),
  );
  assert.equal(packed[0]?.pattern, {
    source: ["trailbridge"],
    detail: {
      $or: [
        {
          eventName: ["DeleteTrail", "StopLogging", "UpdateTrail"],
          eventSource: ["cloudtrail.amazonaws.com"],
        },
        {
          eventName: [{ prefix: "UpdateFunctionCode" }, { prefix: "UpdateFunctionConfiguration" }],
          eventSource: ["lambda.amazonaws.com"],
          "responseElements.functionName": ["f"],
        },
        {
          "additionalEventData.MFAUsed": [{ "anything-but": "Yes" }, { exists: false }],
          eventName: ["ConsoleLogin"],
        },
        { errorCode: [{ prefix: "AccessDenied" }, { suffix: "UnauthorizedOperation" }] },
      ],
    },
  });
});

test("puts a field that several arms share beside their $or", () => {
  const [packed] = pack([
    "eventSource == 'iam.amazonaws.com' && eventName == 'A' && errorCode == 'x'",
    "eventSource == 'iam.amazonaws.com' && eventName == 'B' && awsRegion == 'y'",
    "eventSource == 's3.amazonaws.com' && eventName == 'C'",
  ]);
  assert.equal(packed?.pattern.detail, {
    $or: [
      {
        eventSource: ["iam.amazonaws.com"],
        $or: [
          { awsRegion: ["y"], eventName: ["B"] },
          { errorCode: ["x"], eventName: ["A"] },
        ],
      },
      { eventName: ["C"], eventSource: ["s3.amazonaws.com"] },
    ],
  });
});

test("passes everything by one pattern if one rule needs everything", () => {
  const packed = pack(["eventName == 'A'", "length(resources) > `1`"], true);
  assert.is(packed.length, 1);
  assert.equal(packed[0]?.pattern, { source: ["trailbridge"] });
  assert.equal(packed[0]?.ruleIds, ["r0", "r1"]);
  assert.ok(packed[0]?.accessDenied);
});

test("gives the same patterns whatever the order of the rules", () => {
  const rules = generatedRules(60).map((rule) => compileRule(rule, { self: [] }));
  const expected = packPatterns(rules, { accessDenied: true }).map(({ pattern }) =>
    JSON.stringify(pattern),
  );
  fc.assert(
    fc.property(fc.shuffledSubarray(rules, { minLength: rules.length }), (shuffled) => {
      const packed = packPatterns(shuffled, { accessDenied: true });
      assert.equal(
        packed.map(({ pattern }) => JSON.stringify(pattern)),
        expected,
      );
    }),
    { numRuns: 5 },
  );
});

test("splits a list of values that is too long for one pattern", () => {
  const names = Array.from({ length: 400 }, (_, n) => `SomeEventOfANameThatIsLong${n}`);
  const packed = pack([`contains(\`${JSON.stringify(names)}\`, eventName)`]);
  assert.ok(packed.length > 1 && packed.length < 10);
  const matchers = packed.map(({ pattern }) => patternMatcher(pattern));
  for (const eventName of names) {
    const passes = matchers.filter((matches) =>
      matches({ source: "trailbridge", detail: { eventName } }),
    );
    assert.is(passes.length, 1, eventName);
  }
});

test("lets more through where one value alone is too long", () => {
  const fields = Array.from(
    { length: 8 },
    (_, n) => `requestParameters.f${n} == '${"x".repeat(400)}'`,
  );
  const [packed, ...more] = pack([fields.join(" && ")]);
  assert.equal(more, []);
  assert.ok((packed?.characters ?? 0) <= MAX_PACKED_CHARACTERS);
  const fieldsKept = Object.keys(packed?.pattern.detail as object).length;
  assert.ok(fieldsKept >= 3 && fieldsKept < 8);
});

test("fits three hundred rules within the limits", () => {
  const packed = packPatterns(
    generatedRules(300).map((rule) => compileRule(rule, { self: [] })),
    { accessDenied: true },
  );
  assert.ok(packed.length < 30, `${packed.length} patterns`);
  for (const { pattern, characters } of packed) {
    assert.is(JSON.stringify(pattern).length, characters);
    assert.ok(characters <= MAX_PACKED_CHARACTERS);
    assert.not.match(JSON.stringify(pattern), /null|numeric/);
    patternMatcher(pattern);
  }
  const ids = new Set(packed.flatMap(({ ruleIds }) => ruleIds));
  assert.is(ids.size, 300);
});

test("names the rules that an absorbed or shared condition serves, in rule order", () => {
  const packed = pack(
    [
      "eventName == 'A' && errorCode == 'x'",
      "starts_with(errorCode, 'AccessDenied') && eventName == 'B'",
      "eventName == 'A'",
      "eventName == 'C' && eventName == 'D'",
      "eventName == 'A'",
    ],
    true,
  );
  assert.equal(packed, [
    {
      pattern: {
        source: ["trailbridge"],
        detail: { $or: [{ errorCode: [{ prefix: "AccessDenied" }] }, { eventName: ["A"] }] },
      },
      characters: 107,
      ruleIds: ["r0", "r1", "r2", "r4"],
      accessDenied: true,
      wildcard: false,
    },
  ]);
});

test("says of each pattern whether the access-denied metrics need it", () => {
  const long = Array.from({ length: 82 }, (_, n) => `'EventOfSomeLength${n}'`).join(", ");
  const packed = pack([`contains([${long}], eventName)`, "awsRegion == 'x'"], true);
  assert.equal(
    packed.map(({ accessDenied, ruleIds }) => [accessDenied, ruleIds]),
    [
      [true, ["r1"]],
      [false, ["r0"]],
    ],
  );
  assert.ok(pack(["awsRegion == 'x'"]).every(({ accessDenied }) => !accessDenied));
});

test("names up to twenty rules that need wildcards, and takes the budget it is given", () => {
  const rules = Array.from({ length: 20 }, (_, n) =>
    compileRule({ id: `r${n}`, match: `contains(f${n}, 'x')` }, { self: [] }),
  );
  const packed = (wildcardRules: number) =>
    packPatterns(rules, { accessDenied: false, wildcardRules });
  assert.is(packed(4).length, 4);
  assert.throws(
    () => packed(3),
    (error: Error) =>
      /^Cannot pack rules as at most 3 event patterns .*: 4 would\. /.test(error.message) &&
      /left to the notifier: (r\d+, ){19}r\d+$/.test(error.message),
  );
});

test("keeps wildcards in few patterns", () => {
  const rules = Array.from({ length: 60 }, (_, n) =>
    n % 3 === 0
      ? `contains(userAgent, 'agent${n}') && eventName == 'E${n}'`
      : `eventSource == 's${n}' && eventName == 'E${n}' && errorCode == 'X${n}'`,
  );
  const packed = pack(rules);
  const wild = packed.filter(({ wildcard }) => wildcard);
  assert.is(wild.length, 4);
  for (const { pattern, wildcard } of packed) {
    assert.is(JSON.stringify(pattern).includes("wildcard"), wildcard);
  }
});

test("says which rules need the wildcards that a bus has not", () => {
  const rules = Array.from(
    { length: 200 },
    (_, n) => `contains(userAgent, 'agent${n}') && eventName == 'E${n}'`,
  );
  assert.throws(
    () => pack(rules),
    (error: Error) =>
      error instanceof WildcardBudgetError &&
      /at most 30 event patterns of a bus may use a wildcard: 40 would\./.test(error.message) &&
      /r0, r1.* and 180 more$/.test(error.message),
  );
  assert.ok(pack(rules.slice(0, 150)).length === MAX_WILDCARD_RULES);
});

test.run();

function pack(expressions: readonly string[], accessDenied = false) {
  const rules = expressions.map((match, index) =>
    compileRule({ id: `r${index}`, match }, { self: [] }),
  );
  return packPatterns(rules, { accessDenied });
}
