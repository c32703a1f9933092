import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  MOST_EVENTS,
  timelineProblems,
  type WrittenTest,
} from "../../../src/core/rule-file/timeline-check.ts";

const test = suite("timelineProblems()");

const REFUSED: readonly [what: string, test: WrittenTest, problem: string][] = [
  [
    "an event beside events",
    { event: {}, events: [{ event: {} }] },
    "event: .*move it into events",
  ],
  ["learning of one event", { event: {}, learning: false }, "learning: .*write events"],
  ["a pace of one", { events: [{ every: "1s", event: {} }] }, "events.0.every: .*add times"],
  [
    "too many in a step",
    { events: [{ times: MOST_EVENTS, event: {} }, { event: {} }] },
    "events: .*at most 10000: these are 10001",
  ],
  [
    "a time of its own and a place",
    { events: [{ at: "1m", event: { eventTime: "2026-01-01T00:00:00Z" } }] },
    "events.0.event.eventTime: .*beside at",
  ],
  [
    "a time of its own and a pace",
    { events: [{ times: 2, every: "1m", event: { eventTime: "2026-01-01T00:00:00Z" } }] },
    "events.0.event.eventTime: .*beside every",
  ],
  [
    "a time that is none",
    { events: [{ event: {} }, { event: { eventTime: "noon" } }] },
    "events.1.event.eventTime: .*must be a time",
  ],
  ["a time that is no text", { events: [{ event: { eventTime: 5 } }] }, "must be a time"],
  [
    "a count that makes no time",
    { events: [{ times: 70, event: { eventTime: "2026-01-01T00:00:{n}Z" } }] },
    "events(.0.event.eventTime)?: .*must be a time",
  ],
  [
    "more than a year",
    { events: [{ event: {} }, { at: "400d", event: {} }] },
    "events: .*at most 366 days: these take 400",
  ],
];

for (const [what, written, problem] of REFUSED) {
  test(`refuses ${what}`, () => {
    const found = timelineProblems([{ event: {} }, written]);
    assert.is(found.length, 1);
    const [{ field, message } = { field: [], message: "" }] = found;
    assert.match(`${field.join(".")}: ${message}`, new RegExp(`^tests\\.1\\..*${problem}`));
  });
}

test("takes tests of one event, and of as many as there may be", () => {
  const tests: readonly WrittenTest[] = [
    { event: { eventTime: "noon" } },
    { events: [{ event: {} }], learning: true },
    { events: [{ times: MOST_EVENTS, every: "1m", at: "2h", event: {} }] },
    { events: [{ event: { eventTime: "2026-01-01T00:00:00Z" } }, { event: { eventTime: null } }] },
    { events: [{ event: { eventTime: "2026-01-01T00:00:00Z" } }, { at: "5d", event: {} }] },
  ];
  assert.equal(timelineProblems(tests), []);
});

test.run();
