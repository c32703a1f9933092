import { suite } from "uvu";
import * as assert from "uvu/assert";
import { deliveryTimeOf } from "../../../src/core/backtest/delivery-time.ts";

const test = suite("deliveryTimeOf()");

const NAME = "111122223333_CloudTrail_eu-central-1_20261102T0905Z_eXaMpLe0123456789.json.gz";

for (const [what, path] of [
  ["a file of another name", "records.json"],
  ["a day that does not exist", NAME.replace("1102", "0230")],
  ["an hour that does not exist", NAME.replace("T0905", "T2505")],
  ["a folder of such a name", `${NAME}/records.json`],
] as const) {
  test(`does not know it of ${what}`, () => {
    assert.is(deliveryTimeOf(path), undefined);
  });
}

for (const [what, path] of [
  ["a log file", NAME],
  ["one in its folder", `logs/AWSLogs/111122223333/CloudTrail/eu-central-1/2026/11/02/${NAME}`],
  ["one of Insights", NAME.replace("_CloudTrail_", "_CloudTrail-Insight_")],
  ["a copy that is not gzipped", NAME.replace(".gz", "")],
] as const) {
  test(`reads it off the name of ${what}`, () => {
    assert.is(deliveryTimeOf(path), Date.parse("2026-11-02T09:05:00Z"));
  });
}

test.run();
