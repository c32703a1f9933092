import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type CallsDue,
  callsDue,
  type DrawingTraits,
  editInterval,
  type Situation,
  type ThreadTimes,
} from "../../../src/core/thread/drawing-calls.ts";
import { type Drawn, undrawn } from "../../../src/core/thread/drawn.ts";

const test = suite("callsDue");

const NOW = 1_700_000_000_000;
const APP: DrawingTraits = { canEdit: true, canReply: true, growth: "growing", endsOnly: false };
const HOOK: DrawingTraits = { canEdit: false, canReply: false, growth: "tenfold", endsOnly: false };
const BUS: DrawingTraits = { ...HOOK, endsOnly: true };
const TIMES: ThreadTimes = { groupInterval: 15_000, repeatInterval: 600_000, maxReplies: 20 };
const POSTED: Drawn = { ...undrawn("alone"), ts: "1.1", postedAt: NOW - 60_000, count: 1, told: 1 };

const rows: readonly [
  what: string,
  traits: DrawingTraits,
  drawn: Partial<Drawn>,
  situation: Partial<Situation>,
  due: CallsDue,
][] = [
  ["rests where nothing came", APP, {}, { count: 1 }, { calls: [] }],
  [
    "edits and replies where a repeat came",
    APP,
    {},
    { count: 2, isStale: true },
    { calls: ["edit", "reply"] },
  ],
  [
    "waits for the interval after the last edit and the last reply",
    APP,
    { editedAt: NOW - 5_000, repliedAt: NOW - 4_000, told: 2, count: 2, replies: 1 },
    { count: 3, isStale: true },
    { calls: [], at: NOW + 10_000 },
  ],
  [
    "only edits below the next step, and replies when the repeat interval is over",
    APP,
    { told: 20, count: 20, repliedAt: NOW - 60_000, replies: 5 },
    { count: 30, isStale: true },
    { calls: ["edit"], at: NOW + 540_000 },
  ],
  [
    "replies although no step is reached when the repeat interval is over",
    APP,
    { told: 20, count: 30, repliedAt: NOW - 600_000, replies: 5 },
    { count: 30 },
    { calls: ["reply"] },
  ],
  [
    "replies no more than it may",
    APP,
    { told: 20, replies: 20 },
    { count: 9_000, isStale: true },
    { calls: ["edit"] },
  ],
  [
    "names news above that limit",
    APP,
    { told: 20, replies: 20 },
    { count: 9_000, hasNews: true },
    { calls: ["reply"] },
  ],
  [
    "lets news wait for its growing interval",
    APP,
    { told: 20, replies: 2, repliedAt: NOW - 10_000 },
    { count: 21, hasNews: true },
    { calls: [], at: NOW + 10_000 },
  ],
  [
    "does not reply in a storm",
    APP,
    {},
    { count: 100, isStale: true, isStorm: true },
    { calls: ["edit"] },
  ],
  [
    "names news in a storm",
    APP,
    {},
    { count: 100, hasNews: true, isStorm: true },
    { calls: ["reply"] },
  ],
  [
    "draws the end at once, whatever the intervals",
    APP,
    { editedAt: NOW - 1, repliedAt: NOW - 1, told: 2, count: 2, replies: 9 },
    { count: 5, isStale: true, hasNews: true, isClosed: true },
    { calls: ["edit", "final"] },
  ],
  [
    "ends without a word where all was said",
    APP,
    { told: 20, count: 25 },
    { count: 25, isClosed: true },
    { calls: [] },
  ],
  ["does not summarize below tenfold", HOOK, {}, { count: 9, isStale: true }, { calls: [] }],
  ["summarizes at tenfold", HOOK, {}, { count: 10, isStale: true }, { calls: ["reply"] }],
  ["summarizes news", HOOK, {}, { count: 2, hasNews: true }, { calls: ["reply"] }],
  [
    "summarizes at the end what was not told",
    HOOK,
    { replies: 30 },
    { count: 2, isClosed: true },
    { calls: ["final"] },
  ],
  [
    "does not summarize one event at the end",
    HOOK,
    {},
    { count: 1, isClosed: true },
    { calls: [] },
  ],
  [
    "tells who only wants begin and end nothing in between",
    BUS,
    {},
    { count: 5_000, hasNews: true },
    { calls: [] },
  ],
  [
    "tells them the end of each window",
    BUS,
    {},
    { count: 1, isClosed: true },
    { calls: ["final"] },
  ],
  [
    "tells it once",
    BUS,
    { isEnded: true, told: 2 },
    { count: 2, hasNews: true, isClosed: true },
    { calls: [] },
  ],
  [
    "tells it again where more came afterwards",
    BUS,
    { isEnded: true, told: 2 },
    { count: 3, isClosed: true },
    { calls: ["final"] },
  ],
  ["summarizes a storm", HOOK, {}, { count: 10, isStorm: true }, { calls: ["reply"] }],
];

for (const [what, traits, drawn, situation, due] of rows) {
  test(what, () => {
    const actual = callsDue(
      {
        drawn: { ...POSTED, ...drawn },
        count: 1,
        isStale: false,
        hasNews: false,
        isClosed: false,
        isStorm: false,
        now: NOW,
        ...situation,
      },
      traits,
      TIMES,
    );
    assert.equal(actual, due);
  });
}

test("draws large threads at longer intervals, at most 30 s", () => {
  const intervals = [1, 3_000, 4_000, 50_000].map((count) =>
    editInterval({ count, isStorm: false }, TIMES),
  );
  assert.equal(intervals, [15_000, 15_000, 20_000, 30_000]);
});

test("draws a storm at the same interval however large it is", () => {
  assert.is(editInterval({ count: 50_000, isStorm: true }, TIMES), 15_000);
});

test.run();
