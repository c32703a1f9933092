import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Mark } from "../../../src/core/thread/mark.ts";
import { FREE_PACE, opensAt, type Pace, pacedAfterPost } from "../../../src/core/thread/pace.ts";
import {
  dueAt,
  MOST_JOINS,
  type Plan,
  type PlanInput,
  planOf,
} from "../../../src/core/thread/plan.ts";
import { isStormId, type Storm } from "../../../src/core/thread/storm.ts";
import { markOf, MARKS_NOW as NOW, STORM_RULES, stormOf } from "../../support/marks.ts";

const test = suite("planOf");

const plan = (marks: readonly Mark[], about: Partial<PlanInput> = {}): Plan =>
  planOf({
    marks,
    storms: [],
    pace: FREE_PACE,
    now: NOW,
    rules: STORM_RULES,
    canEdit: true,
    ...about,
  });

/** What is done with which windows. */
const brief = (it: Plan): unknown =>
  it.do === "rest"
    ? ["rest", it.until]
    : [it.do, ...(it.do === "join" ? it.marks : [it.mark]).map(({ window }) => window)];

const POSTED: Partial<Mark> = { as: "alone" };
const WAITING = { ...FREE_PACE, postAt: NOW + 800 };

const rows: readonly [
  what: string,
  marks: readonly Mark[],
  about: Partial<PlanInput>,
  expected: unknown,
][] = [
  ["rests for good where nothing is marked", [], {}, ["rest", undefined]],
  [
    "rests until the first is due",
    [markOf("a", { due: NOW + 9 }), markOf("b", { due: NOW + 5 })],
    {},
    ["rest", NOW + 5],
  ],
  [
    "lets a drawer rest, whatever comes",
    [markOf("a", { ...POSTED, notBefore: NOW + 7 })],
    {},
    ["rest", NOW + 7],
  ],
  [
    "draws the most severe first",
    [markOf("a", { since: NOW - 9_000 }), markOf("b", { rank: 1 }), markOf("c", { rank: 3 })],
    {},
    ["draw", "b"],
  ],
  [
    "draws the longest waiting of one severity",
    [markOf("a"), markOf("b", { ruleId: "x", since: NOW - 2 }), markOf("c", { since: NOW - 1 })],
    {},
    ["draw", "b"],
  ],
  [
    "edits what is less severe while the next post has to wait",
    [markOf("a", { rank: 0 }), markOf("b", POSTED)],
    { pace: WAITING },
    ["draw", "b"],
  ],
  [
    "waits for the next post where nothing can be edited",
    [markOf("a", { rank: 0 }), markOf("b", POSTED)],
    { pace: WAITING, canEdit: false },
    ["rest", NOW + 800],
  ],
  [
    "posts while edits pause",
    [markOf("a"), markOf("b", { ...POSTED, rank: 1 })],
    { pace: { postAt: NOW, pauses: { edit: NOW + 60_000 } } },
    ["draw", "b"],
  ],
  [
    "counts all windows of a storm together, before its message is drawn",
    [
      markOf("storm-1", { as: "alone", since: NOW - 5 }),
      markOf("a"),
      markOf("b", { as: "storm", storm: "storm-1" }),
      markOf("c", { as: "storm", storm: "storm-2" }),
    ],
    { storms: [stormOf("storm-1", { openedAt: NOW - 1 })], pace: WAITING },
    ["join", "a", "b"],
  ],
  [
    "draws a storm's message once its windows are counted",
    [markOf("storm-1"), markOf("b", { as: "storm", storm: "storm-1", due: NOW + 5 })],
    { storms: [stormOf("storm-1")] },
    ["storm", "storm-1"],
  ],
  [
    "adds request and response where nothing else is due",
    [markOf("a", { ...POSTED, due: NOW + 900_000, wantsDetails: true })],
    {},
    ["details", "a"],
  ],
  [
    "draws of windows that wait equally long the one whose id is first",
    [markOf("b"), markOf("a"), markOf("c")],
    {},
    ["draw", "a"],
  ],
  [
    "draws a window's end by when it is due, as nothing of it waits",
    [
      (({ since: _, ...rest }) => rest)(markOf("a", { ...POSTED, due: NOW - 1 })),
      markOf("b", { ruleId: "x", since: NOW - 9 }),
      (({ since: _, ...rest }) => rest)(markOf("c", { ...POSTED, due: NOW - 99 })),
    ],
    {},
    ["draw", "c"],
  ],
  [
    "opens one storm for what is of one rule, and leaves another rule's to its own",
    [
      ...["a", "b", "c"].map((id) => markOf(id, { since: NOW - 300_001, openedAt: NOW - 300_001 })),
      ...["d", "e", "f"].map((id) =>
        markOf(id, { since: NOW - 300_001, openedAt: NOW - 300_001, ruleId: "other" }),
      ),
    ],
    {},
    ["join", "a", "b", "c"],
  ],
  [
    "opens a storm without what catches up, of the same rule",
    [
      ...Array.from({ length: 6 }, (_, i) =>
        markOf(`w${i}`, { since: NOW, openedAt: NOW - 200_000 }),
      ),
      ...["x", "y", "z"].map((id) => markOf(id, { since: NOW - 300_001, openedAt: NOW - 100_000 })),
    ],
    {},
    ["join", "x", "y", "z"],
  ],
  [
    "counts no window that is drawn in the storm it opens",
    [
      ...["a", "b", "c"].map((id) => markOf(id, { since: NOW - 300_001, openedAt: NOW - 300_001 })),
      markOf("d", { ...POSTED, since: NOW - 300_001 }),
      markOf("storm-9", { since: NOW - 300_001 }),
    ],
    {},
    ["join", "a", "b", "c"],
  ],
  [
    "posts a storm's message first where it is new, after the pause of posts",
    [markOf("storm-1"), markOf("a", POSTED)],
    { pace: WAITING },
    ["draw", "a"],
  ],
  [
    "counts a window whose storm is not named in the one it is to open",
    [markOf("a", { as: "storm" })],
    {},
    ["join", "a"],
  ],
  [
    "adds request and response of the longest waiting, and never of what has them",
    [
      markOf("a", { ...POSTED, due: NOW + 900_000 }),
      markOf("c", { ...POSTED, due: NOW + 900_000, wantsDetails: true, since: NOW - 5 }),
      markOf("b", { ...POSTED, due: NOW + 900_000, wantsDetails: true, since: NOW - 9 }),
    ],
    {},
    ["details", "b"],
  ],
  [
    "adds them in the moment of the next post, not before",
    [markOf("a", { ...POSTED, due: NOW + 900_000, wantsDetails: true })],
    { pace: { ...FREE_PACE, postAt: NOW } },
    ["details", "a"],
  ],
  [
    "draws what is due in this very moment rather than details",
    [markOf("a", { ...POSTED, due: NOW + 1, wantsDetails: true }), markOf("b", { due: NOW })],
    {},
    ["draw", "b"],
  ],
  [
    "adds them not before the next post",
    [markOf("a", { ...POSTED, due: NOW + 900_000, wantsDetails: true })],
    { pace: WAITING },
    ["rest", NOW + 800],
  ],
  [
    "adds them not while anything else is due, be it held up",
    [markOf("a", { ...POSTED, due: NOW + 900_000, wantsDetails: true }), markOf("b")],
    { pace: { postAt: 0, pauses: { post: NOW + 5_000 } } },
    ["rest", NOW + 5_000],
  ],
];

for (const [what, marks, about, expected] of rows) {
  test(what, () => assert.equal(brief(plan(marks, about)), expected));
}

test("knows how a window is drawn that has a place", () => {
  const next = plan([markOf("a", POSTED)]);
  assert.equal(next.do === "draw" && next.place, { as: "alone" });
  const kept = plan([markOf("a", { as: "storm", storm: "storm-1" })]);
  assert.equal(kept.do === "join" && [kept.kind, kept.storm], ["storm", "storm-1"]);
  assert.not.ok("storm" in plan([markOf("a", { as: "storm" })]));
});

test("opens no storm while the destination is in trouble", () => {
  const marks = Array.from({ length: 7 }, (_, i) =>
    markOf(`w${i}`, { openedAt: NOW - 300_001, since: NOW - 300_001 }),
  );
  const trouble = { kind: "no answer", since: NOW - 1, tries: 1 } as never;
  assert.equal(brief(plan(marks, { pace: { ...FREE_PACE, trouble } })), ["draw", "w0"]);
  assert.is(plan(marks).do, "join");
});

test("opens one storm for all windows that wait together, some at a time", () => {
  const marks = Array.from({ length: 500 }, (_, i) => markOf(`w${String(i).padStart(3, "0")}`));
  const next = plan(marks);
  assert.is(next.do, "join");
  if (next.do !== "join") return;
  assert.equal([next.storm, next.kind, next.marks.length], [undefined, "storm", MOST_JOINS]);
  assert.is(next.marks[0]?.window, "w000");
});

const severity = fc.nat(4);
const anyMark = fc.record({
  rank: severity,
  rule: fc.constantFrom("a", "b", "c"),
  opened: fc.nat(1_000_000),
  waits: fc.integer({ min: -20_000, max: 400_000 }),
  state: fc.constantFrom("new", "new", "alone", "storm"),
  rests: fc.boolean(),
});
const anyPace = fc
  .record({
    post: fc.integer({ min: -5_000, max: 5_000 }),
    edit: fc.integer({ min: -5_000, max: 5_000 }),
  })
  .map(({ post, edit }): Pace => ({ postAt: NOW + post, pauses: { edit: NOW + edit } }));

function marksOf(
  all: readonly {
    rank: number;
    rule: string;
    opened: number;
    waits: number;
    state: string;
    rests: boolean;
  }[],
): Mark[] {
  return all.map(({ rank, rule, opened, waits, state, rests }, i) =>
    markOf(`w${String(i).padStart(3, "0")}`, {
      rank,
      ruleId: rule,
      openedAt: NOW - opened,
      since: NOW - Math.max(0, waits),
      due: NOW - waits,
      ...(state !== "new" && { as: state as "alone" | "storm" }),
      ...(state === "storm" && { storm: "storm-1" }),
      ...(rests && { notBefore: NOW + 1 }),
    }),
  );
}

test("never draws what is less severe while something more severe is due and can be called", () => {
  let choices = 0;
  fc.assert(
    fc.property(
      fc.array(anyMark, { maxLength: 60, size: "max" }),
      anyPace,
      fc.boolean(),
      (all, pace, canEdit) => {
        const marks = marksOf(all);
        const next = plan(marks, { pace, canEdit });
        const post = opensAt(pace, "post");
        const edit = canEdit ? opensAt(pace, "edit") : post;
        const able = marks.filter(
          (mark) =>
            dueAt(mark) <= NOW &&
            (mark.as === "storm" ||
              (mark.as === "alone" ? Math.min(post, edit) <= NOW : post <= NOW)),
        );
        if (next.do === "rest") {
          assert.equal(able, [], "rests although something can be drawn");
          assert.ok(marks.length === 0 || (next.until ?? 0) > NOW, "rests until it may draw");
          return;
        }
        const picked = next.do === "join" ? next.marks : [next.mark];
        assert.ok(picked.length > 0 && picked.every((mark) => dueAt(mark) <= NOW));
        const most = Math.min(...picked.map(({ rank }) => rank));
        if (able.length > 1) choices++;
        for (const { rank, window } of able) assert.ok(most <= rank, `${window} waits`);
      },
    ),
    { numRuns: 500 },
  );
  assert.ok(choices > 200, `${choices} choices`);
});

test("draws every due mark in the end, one post a second, and never joins what stands alone", () => {
  fc.assert(
    fc.property(fc.array(anyMark, { maxLength: 80, size: "max" }), (all) => {
      const marks = new Map(marksOf(all).map((mark) => [mark.window, mark]));
      marks.set("storm-1", markOf("storm-1", { as: "alone" }));
      let storms: Storm[] = [stormOf("storm-1", { ruleId: "z" })];
      let pace = FREE_PACE;
      let now = NOW;
      let lastPost = 0;
      const change = (mark: Mark, changes: Partial<Mark>) =>
        marks.set(mark.window, {
          ...mark,
          since: undefined,
          due: NOW + 9e9,
          notBefore: 0,
          ...changes,
        });
      for (let steps = 0; ; steps++) {
        assert.ok(steps < 400, "it never ends");
        const next = plan([...marks.values()], { storms, pace, now });
        if (next.do === "details") throw new Error("no mark wants details");
        if (next.do === "rest") {
          if ((next.until ?? 9e15) > NOW + 8e9) break;
          assert.ok((next.until ?? 0) > now);
          now = next.until ?? 0;
        } else if (next.do === "join") {
          const id = next.storm ?? `storm-${steps + 2}`;
          if (next.storm === undefined) {
            const [first] = next.marks;
            const { rank = 0, ruleId = "" } = first ?? {};
            assert.ok(
              !storms.some(
                (it) => it.ruleId === ruleId && it.rank === rank && it.kind === next.kind,
              ),
            );
            storms = [...storms, stormOf(id, { kind: next.kind, rank, ruleId, openedAt: now })];
            marks.set(id, markOf(id, { rank, ruleId, due: now }));
          }
          for (const mark of next.marks) {
            assert.is.not(mark.as, "alone");
            change(mark, { as: "storm", storm: id });
          }
        } else {
          if (next.mark.as === undefined) {
            assert.ok(now - lastPost >= 1_100, "two posts within a second");
            lastPost = now;
            pace = pacedAfterPost(pace, now, 1_100);
          }
          change(next.mark, { as: "alone" });
        }
      }
      for (const { window, since, as } of marks.values()) {
        assert.ok(since === undefined && as !== undefined, `${window} is not drawn`);
        if (isStormId(window)) assert.is(as, "alone");
      }
    }),
    { numRuns: 200 },
  );
});

test("rests however many windows wait for their time", () => {
  const waiting = Array.from({ length: 200_000 }, (_, i) =>
    markOf(`w-${i}`, { due: NOW + 60_000 + i, as: "alone" }),
  );
  assert.equal(plan(waiting), { do: "rest", until: NOW + 60_000 });
});

test.run();
