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
  const usage = async (...words: string[]) => (await runCli([costCommand], ["cost", ...words])).err;
  assert.match(await usage("logs/"), /takes a sample: --logs logs\//);
  assert.match(await usage("--days", "1"), /takes a sample, which --days is of: --logs logs\//);
  assert.match(await usage("--filter", "a"), /takes a sample, which --filter is of/);
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

test("is of the days of nearly all records: one whose time is wrong makes no year of them", async () => {
  const days = Array.from({ length: 20 }, (_, n) => record(`${n}`, `2026-01-${10 + n}T00:00:00Z`));
  const log = JSON.stringify({ Records: [...days, record("far", "2099-01-01T00:00:00Z")] });
  const { sample } = JSON.parse((await cost(log, "--json")).out);
  assert.equal(sample, {
    records: 21,
    files: 1,
    days: 19,
    stray: { records: 1, days: [{ day: "2099-01-01", records: 1 }] },
  });
  const { out } = await cost(log);
  assert.match(out, /^21 records in 1 log file, of 19 days; .*\n1 record is of times far from all/);
});

test("says without a sample what a million records cost, by the size of log files", async () => {
  const { out, status, err } = await runCli([costCommand], ["cost", "--json"]);
  assert.is(status, 0, err);
  const { bills, sample } = JSON.parse(out);
  assert.is(sample, null);
  const said = bills.map((it: Record<string, unknown>) => [it.publish, it.recordsPerFile]);
  assert.equal(said, [
    ["all", 300],
    ["matched", 300],
    ["all", 10.8],
    ["matched", 10.8],
  ]);
  const { out: text } = await runCli([costCommand], ["cost"]);
  assert.match(text, /publish: all: 1,000,000 records on the bus, 300 a file\n/);
  assert.match(text, /publish: matched: 10,000 records on the bus, 10\.8 a file\n/);
});

test("says a bill in words, with what is taken for granted", async () => {
  const { out } = await cost(LOG);
  assert.match(out, /^2 records in 1 log file, of 1 day; US dollars for 30 days\n/);
  assert.match(out, /publish: all: 2 of the sample's records\n/);
  assert.match(out, / {2}28\.2\d {4}a month\n/);
  assert.match(out, /Taken for granted:\n- list prices of us-east-1, looked up 2026-11/);
});

test.run();
