import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DeliveryError } from "../../../src/core/alert/delivery-error.ts";
import { parentMessage, plainMessage } from "../../../src/core/slack/subject.ts";
import { drawParent } from "../../../src/notifier/delivery/draw-parent.ts";
import type { Thread } from "../../../src/ports.ts";
import { alertWith } from "../../support/alerts.ts";
import { begunThread, type RunRig, runRig, THREAD_KEY } from "../../support/delivery-run.ts";

const test = suite("drawParent()");

/** A thread of as many events, one of them drawn. */
async function counted(made: RunRig, count: number): Promise<Thread> {
  const { ts } = await begunThread(made);
  const thread = await made.memory.threads.fold(THREAD_KEY, ts, { count: count - 1 });
  if (thread === undefined) throw new Error("the thread is gone");
  return thread;
}

const draw = (made: RunRig, thread: Thread) => drawParent("C1", THREAD_KEY, thread, made.run);

test("edits the parent to the count that was announced", async () => {
  const made = runRig();
  const thread = await counted(made, 3);
  assert.equal(await draw(made, thread), { end: "drawn", plain: 0 });
  const message = parentMessage(alertWith(), made.run.messageContext, thread.state);
  assert.equal(made.calls, [{ name: "update", to: "C1", message, ts: "parent" }]);
  assert.is((await made.memory.threads.read(THREAD_KEY, "parent"))?.drawn, 3);
});

test("leaves it to who announced as much or more", async () => {
  const made = runRig();
  const thread = await counted(made, 3);
  await made.memory.threads.claimDrawing(THREAD_KEY, "parent", 3);
  assert.equal(await draw(made, thread), { end: "drawn", plain: 0 });
  assert.equal(made.calls, []);
});

test("draws nothing while the table is down", async () => {
  const made = runRig();
  const thread = await counted(made, 3);
  made.memory.fail = true;
  assert.equal(await draw(made, thread), { end: "drawn", plain: 0 });
  assert.equal(made.calls, []);
});

test("draws again what was announced meanwhile, three times at most", async () => {
  const made = runRig();
  const thread = await counted(made, 2);
  made.onCall = async () => {
    const more = await made.memory.threads.fold(THREAD_KEY, "parent", { count: 1 });
    await made.memory.threads.claimDrawing(THREAD_KEY, "parent", more?.state.count ?? 0);
  };
  assert.equal(await draw(made, thread), { end: "drawn", plain: 0 });
  const count = (n: number) =>
    parentMessage(alertWith(), made.run.messageContext, { ...thread.state, count: n });
  assert.equal(
    made.calls.map(({ message }) => message),
    [2, 3, 4].map(count),
  );
});

test("does not draw again where the thread is gone by then", async () => {
  const made = runRig();
  const thread = await counted(made, 2);
  made.onCall = () => made.memory.threads.close(THREAD_KEY, "parent");
  assert.equal(await draw(made, thread), { end: "drawn", plain: 0 });
  assert.is(made.calls.length, 1);
});

test("counts each time it was drawn as plain text", async () => {
  const made = runRig();
  const thread = await counted(made, 2);
  let edits = 0;
  made.onCall = async ({ message }) => {
    if (message.blocks.length > 0) throw new DeliveryError("content", "invalid_blocks");
    if (++edits > 1) return;
    await made.memory.threads.fold(THREAD_KEY, "parent", { count: 1 });
    await made.memory.threads.claimDrawing(THREAD_KEY, "parent", 3);
  };
  assert.equal(await draw(made, thread), { end: "drawn", plain: 2 });
  const message = plainMessage(alertWith(), made.run.messageContext);
  assert.equal(made.calls[0], { name: "update", to: "C1", message, ts: "parent" });
});

test("says that the parent is gone", async () => {
  const made = runRig();
  const thread = await counted(made, 2);
  made.onCall = () => {
    throw new DeliveryError("gone", "message_not_found");
  };
  assert.equal(await draw(made, thread), { end: "gone", plain: 0 });
  assert.equal(made.logged, []);
});

const LIMITED = new DeliveryError("later", "ratelimited", { retryAfterSeconds: 30 });

for (const error of [LIMITED, new Error("socket")]) {
  test(`says that the count is not up to date: ${error.message}`, async () => {
    const made = runRig();
    const thread = await counted(made, 2);
    made.onCall = () => {
      throw error;
    };
    assert.equal(await draw(made, thread), { end: "failed", plain: 0 });
    assert.equal(made.logged, [
      ["warn", "A parent's count is not up to date", { channel: "C1", ts: "parent", error }],
    ]);
    assert.is(made.run.line.held(), undefined, "replies are not held back by edits");
  });
}

test("cannot draw what another version kept", async () => {
  const made = runRig();
  const thread = await counted(made, 2);
  assert.equal(await draw(made, { ...thread, subject: "{}" }), { end: "failed", plain: 0 });
  assert.equal(made.calls, []);
  const [, , fields] = made.logged[0] ?? [];
  assert.match(
    String((fields as { error?: unknown }).error),
    "Cannot draw parent as its record is unreadable",
  );
});

test.run();
