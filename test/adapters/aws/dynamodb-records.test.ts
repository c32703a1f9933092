import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { headOfItem, markOfItem, memberOfItem } from "../../../src/adapters/aws/alert-items.ts";
import { dynamodbRecords } from "../../../src/adapters/aws/dynamodb-records.ts";
import type { Mark } from "../../../src/core/thread/mark.ts";
import type { Member } from "../../../src/core/thread/member.ts";
import { KEEP_SECONDS } from "../../../src/core/thread/table-key.ts";
import { shardOf } from "../../../src/core/thread/window.ts";
import type { AlertRecords, PlacedMember } from "../../../src/ports.ts";
import { type DynaliteTable, dynaliteTable } from "../../support/dynalite-table.ts";
import { mortal } from "../../support/mortal.ts";
import { rejects } from "../../support/rejects.ts";
import { windowHead } from "../../support/window-heads.ts";

let table: DynaliteTable;
let now = 0;
let randoms = 0;

const clock = { now: () => now, sleep: async () => {} };

/** A notifier's records; all of them share the table. */
function recordsOf(tableName = table.tableName): AlertRecords {
  const random = () => `random-${++randoms}`;
  return dynamodbRecords({ client: table.client, tableName, clock, random });
}

async function itemsOf(pk: string) {
  const { Items = [] } = await table.client.send(
    new ScanCommand({ TableName: table.tableName, ConsistentRead: true }),
  );
  return Items.filter((item) => item.pk?.S?.startsWith(pk));
}

function placed(identity: string, shard = 0): PlacedMember {
  return { shard, member: member(identity) };
}

function member(identity: string): Member {
  return {
    identity,
    recordedAt: 1,
    time: 1,
    ruleIds: ["rule"],
    severity: "high",
    outcome: "succeeded",
    resources: [],
  };
}

const records = suite("dynamodbRecords()");

records.before.each(async () => {
  table = await dynaliteTable();
  now = 1_000;
});

records.after.each(async () => {
  await table.close();
});

records("rejects when the table cannot be reached", async () => {
  const gone = recordsOf("another");
  await rejects(gone.currentWindow("c", "t", now), Error);
  await rejects(gone.openWindow(windowHead(), now), Error);
  await rejects(gone.claim("c", "e", { window: "w", shard: 0 }), Error);
  await rejects(gone.addMembers("w", [placed("e")]), Error);
  await rejects(gone.mark("c", markWith({})), Error);
});

records("knows no window of a thread that nothing came to", async () => {
  assert.is(await recordsOf().currentWindow("slack:C1", "t-1", now), undefined);
});

records("has a window take events until the moment it closes", async () => {
  const one = recordsOf();
  await one.openWindow(windowHead(), now);
  const current = (at: number) => one.currentWindow("slack:C1", "t-1", at);
  assert.equal(await current(899_999), {
    id: "w-1",
    openedAt: 0,
    identity: windowHead().identity,
    closesAt: 900_000,
  });
  assert.is(await current(900_000), undefined);
  assert.is(await one.currentWindow("slack:C2", "t-1", now), undefined);
  assert.is(await one.currentWindow("slack:C1", "t-2", now), undefined);
});

records("follows a closed window by another, whose head is there as well", async () => {
  const one = recordsOf();
  await one.openWindow(windowHead(), now);
  const next = windowHead({ id: "w-2", openedAt: 900_000, closesAt: 1_800_000 });
  assert.is((await one.openWindow(next, 900_000)).id, "w-2");
  const heads = (await itemsOf("window#")).map((item) => headOfItem(item));
  assert.equal(heads.map((head) => head?.id).sort(), ["w-1", "w-2"]);
  assert.equal(
    heads.find((head) => head?.id === "w-2"),
    next,
  );
});

records("keeps the longest SNS message, of whatever characters it is made", async () => {
  const body = JSON.stringify({ text: `"\\\u0001`.repeat(20_000) });
  const sns = JSON.stringify({ subject: "s", body: body.slice(0, 256_000), attributes: {} });
  const one = recordsOf();
  await one.openWindow(windowHead({ sns }), now);
  await one.addMembers("w-1", [{ shard: 0, member: { ...member("e-1"), sns } }]);
  assert.is(headOfItem((await itemsOf("window#"))[0])?.sns, sns);
  assert.is((await itemsOf("members#")).map(memberOfItem)[0]?.sns, sns);
});

records("gives 200 that open a thread at once one window with one head", async () => {
  const opened = await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      recordsOf().openWindow(windowHead({ id: `w-${i}` }), now),
    ),
  );
  assert.is(new Set(opened.map(({ id }) => id)).size, 1);
  const heads = (await itemsOf("window#")).map((item) => headOfItem(item)?.id);
  assert.equal(heads, [opened[0]?.id]);
});

records("keeps a window whose opening was answered to nobody", async () => {
  const one = recordsOf();
  await one.openWindow(windowHead(), now);
  assert.is((await one.openWindow(windowHead(), now)).id, "w-1");
  assert.is((await itemsOf("window#")).length, 1);
});

records("claims an event once, and tells everybody else where it is", async () => {
  const places = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      recordsOf().claim("c", "e-1", { window: `w-${i}`, shard: i % 8 }),
    ),
  );
  assert.is(places.filter(({ isNew }) => isNew).length, 1);
  const { window, shard } = places[0] ?? {};
  for (const place of places) assert.equal([place.window, place.shard], [window, shard]);
  assert.equal(await recordsOf().claimed("c", "e-1"), { window, shard });
  assert.is(await recordsOf().claimed("c", "e-2"), undefined);
  assert.is(await recordsOf().claimed("d", "e-1"), undefined);
});

records("remembers a claim for as long as an event can come again", async () => {
  const one = recordsOf();
  await one.claim("c", "e-1", { window: "w-1", shard: 0 });
  const again = () => one.claim("c", "e-1", { window: "w-2", shard: 0 });
  now += KEEP_SECONDS * 1_000 - 1_000;
  assert.equal(await again(), { isNew: false, window: "w-1", shard: 0 });
  now += 3_000;
  assert.equal(await again(), { isNew: true, window: "w-2", shard: 0 });
});

records("counts a member once, however often and by whomever it is added", async () => {
  const all = Array.from({ length: 60 }, (_, i) => placed(`e-${i}`));
  await Promise.all([
    recordsOf().addMembers("w-1", all),
    recordsOf().addMembers("w-1", [...all.slice(10, 40), ...all.slice(20, 30)]),
  ]);
  await recordsOf().addMembers("w-1", []);
  const members = (await itemsOf("members#w-1#0")).map(memberOfItem);
  assert.is(members.length, 60);
  assert.equal(
    members.find(({ identity }) => identity === "e-7"),
    member("e-7"),
  );
});

records("spreads a wide window's members, and never narrows it again", async () => {
  const one = recordsOf();
  await one.openWindow(windowHead(), now);
  await one.widen("w-1", 8);
  await one.widen("w-1", 1);
  await one.widen("unknown", 8);
  const heads = (await itemsOf("window#")).map((item) => headOfItem(item));
  assert.equal(
    heads.map((head) => head?.shards),
    [8],
  );
  await one.addMembers("w-1", [placed("e-1", shardOf("e-1", 8))]);
  assert.is((await itemsOf(`members#w-1#${shardOf("e-1", 8)}`)).length, 1);
});

records("has 200 recorders of one thread end in one window with 200 members", async () => {
  await Promise.all(
    Array.from({ length: 200 }, async (_, i) => {
      const one = recordsOf();
      const { id } = await one.openWindow(windowHead({ id: `w-${i}` }), now);
      const place = await one.claim("slack:C1", `e-${i}`, { window: id, shard: 0 });
      await one.addMembers(place.window, [placed(`e-${i}`, place.shard)]);
    }),
  );
  assert.is((await itemsOf("window#")).length, 1);
  assert.is((await itemsOf("members#")).length, 200);
});

function markWith(fields: Partial<Mark>): Mark {
  return {
    window: "w-1",
    rank: 1,
    ruleId: "rule",
    actorKey: "actor",
    openedAt: 0,
    closesAt: 900_000,
    since: 1_000,
    due: 6_000,
    version: "v-1",
    ...fields,
  };
}

records("marks a window with all its facts", async () => {
  await recordsOf().mark("c", markWith({}));
  assert.equal((await itemsOf("channel#c")).map(markOfItem), [markWith({})]);
  await recordsOf().mark("d", {
    window: "w-1",
    rank: 4,
    openedAt: 0,
    closesAt: 1,
    due: 2,
    version: "v",
  });
  const [bare] = (await itemsOf("channel#d")).map(markOfItem);
  assert.equal(bare, {
    window: "w-1",
    rank: 4,
    openedAt: 0,
    closesAt: 1,
    since: now,
    due: 2,
    version: "v",
  });
});

for (const isFirst of [true, false]) {
  const guess = isFirst ? "the first" : "a further one";
  records(`keeps of two marks the earlier due and since, taken each for ${guess}`, async () => {
    const one = recordsOf();
    await one.mark("c", markWith({}), isFirst);
    await one.mark("c", markWith({ due: 9_000, since: 4_000, version: "v-2" }), isFirst);
    const marks = async () => (await itemsOf("channel#c")).map(markOfItem);
    assert.equal(await marks(), [markWith({ version: "v-2" })]);
    await one.mark("c", markWith({ due: 2_000, since: 2_000, version: "v-3" }), isFirst);
    assert.equal(await marks(), [markWith({ due: 2_000, version: "v-3" })]);
  });
}

records("marks by one write where it is guessed right whether there is a mark", async () => {
  const life = mortal();
  life.with(table.client);
  const one = recordsOf();
  await one.mark("c", markWith({}), true);
  assert.is(life.calls, 1);
  await one.mark("c", markWith({ due: 9_000 }), false);
  assert.is(life.calls, 2);
});

records("marks once where many mark at once, with the least due of all", async () => {
  await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      recordsOf().mark("c", markWith({ due: 5_000 + ((i * 7) % 40), version: `v-${i}` })),
    ),
  );
  const marks = (await itemsOf("channel#c")).map(markOfItem);
  assert.equal(
    marks.map(({ due }) => due),
    [5_000],
  );
});

records("lists a channel once, however often it is registered", async () => {
  await Promise.all(["c", "d", "c"].map((channel) => recordsOf().register(channel)));
  assert.equal((await itemsOf("channels")).map(({ sk }) => sk?.S).sort(), ["c", "d"]);
});

records.run();
