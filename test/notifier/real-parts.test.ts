import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dynamodbClaims } from "../../src/adapters/aws/dynamodb-claims.ts";
import { dynamodbThreads } from "../../src/adapters/aws/dynamodb-threads.ts";
import { slackApp } from "../../src/adapters/slack-app.ts";
import { systemClock } from "../../src/adapters/system-clock.ts";
import { type Desk, startDesk } from "../../src/local/desk/desk.ts";
import { recordEvent } from "../support/bus-events.ts";
import { type DynaliteTable, dynaliteTable } from "../support/dynalite-table.ts";
import { HOSTILE_RECORDS, ordinary } from "../support/hostile.ts";
import { rig } from "../support/notifier-rig.ts";
import { hasShared, SHARED } from "../support/shared.ts";

const ALL = () => ({ matched: ["rule"], faults: [] });

let desk: Desk;
let dynalite: DynaliteTable;

const test = suite("notify() with a real table and the Slack desk");

test.before(async () => {
  desk = await startDesk({ token: "xoxb", channels: [{ id: "C_ALL", name: "all" }] });
  dynalite = await dynaliteTable();
});

test.after(async () => {
  await desk.close();
  await dynalite.close();
});

test("a hundred notifiers racing over DynamoDB make exactly one parent", async () => {
  const { client, tableName } = dynalite;
  const made = rig({
    batchMilliseconds: 900_000,
    real: {
      clock: systemClock,
      claims: dynamodbClaims(client, tableName, systemClock),
      threads: dynamodbThreads(client, tableName, systemClock, 900),
    },
  });
  made.onCall = () => systemClock.sleep(20);
  const race = () =>
    Array.from({ length: 100 }, (_, n) =>
      made.another()([recordEvent({ ...ordinary(), eventID: `00000000-race-${n}` })]),
    );
  const reports = await Promise.all(race());
  assert.is(made.posted.filter(({ threadTs }) => threadTs === undefined).length, 1);
  // Whoever found the table too busy has its event come again, once the first have gone through.
  const failed = reports.filter((report) => report.failed.length > 0).length;
  const again = failed === 0 ? [] : await Promise.all(race());
  assert.is(again.filter((report) => report.failed.length > 0).length, 0);
  const [parent] = made.posted.filter(({ threadTs }) => threadTs === undefined);
  assert.match(JSON.stringify(parent?.message.blocks), "*100 events*");
});

test("Slack takes every message as it is, whatever the record", async () => {
  const made = rig({ judge: ALL, real: { slackApp: slackAtDesk() } });
  const { counters, failed } = await made.send(HOSTILE_RECORDS.map((it) => recordEvent(it)));
  assert.equal(failed, []);
  assert.equal([counters.plain, counters.redrawFailed, counters.malformed], [0, 0, 0]);
  assert.ok(counters.folded > 0 && counters.posted > 0);
});

if (hasShared(test, "the messages of real records"))
  test("Slack takes every message of real records", async () => {
    const records = realRecords();
    const made = rig({ judge: ALL, real: { slackApp: slackAtDesk() } });
    const { counters, failed } = await made.send(records.map((it) => recordEvent(it)));
    assert.ok(counters.events > 60, String(counters.events));
    assert.equal(failed, []);
    assert.equal([counters.plain, counters.redrawFailed, counters.malformed], [0, 0, 0]);
  });

test("begins a new parent when the channel has lost the old one", async () => {
  const made = rig({ judge: ALL, real: { slackApp: slackAtDesk() } });
  const event = (n: number) =>
    recordEvent({ ...ordinary(), eventName: "Lost", eventID: `lost-${n}` });
  await made.send([event(1)]);
  const [[key, item] = []] = [...made.table.threadItems];
  if (key === undefined || item?.thread === undefined) throw new Error("no thread");
  made.table.threadItems.set(key, { ...item, thread: { ...item.thread, ts: "1500000000.000001" } });
  const { counters } = await made.send([event(2)]);
  assert.equal([counters.posted, counters.folded], [1, 0]);
});

test.run();

function slackAtDesk() {
  return slackApp({
    secrets: { get: async () => "xoxb" },
    tokenSecretId: "token",
    apiUrl: desk.apiUrl,
    timeoutMilliseconds: 60_000,
  });
}

/** Every three hundredth record of the corpus. */
function realRecords(): Record<string, unknown>[] {
  const folder = `${SHARED}corpus/ndjson/`;
  return readdirSync(folder)
    .flatMap((file) =>
      gunzipSync(readFileSync(folder + file))
        .toString()
        .split("\n"),
    )
    .filter((line) => line.startsWith("{"))
    .filter((_, at) => at % 300 === 0)
    .map((line) => JSON.parse(line));
}
