import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { alertOf } from "../../../src/core/alert/alert.ts";
import { removedObjectOf } from "../../../src/core/alert/removed-object.ts";
import { toBusEntry } from "../../../src/core/entry/bus-entry.ts";
import { instantOf } from "../../../src/core/record/event-time.ts";

const test = suite("instantOf()");

for (const odd of [
  undefined,
  null,
  1706054400,
  ["2026-01-24T00:05:12Z"],
  {},
  "",
  "not a time",
  "2026-01-24",
  "2026-01-24T00:05Z",
  "2026-01-24T00:05:12",
  "2026-01-24 00:05:12Z",
  "2026-02-30T00:00:00Z",
  "2026-02-29T00:00:00Z",
  "2026-04-31T00:00:00Z",
  "2026-01-32T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "2016-12-31T23:59:60Z",
  "2026-01-24T24:00:00Z",
  "2026-01-24T00:05:12+0200",
  "2026-01-24T00:05:12+99:00",
  "+002026-01-24T00:05:12Z",
  "2026-01-24T00:05:12Z\n",
  "0000-01-01T00:00:00Z",
  "0001-01-01T00:00:00Z",
  "1969-12-31T23:59:59.999Z",
  "1970-01-01T00:00:00+00:01",
  "9999-12-31T23:59:59-00:01",
  "10000-01-01T00:00:00Z",
  "9999-12-31T23:00:00-01:00",
  `2026-01-24T00:05:12.${"0".repeat(44)}Z`,
  `2026-01-24T00:05:12.${"0".repeat(60_000)}Z`,
]) {
  test(`finds no instant in ${JSON.stringify(odd)}`, () => assert.is(instantOf(odd), undefined));
}

for (const [text, iso] of [
  ["2026-01-24T00:05:12Z", "2026-01-24T00:05:12.000Z"],
  ["2026-01-24t00:05:12z", "2026-01-24T00:05:12.000Z"],
  ["2026-01-24T01:02:03+02:00", "2026-01-23T23:02:03.000Z"],
  ["2026-01-24T01:02:03.123456789Z", "2026-01-24T01:02:03.123Z"],
  ["2026-01-31T23:59:59Z", "2026-01-31T23:59:59.000Z"],
  ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
  ["2024-02-29T23:59:59-11:30", "2024-03-01T11:29:59.000Z"],
  ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000Z"],
  ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
  // 64 characters, the most there may be.
  [`2026-01-24T00:05:12.${"0".repeat(43)}Z`, "2026-01-24T00:05:12.000Z"],
  ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"],
] as const) {
  test(`reads ${text}`, () => assert.is(instantOf(text), Date.parse(iso)));
}

test("reads each day that there is, and no other", () => {
  for (let year = 1999; year <= 2101; year++) {
    for (let month = 1; month <= 12; month++) {
      for (let day = 1; day <= 31; day++) {
        const two = (part: number) => String(part).padStart(2, "0");
        const text = `${year}-${two(month)}-${two(day)}T23:04:05Z`;
        const date = new Date(Date.parse(text));
        const isThere = date.getUTCDate() === day;
        assert.is(instantOf(text), isThere ? date.getTime() : undefined, text);
      }
    }
  }
});

test.run();

const reading = suite("every reader of eventTime");

/** Times of all kinds, most of them one step away from a valid one. */
const times = fc.oneof(
  fc
    .record({
      date: fc.constantFrom("2026-01-24", "2024-02-29", "2023-02-29", "0000-01-01", "9999-12-31"),
      between: fc.constantFrom("T", "T", "t", " "),
      time: fc.constantFrom("00:00:00", "07:30:00", "23:59:59", "23:59:60", "24:00:00", "07:00"),
      fraction: fc.constantFrom("", "", ".5", ".123456789", ",5"),
      zone: fc.constantFrom("Z", "z", "+00:00", "-11:30", "+0200", "+99:00", ""),
    })
    .map(({ date, between, time, fraction, zone }) => date + between + time + fraction + zone),
  fc.integer({ min: -(10 ** 12), max: 10 ** 13 }).map((instant) => new Date(instant).toISOString()),
  fc.constantFrom<unknown>(null, true, 0, 1769213112, 1769213112000, [], {}, "1769213112"),
);

reading("gives the same answer", () => {
  const ref = { bucket: "b", key: "k" };
  let valid = 0;
  fc.assert(
    fc.property(times, (eventTime) => {
      const time = instantOf(eventTime);
      if (time !== undefined) valid++;
      const record = { eventName: "StopLogging", eventTime };
      const raw = { value: record, text: JSON.stringify(record), index: 0, depth: 1, members: 2 };
      const entry = toBusEntry(raw, ref, { includeRecord: true, maxBytes: 100_000 });
      assert.is(entry.time, time);
      const { time: alerted } = alertOf(
        JSON.parse(entry.detail),
        { matched: [] },
        { rules: [] },
        { ...ref, index: 0 },
      );
      assert.is(alerted, time);
      const detail = { bucket: { name: "b" }, object: { key: "k" } };
      assert.is(removedObjectOf({ detail, time: eventTime })?.time, time);
    }),
    { numRuns: 1_000 },
  );
  assert.ok(valid > 50, `only ${valid} valid times were tried`);
});

reading.run();
