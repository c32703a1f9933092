import { suite } from "uvu";
import * as assert from "uvu/assert";
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
  "2026-13-01T00:00:00Z",
  "2016-12-31T23:59:60Z",
  "2026-01-24T24:00:00Z",
  "2026-01-24T00:05:12+0200",
  "2026-01-24T00:05:12+99:00",
  "+002026-01-24T00:05:12Z",
  "2026-01-24T00:05:12Z\n",
]) {
  test(`finds no instant in ${JSON.stringify(odd)}`, () => assert.is(instantOf(odd), undefined));
}

for (const [text, iso] of [
  ["2026-01-24T00:05:12Z", "2026-01-24T00:05:12.000Z"],
  ["2026-01-24t00:05:12z", "2026-01-24T00:05:12.000Z"],
  ["2026-01-24T01:02:03+02:00", "2026-01-23T23:02:03.000Z"],
  ["2026-01-24T01:02:03.123456789Z", "2026-01-24T01:02:03.123Z"],
  ["2024-02-29T23:59:59-11:30", "2024-03-01T11:29:59.000Z"],
  ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000Z"],
  ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"],
] as const) {
  test(`reads ${text}`, () => assert.is(instantOf(text), Date.parse(iso)));
}

test.run();
