import { suite } from "uvu";
import * as assert from "uvu/assert";
import { chartedHours, chartMarkup } from "../../../src/cli/report/chart-markup.ts";

const test = suite("chartMarkup()");

const PERIOD = { from: "2026-11-02T09:30:00.000Z", to: "2026-11-03T10:00:00.000Z" };

test("charts the hours of the period, its first and its last whole", () => {
  const within = [
    ["2026-11-02T09:00Z", 3],
    ["2026-11-03T10:00Z", 4],
  ] as const;
  const stray = [
    ["1970-01-01T00:00Z", 1],
    ["2099-01-01T00:00Z", 1_200],
  ] as const;
  const hours = [stray[0], ...within, stray[1]];
  assert.equal(chartedHours(hours, PERIOD), { within, stray });
  const { text } = chartMarkup("0", "says", hours, PERIOD);
  assert.match(text, 'data-hours="0"');
  assert.match(
    text,
    "Not in the chart: 1,201 alerts of times far from all others, 1970-01-01 (1), 2099-01-01 (1,200)",
  );
});

test("is no chart where nothing is in the period", () => {
  assert.not.match(chartMarkup("0/1", "says", [], null).text, "data-hours");
  const { text } = chartMarkup("0/1", "says", [["2099-01-01T00:00Z", 1]], PERIOD);
  assert.not.match(text, "data-hours");
  assert.match(text, "Not in the chart: 1 alert of times far");
});

test.run();
