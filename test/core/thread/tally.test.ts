import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  distinct,
  mergedTally,
  TALLY_FIELDS,
  type Tally,
  tallyOf,
  tallyOfText,
  tallyText,
  valuesOf,
} from "../../../src/core/thread/tally.ts";
import { memberWith, randomMembers } from "../../support/members.ts";
import { createRandom } from "../../support/random.ts";

/** With the order of the counts, which comparing maps leaves out. */
function plain(tally: Tally): unknown {
  return { ...tally, ...Object.fromEntries(TALLY_FIELDS.map((it) => [it, [...tally[it]]])) };
}

const test = suite("tallyOf()");

test("of none counts none", () => {
  const { count, firstSeen, lastSeen, severity, addresses } = tallyOf([]);
  assert.equal([count, firstSeen, lastSeen, severity, addresses.size], [0, 0, 0, "info", 0]);
});

test("counts each value's events, the most frequent first, then by value", () => {
  const tally = tallyOf([
    memberWith({ identity: "1", time: 9, address: "b", severity: "low", resources: ["x", "y"] }),
    memberWith({ identity: "2", time: 4, address: "c", severity: "critical", resources: ["y"] }),
    memberWith({ identity: "3", time: 6, address: "a", severity: "medium", resources: [] }),
    memberWith({ identity: "4", time: 6, address: "c", severity: "medium", resources: ["z", "z"] }),
  ]);
  assert.equal(
    [...tally.addresses],
    [
      ["c", 2],
      ["a", 1],
      ["b", 1],
    ],
  );
  assert.equal(
    [...tally.resources],
    [
      ["y", 2],
      ["x", 1],
      ["z", 1],
    ],
  );
  assert.equal(
    [tally.count, tally.firstSeen, tally.lastSeen, tally.severity],
    [4, 4, 9, "critical"],
  );
  assert.equal([...tally.sessions], []);
});

test("of a permutation is the same, to the order of its values", () => {
  const random = createRandom(7);
  for (let run = 0; run < 30; run++) {
    const members = randomMembers(random, 1 + random.below(60));
    const shuffled = random.some(members, members.length);
    assert.equal(plain(tallyOf(shuffled)), plain(tallyOf(members)));
  }
});

test("counts every member in every field it has", () => {
  const members = randomMembers(createRandom(8), 200);
  const tally = tallyOf(members);
  for (const field of TALLY_FIELDS) {
    const expected = members.reduce((sum, it) => sum + new Set(valuesOf(it, field)).size, 0);
    const counted = [...tally[field].values()].reduce((sum, events) => sum + events, 0);
    assert.ok(expected > 0, field);
    assert.is(counted, expected, field);
  }
});

test.run();

const merging = suite("mergedTally()");

merging("of parts is the tally of the whole", () => {
  const random = createRandom(9);
  for (let run = 0; run < 30; run++) {
    const members = randomMembers(random, 1 + random.below(60));
    const parts: (typeof members)[] = [[], [], [], []];
    for (const member of members) random.of(parts).push(member);
    assert.equal(plain(mergedTally(parts.map(tallyOf))), plain(tallyOf(members)));
  }
});

merging("adds up what is beyond the parts' texts", () => {
  const part = tallyOfText(tallyText(tallyOf(many(300))));
  const { resources } = mergedTally([part, part]).beyond;
  assert.equal(resources, { values: 200, events: 200 });
});

merging.run();

const texts = suite("tallyText()");

texts("is read back as it was", () => {
  const random = createRandom(10);
  for (let run = 0; run < 10; run++) {
    const tally = tallyOf(randomMembers(random, random.below(40)));
    assert.equal(plain(tallyOfText(tallyText(tally))), plain(tally));
  }
});

texts("keeps the most frequent values and counts the others, within a table item", () => {
  const members = [...many(50_000), memberWith({ identity: "more", resources: ["thing-777"] })];
  const whole = tallyOf(members);
  const text = tallyText(whole);
  const kept = tallyOfText(text);
  assert.ok(text.length < 200_000, `${text.length}`);
  assert.equal([...kept.resources][0], ["thing-777", 2]);
  assert.is(kept.resources.size, 200);
  assert.equal(kept.beyond.resources, { values: 49_800, events: 49_800 });
  assert.is(distinct(kept, "resources"), 50_000);
  assert.is(kept.count, 50_001);
});

texts("has an end however long the values are", () => {
  const members = many(300).map((it) => ({ ...it, actor: it.identity + "x".repeat(390) }));
  const text = tallyText(tallyOf(members));
  assert.ok(text.length < 100_000, `${text.length}`);
  assert.is(distinct(tallyOfText(text), "actors"), 300);
});

for (const text of ["{}", "[]", "null", '{"count":1}', "{"]) {
  texts(`is not ${text}`, () => assert.throws(() => tallyOfText(text)));
}

texts("stays an item of the table, whatever letters its values are of", () => {
  const values = (i: number) => `${i}${"\u{1F600}".repeat(40)}`;
  const members = Array.from({ length: 300 }, (_, i) =>
    memberWith({ identity: `${i}`, resources: [values(i)], actor: values(i), session: values(i) }),
  );
  const text = tallyText(tallyOf(members));
  assert.ok(Buffer.byteLength(text) < 60_000, `${Buffer.byteLength(text)} bytes`);
});

texts.run();

/** Each with a resource of its own. */
function many(count: number) {
  return Array.from({ length: count }, (_, index) =>
    memberWith({ identity: `e-${index}`, resources: [`thing-${index}`] }),
  );
}
