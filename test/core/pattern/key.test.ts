import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isPatternKey, isWellFormed, RESERVED_IN_OR } from "../../../src/core/pattern/key.ts";

const test = suite("isPatternKey()");

const refused = [
  "",
  "a.",
  ".a",
  "a..b",
  "record",
  "record.eventName",
  "trailbridge",
  "trailbridge.bucket",
  "$or",
  "prefix",
  "ip-address-not-in-range",
  "a".repeat(501),
  "a\ud83d",
  "\ude00.b",
];

for (const key of refused) {
  test(`says no to ${JSON.stringify(key.slice(0, 40))}`, () => {
    assert.is(isPatternKey(key), false);
  });
}

for (const key of [
  "eventName",
  "userIdentity.type",
  "requestParameters.record",
  "requestParameters.trailbridge",
  "requestParameters.prefix",
  "recorder",
  "prefixes",
  "a.$or",
  "a".repeat(500),
  "weird key",
  "😀",
]) {
  test(`says yes to ${JSON.stringify(key.slice(0, 40))}`, () => {
    assert.is(isPatternKey(key), true);
  });
}

test("knows every word that the service takes for an operator inside $or", () => {
  // event-ruler 1.7.5, Constants.RESERVED_FIELD_NAMES_IN_OR_RELATIONSHIP
  const words = [
    ..."exactly equals-ignore-case prefix suffix anything-but exists wildcard".split(" "),
    ..."numeric cidr html regex not-wildcard not-equals-ignore-case = < <= > >=".split(" "),
    ..."date-after date-on-or-after date-before date-on-or-before in-date-range".split(" "),
    ..."ip-address-in-range ip-address-not-in-range".split(" "),
  ];
  assert.equal([...RESERVED_IN_OR].sort(), words.sort());
  for (const word of words) assert.not(isPatternKey(word), word);
});

test("tells half a surrogate pair from a whole one", () => {
  assert.ok(isWellFormed("a😀b"));
  assert.not(isWellFormed("a\ud83db"));
});

test.run();
