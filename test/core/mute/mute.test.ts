import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  isSameMute,
  LONGEST_MUTE,
  type Mutable,
  type Mute,
  muteOf,
  threadOfWindow,
} from "../../../src/core/mute/mute.ts";

const NOW = 1_700_000_000_000;
const mute = (more: Partial<Mute> = {}): Mute => ({
  kind: "rule",
  value: "noisy",
  label: "noisy",
  since: NOW - 1_000,
  until: NOW + 1_000,
  by: "alice",
  ...more,
});
const mark: Mutable = { window: "abc-1-x", rank: 2, ruleId: "noisy", actorKey: "eve" };

const test = suite("muteOf()");

const CASES: readonly [
  what: string,
  mute: Partial<Mute>,
  mark: Partial<Mutable>,
  holds: boolean,
][] = [
  ["what is critical", {}, { rank: 0 }, false],
  ["another rule", { value: "other" }, {}, false],
  ["another actor", { kind: "actor", value: "bob" }, {}, false],
  ["another thread", { kind: "thread", value: "ab" }, {}, false],
  ["one that is over", { until: NOW }, {}, false],
  ["one longer than any may be", { until: NOW + LONGEST_MUTE + 1, since: NOW }, {}, false],
  ["one that claims to begin late", { until: NOW + 2 * LONGEST_MUTE, since: 2 * NOW }, {}, false],
  ["a notice by its title", { value: "A rule faults" }, { ruleId: "A rule faults" }, false],
  ["a rule", {}, {}, true],
  ["an actor", { kind: "actor", value: "eve" }, {}, true],
  ["a thread", { kind: "thread", value: "abc" }, {}, true],
  ["one by a clock that is ahead", { since: NOW + 60_000, until: NOW + 90_000 }, {}, true],
];

for (const [what, ofMute, ofMark, holds] of CASES) {
  test(`${holds ? "holds" : "does not hold"} for ${what}`, () => {
    const found = muteOf([mute(ofMute)], { ...mark, ...ofMark }, NOW);
    assert.is(found !== undefined, holds);
  });
}

test("takes the longest of several", () => {
  const long = mute({ kind: "actor", value: "eve", until: NOW + 5_000 });
  assert.is(muteOf([mute(), long], mark, NOW), long);
});

test("is the same however it was extended, and another once it began anew", () => {
  assert.ok(isSameMute(mute(), mute({ until: NOW + 9 })));
  assert.not.ok(isSameMute(mute(), mute({ since: NOW })));
  assert.not.ok(isSameMute(undefined, mute()));
  assert.is(threadOfWindow("abc-1-x"), "abc");
});

test.run();
