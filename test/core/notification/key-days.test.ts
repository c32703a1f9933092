import { suite } from "uvu";
import * as assert from "uvu/assert";
import { deliveredIn, shareOf } from "../../../src/core/notification/key-days.ts";
import { ALL_TIME } from "../../../src/core/notification/period.ts";

const TRAIL = "AWSLogs/111122223333/CloudTrail/eu-central-1";

const delivered = suite("deliveredIn()");

for (const [path, from, to] of [
  ["AWSLogs", undefined, undefined],
  ["AWSLogs/111122223333/CloudTrail", undefined, undefined],
  ["copies/2026/11/26", undefined, undefined],
  [`${TRAIL}/2026`, "2026-01-01", "2027-01-01"],
  [`${TRAIL}/2026/12`, "2026-12-01", "2027-01-01"],
  [`${TRAIL}/2024/02/29`, "2024-02-29", "2024-03-01"],
  [
    `o-ab12/AWSLogs/o-ab12/111122223333/CloudTrail/us-east-1/2026/11/26`,
    "2026-11-26",
    "2026-11-27",
  ],
  ["AWSLogs/111122223333/CloudTrail-Insight/us-east-1/2026/11", "2026-11-01", "2026-12-01"],
  [`${TRAIL}/2026/13`, "2026-01-01", "2027-01-01"],
  [`${TRAIL}/2026/11/32`, "2026-11-01", "2026-12-01"],
] as const) {
  delivered(`is ${from ?? "unknown"} to ${to ?? "unknown"} for ${path}`, () => {
    const expected =
      from === undefined ? undefined : { from: Date.parse(from), to: Date.parse(to as string) };
    assert.equal(deliveredIn(path.split("/")), expected);
  });
}

delivered("is any time for a Region as a whole", () => {
  assert.equal(deliveredIn(TRAIL.split("/")), ALL_TIME);
  assert.equal(deliveredIn(`${TRAIL}/notes`.split("/")), ALL_TIME);
});

delivered.run();

const share = suite("shareOf()");

const NOVEMBER = {
  from: Date.parse("2026-11-25T12:00:00Z"),
  to: Date.parse("2026-11-26T12:00:00Z"),
};

for (const [expected, paths] of [
  ["some", ["AWSLogs", TRAIL, `${TRAIL}/2026`, `${TRAIL}/2026/11`, `${TRAIL}/2026/11/25`]],
  ["some", [`${TRAIL}/2026/11/27`]],
  ["all", [`${TRAIL}/2026/11/26`]],
  ["none", [`${TRAIL}/2025`, `${TRAIL}/2026/10`, `${TRAIL}/2026/11/24`, `${TRAIL}/2026/11/28`]],
] as const) {
  for (const path of paths) {
    share(`is ${expected} for ${path}`, () => {
      assert.is(shareOf(path.split("/"), NOVEMBER), expected);
    });
  }
}

share("has a whole Region read at once where no time is named", () => {
  assert.is(shareOf(TRAIL.split("/"), ALL_TIME), "all");
  assert.is(shareOf(["AWSLogs"], ALL_TIME), "some");
});

share("knows a record that is delivered on the day after its call", () => {
  const day = { from: Date.parse("2026-11-26"), to: Date.parse("2026-11-27") };
  assert.is(shareOf(`${TRAIL}/2026/11/27`.split("/"), day), "all");
  assert.is(shareOf(`${TRAIL}/2026/11/28`.split("/"), day), "none");
});

share.run();
