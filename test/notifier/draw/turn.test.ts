import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DeliveryError } from "../../../src/core/alert/delivery-error.ts";
import { drawTurn } from "../../../src/notifier/draw/turn.ts";
import { drawRig, RIG_START, someMembers } from "../../support/draw-rig.ts";
import { rejects } from "../../support/rejects.ts";

const test = suite("drawTurn");

const counted = (picture: object): unknown =>
  "tally" in picture ? (picture.tally as { count: number }).count : undefined;

test("does nothing for a channel that is no destination", async () => {
  const rig = drawRig();
  assert.equal(await drawTurn("slack:C9", rig.deps), { kind: "unknown" });
});

test("posts a window, replies and edits as it grows, and draws its end", async () => {
  const rig = drawRig();
  rig.record({}, [{}]);
  await rig.run(RIG_START + 10_000);
  assert.equal(
    rig.messages.map(({ picture }) => [picture.kind, counted(picture)]),
    [["parent", 1]],
  );
  rig.record({}, someMembers(4));
  await rig.run(RIG_START + 60_000);
  assert.equal(
    rig.parents().map(({ picture, edits }) => [counted(picture), edits]),
    [[5, 1]],
  );
  assert.equal(
    rig.replies().map(({ picture }) => [picture.kind, counted(picture)]),
    [["reply", 5]],
  );
  rig.record({}, someMembers(1));
  await rig.run(RIG_START + 1_000_000);
  assert.is(counted(rig.parents()[0]?.picture ?? {}), 6);
  assert.is(rig.table.marks.size, 0);
  assert.is(rig.table.drawn.get("w-1")?.count, 6);
});

test("leaves its lease to nobody when it cannot read what it draws with", async () => {
  const rig = drawRig();
  rig.record({}, [{}]);
  rig.table.onCall = (name) => {
    if (name === "pace") throw new Error("table is down");
  };
  await rejects(rig.turn(), Error);
  rig.table.onCall = () => {};
  assert.is((await rig.turn()).kind, "done");
  assert.is(rig.parents().length, 1);
});

test("counts what it drew before it could not go on", async () => {
  const rig = drawRig();
  rig.record({}, [{}]);
  rig.table.onCall = (name) => {
    if (name === "renewMark") throw new Error("the table is down");
  };
  const counted: object[] = [];
  const log = { ...rig.deps.log, metrics: (counters: object) => counted.push(counters) };
  rig.now += 5_000;
  await rejects(drawTurn("slack:C1", { ...rig.deps, log }), Error);
  assert.equal(
    counted.map((it) => "drawn" in it && it.drawn),
    [1],
  );
});

test("begins no call after its time, however long it is asked whether a destination answers", async () => {
  const rig = drawRig();
  rig.record({}, [{}]);
  rig.onCall = (_, fail) => fail(new DeliveryError("later", "timeout", { isUnsure: true }));
  await rig.turn();
  rig.now += 6_000;
  rig.onCall = ({ method }) => {
    if (method === "probe") rig.now += 20_000;
  };
  const before = rig.messages.length;
  await rig.turn();
  assert.equal([rig.messages.length, rig.calls.at(-1)?.method], [before, "probe"]);
});

test("draws a storm as one message, its counts exact in the end", async () => {
  const rig = drawRig();
  for (let file = 0; file < 5; file++) {
    for (let actor = 0; actor < 500; actor++) {
      rig.record(
        { id: `w-${actor}` },
        someMembers(20, (i) => ({ identity: `${file}-${i}`, actor: `a${actor}` })),
        5_000,
      );
    }
    await rig.run(RIG_START + (file + 1) * 60_000);
  }
  await rig.run(RIG_START + 360_000);
  const [storm, ...others] = rig.parents().filter(({ picture }) => picture.kind === "storm");
  assert.equal(others, []);
  assert.is(counted(storm?.picture ?? {}), 500 * 100);
  assert.is(rig.parents().length, 1);
  assert.ok(rig.messages.length <= 60, `${rig.messages.length} messages`);
  await rig.run(RIG_START + 2_000_000);
  assert.is(rig.table.marks.size, 0);
  assert.is(rig.table.storms.size, 0);
});

test("names everybody and everything of a storm of critical windows", async () => {
  const rig = drawRig();
  for (let i = 0; i < 100; i++) {
    rig.record({ id: `w-${i}`, severity: "critical" }, [
      { identity: `${i}`, actor: `actor-${i}`, resources: [`bucket-${i}`] },
    ]);
  }
  await rig.run(RIG_START + 300_000);
  const named = new Set(
    rig.messages.flatMap(({ picture }) => {
      if ("news" in picture) return Object.values(picture.news.named).flat();
      if (picture.kind !== "storm" && picture.kind !== "parent") return [];
      return [...picture.tally.actors.keys()].slice(0, picture.kind === "storm" ? 3 : 1);
    }),
  );
  const missing = Array.from({ length: 100 }, (_, i) => `actor-${i}`).filter(
    (actor) => !named.has(actor),
  );
  assert.equal(missing, []);
  assert.ok(rig.messages.length <= 40, `${rig.messages.length} messages`);
});

test("draws what is critical next, whatever waits", async () => {
  const rig = drawRig();
  for (let i = 0; i < 100; i++) rig.record({ id: `w-${i}`, ruleId: `rule-${i}` }, [{}]);
  let at = 0;
  rig.onCall = ({ method }) => {
    if (method !== "post" || rig.calls.length !== 3) return;
    rig.record({ id: "c", severity: "critical" }, [{}]);
    at = rig.now;
  };
  await rig.run(RIG_START + 300_000);
  const drawn = rig.calls.find(
    ({ picture }) => picture && "head" in picture && picture.head.id === "c",
  );
  assert.ok((drawn?.at ?? 9e15) - at <= 1_200, `${(drawn?.at ?? 0) - at} ms`);
  assert.is(rig.parents().length, 101);
});

test("waits while a destination is down and loses nothing", async () => {
  const rig = drawRig();
  const until = RIG_START + 3_600_000;
  rig.onCall = () => {
    if (rig.now < until) throw new DeliveryError("later", "http_503");
  };
  for (let minute = 0; minute < 60; minute++) {
    for (let i = 0; i < 10; i++) {
      rig.record(
        { id: `w-${minute}-${i}`, severity: i === 0 ? "high" : "medium", ruleId: `rule-${i % 3}` },
        [{}],
        i === 0 ? 0 : 5_000,
      );
    }
    await rig.run(RIG_START + (minute + 1) * 60_000);
  }
  const down = rig.calls.length;
  assert.ok(down <= 100, `${down} calls while it was down`);
  await rig.run(until + 600_000);
  const waiting = [...rig.table.marks.values()].filter(({ since }) => since !== undefined);
  assert.equal(waiting, []);
  const shown = rig.parents().map(({ picture }) => Number(counted(picture)));
  assert.is(
    shown.reduce((sum, count) => sum + count, 0),
    600,
  );
});

test("posts little while answers come late", async () => {
  const rig = drawRig();
  const until = RIG_START + 3_600_000;
  rig.onCall = ({ method }, fail) => {
    if (rig.now < until && method === "post")
      fail(new DeliveryError("later", "timeout", { isUnsure: true }));
    if (method === "find") throw new DeliveryError("refused", "missing_scope");
  };
  for (let minute = 0; minute < 60; minute++) {
    rig.record(
      {
        id: `w-${minute}`,
        severity: minute % 10 ? "medium" : "high",
        ruleId: `rule-${minute % 4}`,
      },
      [{}],
    );
    await rig.run(RIG_START + (minute + 1) * 60_000);
  }
  await rig.run(until + 600_000);
  assert.ok(rig.messages.length <= 70, `${rig.messages.length} messages`);
});

test.run();
