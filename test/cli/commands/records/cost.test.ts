import { suite } from "uvu";
import * as assert from "uvu/assert";
import { costCommand } from "../../../../src/cli/commands/records/cost.ts";
import { runCli } from "../../../support/cli.ts";

const test = suite("cost");

const cost = (text: string, ...words: string[]) =>
  runCli([costCommand], ["cost", "--logs", "-", ...words], text);
const record = (id: string, time: string, more: object = {}) => ({
  eventID: id,
  eventTime: time,
  eventName: "GetObject",
  eventSource: "s3.amazonaws.com",
  readOnly: true,
  recipientAccountId: "111122223333",
  ...more,
});
const LOG = JSON.stringify({
  Records: [
    record("a", "2026-01-02T00:00:00Z", { requestParameters: { text: "x".repeat(40_000) } }),
    record("b", "2026-01-03T00:00:00Z", { errorCode: "AccessDenied", readOnly: false }),
  ],
});

test("refuses what is no sample, and says what is missing", async () => {
  assert.match((await runCli([costCommand], ["cost"])).err, /takes a sample: --logs logs\//);
  assert.is((await runCli([costCommand], ["cost", "--logs", "/nonexistent"])).status, 2);
  assert.match((await cost('{"Records":[]}')).err, /there is no record/);
  for (const days of ["0", "0.01", "x", "-1"]) {
    assert.match((await cost(LOG, `--days=${days}`)).err, /--days takes days, an hour at least/);
  }
  const short = JSON.stringify({ Records: [record("a", "2026-01-02T00:00:00Z")] });
  assert.match((await cost(short)).err, /shorter than an hour/);
  assert.is((await cost(LOG, "--filter", "readOnly ==")).status, 2);
});

test("counts what each setting of publish puts on the bus, in units of 64 KB", async () => {
  const { out, status, err } = await cost(LOG, "--filter", "readOnly == `true`", "--json");
  assert.is(status, 0, err);
  const { bills, sample, prices } = JSON.parse(out);
  assert.equal(sample, { records: 2, files: 1, days: 1 });
  assert.match(prices.date, /^\d{4}-\d\d$/);
  const counted = bills.map((it: Record<string, number>) => [it.publish, it.records, it.units]);
  assert.equal(counted, [
    ["all", 2, 3],
    ["matched", 1, 1],
    ["filter", 1, 2],
  ]);
});

test("says a bill in words, with what is taken for granted", async () => {
  const { out } = await cost(LOG);
  assert.match(out, /^2 records in 1 log files, of 1 days; US dollars for 30 days\n/);
  assert.match(out, /publish: all: 2 of the sample's records\n/);
  assert.match(out, / {2}28\.21 {2}a month\n/);
  assert.match(out, /Taken for granted:\n- list prices of us-east-1 of 2026-11/);
});

test.run();
