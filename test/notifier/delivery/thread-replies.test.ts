import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DeliveryError } from "../../../src/core/alert/delivery-error.ts";
import { subjectOfText } from "../../../src/core/alert/subject.ts";
import { folded } from "../../../src/core/alert/thread.ts";
import { repeatMessage, sightingOfSubject } from "../../../src/core/slack/subject.ts";
import type { Delivery } from "../../../src/notifier/delivery/delivery.ts";
import { replyAll, threadSubject } from "../../../src/notifier/delivery/thread-replies.ts";
import {
  begunThread,
  deliveryOf,
  type RunRig,
  runRig,
  THREAD_KEY,
} from "../../support/delivery-run.ts";

const test = suite("replyAll()");

const workOf = (delivery: Delivery) => ({ delivery, lease: "lease" });

/** Events 1 to n, each from an address of its own. */
const events = (count: number) =>
  Array.from({ length: count }, (_, i) => deliveryOf(`e-${i}`, { sourceIp: `192.0.2.${100 + i}` }));

/** Replies to a thread that had so many events before. */
async function replied(made: RunRig, deliveries: readonly Delivery[], had = 1) {
  const begun = await begunThread(made);
  const before = { ...begun.state, count: had };
  const count = had - 1 + deliveries.length;
  const after = await made.memory.threads.fold(THREAD_KEY, begun.ts, { count });
  if (after === undefined) throw new Error("the thread is gone");
  const parent = subjectOfText(begun.subject);
  const thread = { channel: "C1", key: THREAD_KEY, before, after, parent };
  const left = await replyAll(thread, deliveries.map(workOf), made.run, made.settle);
  return { left, parent, before };
}

const countOf = async ({ memory }: RunRig) =>
  (await memory.threads.read(THREAD_KEY, "parent"))?.state.count;

test("replies to each event in turn, with what the thread did not know before it", async () => {
  const made = runRig();
  const [one, two] = events(2) as [Delivery, Delivery];
  const { left, parent, before } = await replied(made, [one, two]);
  const [first, second] = [one, two].map((delivery) => threadSubject(workOf(delivery)));
  if (first === undefined || second === undefined) throw new Error("two events");
  const known = folded(before, [sightingOfSubject(first, 0)]);
  const to = { name: "reply", to: "C1", ts: "parent" };
  assert.equal(made.calls, [
    { ...to, message: repeatMessage(first, parent, 2, before) },
    { ...to, message: repeatMessage(second, parent, 3, known) },
  ]);
  assert.equal(made.settled, [
    [one, { kind: "folded" }],
    [two, { kind: "folded" }],
  ]);
  assert.equal(left, []);
  assert.is(await countOf(made), 3);
});

for (const [had, count, replies] of [
  [1, 4, 3],
  [3, 2, 1],
  [4, 1, 0],
] as const) {
  test(`replies three times in all: ${replies} of ${count} after ${had}`, async () => {
    const made = runRig();
    await replied(made, events(count), had);
    assert.is(made.calls.length, replies);
    assert.ok(made.settled.every(([, { kind }]) => kind === "folded"));
    assert.is(await countOf(made), had + count);
  });
}

test("takes replies that are held back from the count", async () => {
  const made = runRig();
  made.onCall = () => {
    throw new DeliveryError("later", "ratelimited", { retryAfterSeconds: 30 });
  };
  const { left } = await replied(made, events(3));
  assert.equal(
    made.settled.map(([, outcome]) => outcome),
    [
      { kind: "later", reason: "ratelimited", afterSeconds: 30 },
      ...[31, 32].map((afterSeconds) => ({
        kind: "later",
        reason: "held back as the destination is rate limited",
        afterSeconds,
      })),
    ],
  );
  assert.equal(left, []);
  assert.is(await countOf(made), 1);
});

test("takes a reply that fails from the count, and goes on", async () => {
  const made = runRig();
  let calls = 0;
  made.onCall = () => {
    if (++calls === 1) throw new Error("socket");
  };
  await replied(made, events(2));
  assert.equal(
    made.settled.map(([, outcome]) => outcome),
    [{ kind: "later", reason: "socket", afterSeconds: 5 }, { kind: "folded" }],
  );
  assert.is(await countOf(made), 2);
});

test("says that a reply went out as plain text", async () => {
  const made = runRig();
  made.onCall = ({ message }) => {
    if (message.blocks.length > 0) throw new DeliveryError("content", "invalid_blocks");
  };
  await replied(made, events(1));
  assert.equal(made.settled[0]?.[1], { kind: "folded", plain: true });
});

test("closes a thread whose parent is gone, and leaves what it did not reply", async () => {
  const made = runRig();
  let calls = 0;
  made.onCall = () => {
    if (++calls === 2) throw new DeliveryError("gone", "thread_not_found");
  };
  const deliveries = events(3);
  const { left } = await replied(made, deliveries);
  assert.equal(
    left.map(({ delivery }) => delivery),
    deliveries.slice(1),
  );
  assert.is(made.settled.length, 1);
  assert.is(made.memory.threadItems.size, 0);
});

test.run();

const subjects = suite("threadSubject()");

subjects("refuses a notice", () => {
  const notice = { kind: "notice", identity: "i", title: "T", text: "", facts: [] } as const;
  const work = workOf({ ...deliveryOf("e"), subject: notice });
  assert.throws(() => threadSubject(work), /^Cannot thread a notice: it stands alone$/);
});

subjects.run();
