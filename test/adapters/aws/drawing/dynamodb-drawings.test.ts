import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dynamodbDrawings } from "../../../../src/adapters/aws/drawing/dynamodb-drawings.ts";
import { dynamodbEdits } from "../../../../src/adapters/aws/drawing/dynamodb-edits.ts";
import { dynamodbRecords } from "../../../../src/adapters/aws/dynamodb-records.ts";
import { undrawn } from "../../../../src/core/thread/drawn.ts";
import type { Member } from "../../../../src/core/thread/member.ts";
import { FREE_PACE, pacedAfterTrouble } from "../../../../src/core/thread/pace.ts";
import { tallyOf } from "../../../../src/core/thread/tally.ts";
import { type DynaliteTable, dynaliteTable } from "../../../support/dynalite-table.ts";
import { markOf, stormOf } from "../../../support/marks.ts";
import { memberWith } from "../../../support/members.ts";
import { rejects } from "../../../support/rejects.ts";
import { windowHead } from "../../../support/window-heads.ts";

let table: DynaliteTable;
let now = 0;
let last = 0;

const clock = { now: () => now, sleep: async () => {} };
const partsOf = (tableName = table.tableName) => ({
  client: table.client,
  tableName,
  clock,
  random: () => `r${++last}`,
});
const open = async () => {
  table = await dynaliteTable();
  now = 1_700_000_000_000;
};
const close = () => table.close();

const test = suite("dynamodbDrawings()");
test.before.each(open);
test.after.each(close);

test("rejects when the table cannot be reached", async () => {
  const gone = dynamodbDrawings(partsOf("another"));
  await rejects(gone.marks("c"), Error);
  await rejects(gone.renewMark("c", markOf("w"), { due: 1, isWaiting: false }), Error);
  await rejects(gone.putDrawn("w", undrawn("alone")), Error);
  await rejects(gone.putPublished("w", ["e"]), Error);
});

test("knows nothing at first", async () => {
  const drawings = dynamodbDrawings(partsOf());
  assert.equal(await drawings.marks("c"), []);
  assert.equal(await drawings.storms("c"), []);
  assert.is(await drawings.head("w"), undefined);
  assert.is(await drawings.drawn("w"), undefined);
  assert.is(await drawings.storm("c", "storm-1"), undefined);
  assert.equal(await drawings.members("w", 8), []);
  assert.equal(await drawings.stormTallies("storm-1"), new Map());
  assert.equal(await drawings.published("w"), new Set());
  assert.equal(await drawings.pace("c"), FREE_PACE);
});

test("reads what the recorder recorded, of every part of a window", async () => {
  const records = dynamodbRecords(partsOf());
  const drawings = dynamodbDrawings(partsOf());
  const head = windowHead({ shards: 8 });
  await records.openWindow(head, now);
  const members = [0, 3, 7].map((shard) => memberWith({ identity: `e${shard}` }));
  const [first, second, third] = members as [Member, Member, Member];
  await records.addMembers(head.id, [
    { shard: 7, member: third },
    { shard: 0, member: first },
    { shard: 3, member: second },
  ]);
  assert.equal(await drawings.head(head.id), head);
  assert.equal(await drawings.members(head.id, 8), members);
});

test("gives the most severe marks first, the critical ones alone where asked to", async () => {
  const drawings = dynamodbDrawings(partsOf());
  for (const [window, rank] of [
    ["a", 4],
    ["b", 0],
    ["c", 2],
    ["d", 0],
  ] as const) {
    await drawings.putMark("c", markOf(window, { rank }));
  }
  const windows = async (marks: ReturnType<typeof drawings.marks>) =>
    (await marks).map(({ window }) => window);
  assert.equal(await windows(drawings.marks("c")), ["b", "d", "c", "a"]);
  assert.equal(await windows(drawings.criticalMarks("c")), ["b", "d"]);
  assert.equal(await drawings.marks("another"), []);
});

test("keeps a mark as its drawer leaves it", async () => {
  const drawings = dynamodbDrawings(partsOf());
  const mark = markOf("w", { actorKey: "eve" });
  await drawings.putMark("c", mark);
  const facts = { as: "alone", notBefore: now + 9, wantsDetails: true } as const;
  await drawings.renewMark("c", mark, { due: now + 5, isWaiting: true, ...facts });
  assert.equal(await drawings.marks("c"), [{ ...mark, ...facts, due: now + 5 }]);
  await drawings.renewMark("c", mark, { due: now + 6, isWaiting: false, wantsDetails: false });
  const [{ since: _, wantsDetails: __, ...rest }] = [{ ...mark, ...facts, due: now + 6 }];
  assert.equal(await drawings.marks("c"), [rest]);
});

test("neither clears nor postpones what was marked since, but takes over how it is drawn", async () => {
  const records = dynamodbRecords(partsOf());
  const drawings = dynamodbDrawings(partsOf());
  const mark = markOf("w");
  await drawings.putMark("c", mark);
  const { as: _, storm: __, ...recorded } = markOf("w", { version: "v2", due: now - 5 });
  await records.mark("c", recorded);
  await drawings.clearMark("c", mark);
  await drawings.renewMark("c", mark, {
    due: now + 900_000,
    isWaiting: false,
    as: "storm",
    storm: "storm-1",
  });
  const due = Math.min(mark.due, now - 5);
  assert.equal(await drawings.marks("c"), [
    { ...mark, version: "v2", due, as: "storm", storm: "storm-1" },
  ]);
  await drawings.clearMark("c", { ...mark, version: "v2" });
  assert.equal(await drawings.marks("c"), []);
  await drawings.renewMark("c", mark, { due: 1, isWaiting: false });
  assert.equal(await drawings.marks("c"), [], "what is gone does not come back");
});

test("keeps what is drawn, the pace, and what was published", async () => {
  const drawings = dynamodbDrawings(partsOf());
  const drawn = { ...undrawn("alone"), ts: "1.1", count: 3, seen: { accounts: ["x"] } };
  await drawings.putDrawn("w", drawn);
  assert.equal(await drawings.drawn("w"), drawn);
  const pace = pacedAfterTrouble(FREE_PACE, "down", now);
  await drawings.putPace("c", pace);
  assert.equal(await drawings.pace("c"), pace);
  const identities = Array.from({ length: 60 }, (_, i) => `e-${i}`);
  await drawings.putPublished("w", identities);
  await drawings.putPublished("w", ["e-1", "\uD800"]);
  assert.equal([...(await drawings.published("w"))].sort(), [...identities, "\uD800"].sort());
});

test("keeps storms while their end is not drawn, and finds them afterwards", async () => {
  const drawings = dynamodbDrawings(partsOf());
  const [one, two] = [stormOf("storm-1"), stormOf("storm-2")];
  await drawings.putStorm("c", one);
  await drawings.putStorm("c", two);
  assert.equal(await drawings.storms("c"), [one, two]);
  await drawings.endStorm("c", one);
  assert.equal(await drawings.storms("c"), [two]);
  assert.equal(await drawings.storm("c", "storm-1"), one);
  assert.equal(await drawings.storm("c", "storm-2"), two);
});

test("keeps what each window of a storm comes to", async () => {
  const drawings = dynamodbDrawings(partsOf());
  const [one, two] = [
    tallyOf([memberWith()]),
    tallyOf([memberWith(), memberWith({ identity: "e2" })]),
  ];
  await drawings.putStormTally("storm-1", "w1", one);
  await drawings.putStormTally("storm-1", "w2", one);
  await drawings.putStormTally("storm-1", "w2", two);
  assert.equal(
    await drawings.stormTallies("storm-1"),
    new Map([
      ["w1", one],
      ["w2", two],
    ]),
  );
});

test.run();

const edits = suite("dynamodbEdits()");
edits.before.each(open);
edits.after.each(close);

edits("grants a burst to all notifiers together, each once", async () => {
  const notifiers = [dynamodbEdits(partsOf()), dynamodbEdits(partsOf())];
  const permits = [];
  for (let i = 0; i < 12; i++) permits.push(await notifiers[i % 2]?.take(0));
  assert.is(permits.filter((it) => it?.isGranted).length, 10);
  assert.equal(permits[11], { isGranted: false, at: now + 1_500 });
  now += 1_500;
  assert.ok((await notifiers[0]?.take(0))?.isGranted);
});

edits("never grants more than that, however many ask at once", async () => {
  const permits = await Promise.all(
    Array.from({ length: 25 }, () => dynamodbEdits(partsOf()).take(0)),
  );
  const granted = permits.filter(({ isGranted }) => isGranted).length;
  assert.ok(granted > 0 && granted <= 10, `${granted}`);
});

edits("grants nothing while the workspace pauses", async () => {
  const workspace = dynamodbEdits(partsOf());
  await workspace.pause(now + 30_000);
  await workspace.pause(now + 10_000);
  now += 29_999;
  assert.not.ok((await workspace.take(0)).isGranted);
  now += 1;
  assert.ok((await workspace.take(0)).isGranted);
});

edits.run();
