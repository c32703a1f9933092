import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isTimeline, type TimelineStep } from "../../../src/core/rule-file/rule-test.ts";
import { eventsOf, TIMELINE_BEGIN, timelineOf } from "../../../src/core/rule-file/timeline.ts";

const test = suite("timelineOf()");

/** Seconds from the begin, and the event's name. */
function timesOf(...events: readonly TimelineStep[]): readonly (readonly [number, unknown])[] {
  return timelineOf({ events }).map(({ time, record }) => [
    (time - TIMELINE_BEGIN) / 1_000,
    record.eventName,
  ]);
}

test("puts an event a second after the one before", () => {
  assert.equal(timesOf({ event: { eventName: "A" } }, { event: { eventName: "B" } }), [
    [0, "A"],
    [1, "B"],
  ]);
});

test("repeats an event at its pace, a second without one", () => {
  assert.equal(
    timesOf({ times: 3, every: "2m", event: {} }).map(([at]) => at),
    [0, 120, 240],
  );
  assert.equal(
    timesOf({ times: 3, event: {} }).map(([at]) => at),
    [0, 1, 2],
  );
});

test("goes on after the last of those that are repeated", () => {
  const steps = [{ times: 2, every: "1h", event: {} }, { event: { eventName: "B" } }];
  assert.equal(timesOf(...steps).at(-1), [3_601, "B"]);
});

test("puts an event where it is told to, before others too", () => {
  const late = { at: "1d", event: { eventName: "late" } };
  const first = { at: "0s", times: 2, every: "1h", event: { eventName: "first" } };
  assert.equal(timesOf(late, first, { at: "90s", event: { eventName: "between" } }), [
    [0, "first"],
    [90, "between"],
    [3_600, "first"],
    [86_400, "late"],
  ]);
});

test("keeps the order of events of one time", () => {
  const steps = ["A", "B", "C"].map((eventName) => ({ at: "5s", event: { eventName } }));
  assert.equal(
    timesOf(...steps).map(([, name]) => name),
    ["A", "B", "C"],
  );
});

test("counts in the event's texts, however deep, and leaves the rest as it is", () => {
  const event = {
    eventName: "Get{n}",
    requestParameters: { names: ["app-{n}", "{n}{n}"], count: 7, all: true, none: null },
  };
  const [, second] = timelineOf({ events: [{ times: 2, event }] });
  assert.equal(second?.record.eventName, "Get2");
  assert.equal(second?.record.requestParameters, {
    names: ["app-2", "22"],
    count: 7,
    all: true,
    none: null,
  });
});

test("counts each step from 1", () => {
  const steps = [
    { times: 2, event: { eventName: "A{n}" } },
    { times: 2, event: { eventName: "B{n}" } },
  ];
  assert.equal(
    timesOf(...steps).map(([, name]) => name),
    ["A1", "A2", "B1", "B2"],
  );
});

test("makes times and ids that are the events' own, as CloudTrail writes them", () => {
  const events = timelineOf({ events: [{ times: 3, event: {} }] });
  assert.equal(
    events.map(({ record }) => record.eventTime),
    ["2026-01-05T09:00:00Z", "2026-01-05T09:00:01Z", "2026-01-05T09:00:02Z"],
  );
  assert.is(new Set(events.map(({ record }) => record.eventID)).size, 3);
});

test("keeps a time and an id that an event has", () => {
  const event = { eventTime: "2026-03-01T00:00:0{n}Z", eventID: "same" };
  const events = timelineOf({ events: [{ times: 2, event }, { event: { eventID: null } }] });
  assert.equal(
    events.map(({ record: { eventTime, eventID } }) => [eventTime, eventID]),
    [
      ["2026-03-01T00:00:01Z", "same"],
      ["2026-03-01T00:00:02Z", "same"],
      ["2026-03-01T00:00:03Z", "00000000-0000-4000-8000-000000000003"],
    ],
  );
  assert.is(events[1]?.time, Date.UTC(2026, 2, 1, 0, 0, 2));
});

test("knows which step an event is of", () => {
  const events = timelineOf({
    events: [
      { times: 2, event: {} },
      { at: "0s", event: {} },
    ],
  });
  assert.equal(
    events.map(({ step }) => step),
    [0, 1, 0],
  );
});

test.run();

const events = suite("eventsOf()");

events("gives the event of a test, and each step's first of a timeline", () => {
  const event = { eventName: "A{n}" };
  const single = { name: "one", expect: "match" as const, event };
  const several = {
    name: "several",
    expect: "alert" as const,
    events: [{ times: 5, event }, { event: { eventName: "B" } }],
  };
  assert.equal(eventsOf(single), [event]);
  assert.equal(eventsOf(several), [{ eventName: "A1" }, { eventName: "B" }]);
  assert.equal([isTimeline(single), isTimeline(several)], [false, true]);
});

events.run();
