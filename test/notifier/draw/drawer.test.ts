import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DeliveryError } from "../../../src/core/alert/delivery-error.ts";
import { errandOf } from "../../../src/core/thread/errand.ts";
import { createChannelDrawer } from "../../../src/notifier/draw/drawer.ts";
import { drawRig, RIG_START, someMembers } from "../../support/draw-rig.ts";
import { rejects } from "../../support/rejects.ts";
import { windowHead } from "../../support/window-heads.ts";

const test = suite("createChannelDrawer");

test("draws no channel that is no destination", async () => {
  const drawer = createChannelDrawer(drawRig().deps);
  assert.equal(await drawer.draw("slack:C9"), { kind: "unknown" });
  await rejects(drawer.postAlone(windowHead({ channel: "slack:C9" })), Error);
});

test("says until when another draws", async () => {
  const rig = drawRig();
  await rig.table.turns.take("slack:C1", "another", 25);
  assert.equal(await createChannelDrawer(rig.deps).draw("slack:C1"), {
    kind: "busy",
    until: RIG_START + 25_000,
  });
});

test("posts one event by itself, as what could not be recorded", async () => {
  const rig = drawRig();
  await createChannelDrawer(rig.deps).postAlone(windowHead());
  assert.equal(
    rig.messages.map(({ picture }) => picture.kind),
    ["alone"],
  );
});

test("draws what was given up when its dead letter is sent back", async () => {
  const rig = drawRig();
  let isRefused = true;
  rig.onCall = () => {
    if (isRefused) throw new DeliveryError("refused", "not_in_channel");
  };
  rig.record({}, someMembers(3));
  await rig.run(RIG_START + 5_000);
  assert.is(rig.table.drawn.get("w-1")?.as, "failed");
  assert.is(rig.table.marks.size, 0);
  assert.is(rig.notices.length, 1);
  isRefused = false;
  const errand = errandOf(rig.letters[0]?.requestPayload);
  assert.equal(errand, { kind: "redraw", channel: "slack:C1", window: "w-1" });
  await createChannelDrawer(rig.deps).redraw("slack:C1", "w-1");
  await rig.run(RIG_START + 10_000);
  assert.is(rig.parents().length, 1);
  assert.is(rig.table.drawn.get("w-1")?.count, 3);
});

test("draws a storm that was given up when its dead letter is sent back", async () => {
  const rig = drawRig();
  let isRefused = false;
  rig.onCall = ({ picture }) => {
    if (isRefused && picture?.kind === "storm") throw new DeliveryError("refused", "no_permission");
  };
  isRefused = true;
  for (let i = 0; i < 9; i++) rig.record({ id: `w-${i}` }, someMembers(2));
  await rig.run(RIG_START + 30_000);
  const [storm] = rig.table.ended.values();
  assert.equal([storm?.drawn.as, rig.table.storms.size], ["failed", 0]);
  isRefused = false;
  await createChannelDrawer(rig.deps).redraw("slack:C1", storm?.id ?? "");
  await rig.run(RIG_START + 60_000);
  const shown = rig.parents().find(({ picture }) => picture.kind === "storm")?.picture;
  assert.is(shown !== undefined && "tally" in shown && shown.tally.count, 18);
});

test("asks for a turn where something is due and nobody has it, and tells what waits", async () => {
  const rig = drawRig();
  const drawer = createChannelDrawer(rig.deps);
  assert.equal(await drawer.sweep(), { waitingThreads: 0, oldestWaitingSeconds: 0 });
  assert.is(rig.table.planned, undefined);
  rig.record({}, [{}]);
  rig.table.planned = undefined;
  rig.now += 90_000;
  assert.equal(await drawer.sweep(), { waitingThreads: 1, oldestWaitingSeconds: 90 });
  assert.is(rig.table.planned, rig.now);
});

test("tells nothing of what waits for a destination that is none any more", async () => {
  const rig = drawRig();
  rig.record({}, [{}]);
  rig.now += 90_000;
  const drawer = createChannelDrawer({ ...rig.deps, penOf: () => undefined });
  assert.equal(await drawer.sweep(), { waitingThreads: 0, oldestWaitingSeconds: 0 });
});

test("leaves a channel alone that somebody draws, or is about to", async () => {
  const rig = drawRig();
  rig.record({}, [{}]);
  rig.table.planned = rig.now - 1_000;
  await createChannelDrawer(rig.deps).sweep();
  assert.is(rig.table.planned, rig.now - 1_000);
  rig.table.planned = undefined;
  await rig.table.turns.take("slack:C1", "another", 25);
  await createChannelDrawer(rig.deps).sweep();
  assert.is(rig.table.planned, undefined);
});

test("asks for the other channels where one cannot be read, and says that it failed", async () => {
  const rig = drawRig();
  rig.record({}, [{}]);
  rig.table.planned = undefined;
  const asked: string[] = [];
  const drawer = createChannelDrawer({
    ...rig.deps,
    penOf: () => rig.deps.penOf("slack:C1"),
    turns: {
      ...rig.deps.turns,
      channels: async () => ["slack:C0", "slack:C1", "slack:C2"],
      ask: async (channel) => void asked.push(channel),
    },
    drawings: {
      ...rig.deps.drawings,
      marks: async (channel) => {
        if (channel === "slack:C0") throw new Error("the table fails");
        // It answers later than the error comes.
        await new Promise((done) => setTimeout(done, 1));
        return rig.deps.drawings.marks("slack:C1");
      },
    },
  });
  await rejects(drawer.sweep(), Error);
  assert.equal(asked, ["slack:C1", "slack:C2"]);
});

test("asks for a turn when a window ends although nothing waits", async () => {
  const rig = drawRig();
  rig.record({}, [{}]);
  await rig.run(RIG_START + 5_000);
  rig.table.planned = undefined;
  await createChannelDrawer(rig.deps).sweep();
  assert.is(rig.table.planned, RIG_START + 900_000);
});

test.run();
