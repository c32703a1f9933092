import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Mute } from "../../../src/core/mute/mute.ts";
import { type DrawRig, drawRig, RIG_START } from "../../support/draw-rig.ts";

const HOUR = 3_600_000;

const mute = (of: Pick<Mute, "kind" | "value">, until = RIG_START + HOUR): Mute => ({
  ...of,
  label: of.value,
  since: RIG_START,
  until,
  by: "alice",
});
const RULE = { kind: "rule", value: "noisy" } as const;

const window = (id: string, more = {}) => ({
  id,
  ruleId: "noisy",
  actorKey: "eve",
  severity: "medium" as const,
  openedAt: RIG_START,
  closesAt: RIG_START + HOUR / 2,
  ...more,
});
const events = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({ identity: `e-${from + i}` }));

/** What turns counted until a time. */
async function countsUntil(rig: DrawRig, until: number) {
  const counts = { drawn: 0, muted: 0 };
  while (rig.now < until) {
    const end = await rig.turn();
    if (end.kind === "done") {
      counts.drawn += end.counters.drawn;
      counts.muted += end.counters.muted;
    }
    const next = rig.table.planned;
    if (next === undefined || next >= until) break;
    rig.now = Math.max(rig.now + 1, next);
  }
  rig.now = until;
  return counts;
}

const test = suite("what is muted");

test("is counted in one message that is edited, with no reply however much comes", async () => {
  const rig = drawRig();
  rig.table.mutes.push(mute(RULE));
  for (let i = 0; i < 4; i++) {
    rig.record(window(`w${i}-a-b`, { actorKey: `actor${i}` }), events(10 * i, 3));
  }
  const first = await countsUntil(rig, RIG_START + 60_000);
  assert.is(rig.parents().length, 1);
  const [message] = rig.parents();
  assert.is(message?.picture.kind, "storm");
  assert.is(message?.picture.kind === "storm" && message.picture.storm.kind, "mute");
  assert.equal(first, { drawn: 0, muted: 12 });
  rig.record(window("w1-a-b", { actorKey: "actor1" }), events(100, 30));
  const second = await countsUntil(rig, RIG_START + 2 * HOUR);
  assert.equal(second, { drawn: 0, muted: 30 });
  assert.is(rig.replies().length, 0);
  assert.ok(rig.parents()[0]?.edits);
  assert.is(rig.table.marks.size, 0, "nothing waits");
});

test("is never what is critical", async () => {
  const rig = drawRig();
  rig.table.mutes.push(mute(RULE), mute({ kind: "actor", value: "eve" }));
  rig.record(window("w-a-b", { severity: "critical" }), events(0, 1));
  await rig.turn();
  assert.is(rig.parents()[0]?.picture.kind, "parent");
});

test("is told again once its time is over, or it is lifted", async () => {
  const rig = drawRig();
  rig.table.mutes.push(mute(RULE, RIG_START + 1_000));
  rig.now = RIG_START + 2_000;
  rig.record(window("w-a-b", { openedAt: rig.now, closesAt: rig.now + HOUR }), events(0, 1));
  await rig.turn();
  assert.is(rig.parents()[0]?.picture.kind, "parent");
});

test("has others of the rule told where it is an actor or a thread", async () => {
  const rig = drawRig();
  rig.table.mutes.push(mute({ kind: "actor", value: "eve" }), mute({ kind: "thread", value: "t" }));
  rig.record(window("w1-a-b"), events(0, 1));
  rig.record(window("t-a-b", { actorKey: "bob" }), events(1, 1));
  rig.record(window("w2-a-b", { actorKey: "bob" }), events(2, 1));
  await countsUntil(rig, RIG_START + 60_000);
  const kinds = rig.parents().map(({ picture }) => picture.kind);
  assert.equal(kinds.sort(), ["parent", "storm", "storm"]);
});

test("goes on silently where it was shown before", async () => {
  const rig = drawRig();
  rig.record(window("w-a-b"), events(0, 1));
  await rig.turn();
  rig.table.mutes.push(mute(RULE));
  rig.record(window("w-a-b"), events(1, 40));
  const counts = await countsUntil(rig, RIG_START + HOUR);
  assert.is(rig.parents().length, 1);
  assert.is(rig.replies().length, 0);
  assert.equal(counts, { drawn: 40, muted: 0 });
});

test("makes no message at all where many threads are none", async () => {
  const rig = drawRig({ traits: { canStorm: false, canEdit: false, canReply: false } });
  rig.table.mutes.push(mute(RULE));
  rig.record(window("w1-a-b"), events(0, 3));
  rig.record(window("w2-a-b", { actorKey: "bob" }), events(3, 4));
  const counts = await countsUntil(rig, RIG_START + 2 * HOUR);
  assert.is(rig.messages.length, 0);
  assert.equal(counts, { drawn: 0, muted: 7 });
  assert.is(rig.table.marks.size, 0);
});

test("has nothing follow a message that cannot be edited, and counts what is not shown", async () => {
  const rig = drawRig({ traits: { canEdit: false, canReply: false, growth: "tenfold" } });
  rig.record(window("w-a-b"), events(0, 1));
  await rig.turn();
  rig.table.mutes.push(mute(RULE));
  rig.record(window("w-a-b"), events(1, 40));
  const counts = await countsUntil(rig, RIG_START + HOUR);
  assert.is(rig.messages.length, 1);
  assert.equal(counts, { drawn: 0, muted: 40 });
});

test.run();
