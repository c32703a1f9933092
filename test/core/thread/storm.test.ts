import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { undrawn } from "../../../src/core/thread/drawn.ts";
import type { Mark } from "../../../src/core/thread/mark.ts";
import {
  handfulOf,
  isStormId,
  placing,
  type Storm,
  stormIdOf,
  type WindowPlace,
} from "../../../src/core/thread/storm.ts";
import { markOf, MARKS_NOW as NOW, STORM_RULES, stormOf } from "../../support/marks.ts";

const test = suite("placing");

const placesOf = (
  marks: readonly Mark[],
  storms: readonly Storm[] = [],
  now = NOW,
): WindowPlace[] => marks.map(placing(marks, storms, now, STORM_RULES));

const stormy = (places: readonly WindowPlace[]): number =>
  places.filter(({ as }) => as === "storm").length;

const opened = (count: number, about: Partial<Mark> = {}): Mark[] =>
  Array.from({ length: count }, (_, i) =>
    markOf(`w${String(i).padStart(2, "0")}`, { openedAt: NOW - 1_000 + i, ...about }),
  );

for (const [handful, about] of [
  [24, { rank: 0 }],
  [12, { rank: 1 }],
  [12, { rank: 0, outcome: "failed" }],
  [5, { rank: 1, outcome: "failed" }],
  [5, { rank: 1, outcome: "refused" }],
] as const) {
  test(`draws ${handful} windows of a rule alone, the others in a storm, where they are ${JSON.stringify(about)}`, () => {
    const marks = opened(30, about);
    assert.equal(
      placesOf(marks).map(({ as }) => as),
      marks.map((_, i) => (i < handful ? "alone" : "storm")),
    );
  });
}

test("has what succeeded in no storm of what failed", () => {
  const marks = [...opened(30, { rank: 1, outcome: "failed" }), markOf("success", { rank: 1 })];
  assert.equal(placesOf(marks).at(-1), { as: "alone" });
});

for (const rank of [2, 3, 4]) {
  test(`draws five windows of a rule of rank ${rank} alone, and six that wait together as a storm`, () => {
    assert.is(stormy(placesOf(opened(5, { rank }))), 0);
    assert.is(stormy(placesOf(opened(6, { rank }))), 6);
  });
}

test("takes only the time of a window to be waiting together", () => {
  const five = opened(5, { openedAt: NOW - 900_000, since: NOW });
  assert.is(stormy(placesOf([...five, markOf("z")])), 0);
  assert.is(stormy(placesOf([...five, markOf("z", { openedAt: NOW - 1, since: NOW })])), 6);
});

test("counts only windows of the same rule and severity, opened within the window before", () => {
  const others = Array.from({ length: 20 }, (_, i) => [
    markOf(`rule${i}`, { ruleId: `other${i}` }),
    markOf(`rank${i}`, { rank: 1, ruleId: "rule" }),
    markOf(`old${i}`, { openedAt: NOW - 900_000, as: "alone" }),
  ]).flat();
  assert.is(stormy([placing([markOf("z"), ...others], [], NOW, STORM_RULES)(markOf("z"))]), 0);
});

test("draws alone what has no rule, and everything where the destination folds no storms", () => {
  const marks = Array.from({ length: 50 }, (_, i) => markOf(`w${i}`));
  const bare = marks.map(({ ruleId: _, ...mark }) => mark);
  assert.is(stormy(placesOf(bare)), 0);
  assert.is(stormy(marks.map(placing(marks, [], NOW, { ...STORM_RULES, canStorm: false }))), 0);
});

test("takes a window into the storm that is on, however few came lately", () => {
  const storm = stormOf("storm-1", { openedAt: NOW - 1 });
  assert.equal(placesOf([markOf("w")], [storm]), [
    { as: "storm", kind: "storm", storm: "storm-1" },
  ]);
});

test("draws the handful alone that opened before the storm did, if it is urgent", () => {
  const marks = opened(14, { openedAt: NOW - 9_000, rank: 1 });
  assert.is(stormy(placesOf(marks, [stormOf("storm-1", { rank: 1, openedAt: NOW - 1 })])), 2);
});

test("takes into a storm what waited with its windows and opened before it did", () => {
  const [first, ...others] = opened(6, { openedAt: NOW - 9_000 });
  const storm = stormOf("storm-1", { openedAt: NOW - 1 });
  const joined = others.map((mark): Mark => ({ ...mark, as: "storm", storm: "storm-1" }));
  assert.ok(first);
  assert.equal(placesOf([first, ...joined], [storm])[0], {
    as: "storm",
    kind: "storm",
    storm: "storm-1",
  });
});

test("opens no storm while the destination takes nothing, but counts in one that is open", () => {
  const marks = Array.from({ length: 8 }, (_, i) => markOf(`w${i}`, { openedAt: NOW - 300_001 }));
  const down = { ...STORM_RULES, isDown: true };
  assert.is(stormy(marks.map(placing(marks, [], NOW, down))), 0);
  const open = [stormOf("storm-1", { kind: "catch-up", openedAt: NOW })];
  assert.is(stormy(marks.map(placing(marks, open, NOW, down))), 8);
});

const NOT_TAKING: readonly [what: string, storm: Storm][] = [
  ["is over", stormOf("storm-1", { openedAt: NOW - 900_000 })],
  ["is of another rule", stormOf("storm-1", { ruleId: "other" })],
  ["is of another severity", stormOf("storm-1", { rank: 1 })],
  ["its destination refuses", stormOf("storm-1", { drawn: undrawn("failed") })],
  ["only catches up", stormOf("storm-1", { kind: "catch-up" })],
];
for (const [what, storm] of NOT_TAKING) {
  test(`takes no window into a storm that ${what}`, () => {
    assert.equal(placesOf([markOf("w")], [storm]), [{ as: "alone" }]);
  });
}

test("catches up with three windows of a rule that waited for more than five minutes", () => {
  const late = (window: string, about: Partial<Mark> = {}) =>
    markOf(window, { openedAt: NOW - 300_001, ...about });
  const three = ["a", "b", "c"].map((window) => late(window));
  assert.equal(
    placesOf(three),
    three.map(() => ({ as: "storm", kind: "catch-up" })),
  );
  assert.is(stormy(placesOf(three.slice(1))), 0, "two are drawn one by one");
  assert.is(stormy(placesOf(three.map((mark) => ({ ...mark, rank: 1 })))), 0, "so is what is high");
  assert.is(stormy(placesOf(three.map((mark) => ({ ...mark, since: NOW - 300_000 })))), 0);
  assert.equal(placesOf([late("a")], [stormOf("storm-1", { kind: "catch-up", openedAt: NOW })]), [
    { as: "storm", kind: "catch-up", storm: "storm-1" },
  ]);
});

test("counts as late only what is undrawn and waits", () => {
  const late = (window: string, about: Partial<Mark> = {}) =>
    markOf(window, { openedAt: NOW - 300_001, ...about });
  const { since: _, ...resting } = late("d");
  for (const other of [late("c", { as: "alone" }), resting, late("e", { ruleId: "other" })]) {
    assert.is(stormy(placesOf([late("a"), late("b"), other])), 0);
  }
});

test("takes a late window into a storm of its time where there is nothing to catch up with", () => {
  const openedAt = NOW - 300_001;
  const storm = stormOf("storm-1", { openedAt: openedAt - 1 });
  assert.equal(placesOf([markOf("a", { openedAt })], [storm]), [
    { as: "storm", kind: "storm", storm: "storm-1" },
  ]);
});

test("draws a window alone that opened in the same moment as the storm", () => {
  assert.is(stormy(placesOf([markOf("w")], [stormOf("storm-1", { openedAt: NOW })])), 0);
});

test("counts no storm's own mark among the windows of its rule", () => {
  const own = Array.from({ length: 9 }, (_, i) => markOf(`storm-${i}`, { openedAt: NOW - 9 }));
  const bare = own.map(({ ruleId: _, ...mark }) => mark);
  const window = markOf("w");
  for (const others of [own, bare]) {
    assert.equal(placing([...others, window], [], NOW, STORM_RULES)(window), { as: "alone" });
  }
});

const ids13 = Array.from({ length: 13 }, (_, i) => `w${String(i).padStart(2, "0")}`);
for (const [what, ids] of [
  ["in any order of arrival", ids13.map((_, i) => ids13[(i * 5 + 12) % 13] ?? "")],
  ["the other way round", [...ids13].reverse()],
] as const) {
  test(`draws the first handful alone that opened at once, by their ids, ${what}`, () => {
    const marks = ids.map((id) => markOf(id, { rank: 1 }));
    assert.equal(
      marks
        .filter((mark) => placing(marks, [], NOW, STORM_RULES)(mark).as === "storm")
        .map(({ window }) => window),
      ["w12"],
    );
  });
}

test("draws the first handful alone by when they opened, whatever their ids", () => {
  const marks = [...ids13]
    .reverse()
    .map((id, i) => markOf(id, { rank: 1, openedAt: NOW - 20 + i }));
  assert.equal(
    placesOf(marks).map(({ as }) => as),
    marks.map((_, i) => (i < 12 ? "alone" : "storm")),
  );
});

test("puts an actor's lesser windows under its open critical one, where asked to", () => {
  const rules = { ...STORM_RULES, inhibit: true };
  const critical = markOf("c", { rank: 0, actorKey: "eve", as: "alone" });
  const place = (mark: Mark, other = critical) => placing([mark, other], [], NOW, rules)(mark);
  const lesser = markOf("w", { actorKey: "eve" });
  assert.equal(place(lesser), { as: "inhibited", under: "c" });
  assert.equal(place(markOf("w", { actorKey: "bob" })), { as: "alone" });
  assert.equal(place(markOf("w", { actorKey: "eve", rank: 0 })), { as: "alone" });
  assert.equal(place(lesser, { ...critical, closesAt: NOW }), { as: "alone" });
  assert.equal(place(lesser, markOf("c", { rank: 0, actorKey: "eve" })), { as: "alone" });
  assert.equal(
    place(lesser, { ...critical, rank: 1 }),
    { as: "alone" },
    "what is high takes none in",
  );
  const { actorKey: _, ...nobody } = lesser;
  assert.equal(place(nobody), { as: "alone" });
  assert.equal(place(nobody, { ...nobody, window: "c", rank: 0, as: "alone" }), { as: "alone" });
  assert.equal(placesOf([lesser, critical])[0], { as: "alone" }, "not by default");
});

test("calls a storm what a handful came before, and of what is not urgent that handful", () => {
  const marks = fc.array(
    fc.record({
      at: fc.nat(1_800_000),
      rank: fc.constantFrom(0, 2),
      rule: fc.constantFrom("a", "b"),
    }),
    { minLength: 20, maxLength: 120, size: "max" },
  );
  let storms = 0;
  fc.assert(
    fc.property(marks, (all) => {
      const given = all.map(({ at, rank, rule }, i) =>
        markOf(`w${i}`, { rank, ruleId: rule, openedAt: NOW - at, since: NOW }),
      );
      const place = placing(given, [], NOW, STORM_RULES);
      const beforeOf = (mark: Mark) =>
        given.filter(
          (it) =>
            it.ruleId === mark.ruleId &&
            it.rank === mark.rank &&
            it.openedAt > mark.openedAt - 900_000 &&
            (it.openedAt < mark.openedAt ||
              (it.openedAt === mark.openedAt && it.window < mark.window)),
        );
      const crowds = given
        .map((mark) => [mark, ...beforeOf(mark)])
        .filter(([mark, ...before]) => before.length >= handfulOf(mark ?? { rank: 0 }));
      for (const mark of given) {
        const isStorm =
          mark.rank === 0
            ? crowds.some(([last]) => last === mark)
            : crowds.some((crowd) => crowd.includes(mark));
        if (isStorm) storms++;
        assert.is(place(mark).as, isStorm ? "storm" : "alone");
      }
    }),
    { numRuns: 200 },
  );
  assert.ok(storms > 100, `${storms} windows in storms`);
});

test.run();

const ids = suite("stormIdOf");

ids("makes ids that are no window's and fit into a key", () => {
  const id = stormIdOf(NOW, "0b6e-44#11-9c");
  assert.match(id, /^storm-[0-9a-z]+-0b6e4411$/);
  assert.ok(isStormId(id));
  assert.not.ok(isStormId("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b-m3x1-abc123"));
});

ids.run();
