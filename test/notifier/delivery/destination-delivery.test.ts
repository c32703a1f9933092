import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DeliveryError } from "../../../src/core/alert/delivery-error.ts";
import type { Destination } from "../../../src/core/alert/route.ts";
import type { Delivery } from "../../../src/notifier/delivery/delivery.ts";
import { deliverToDestination } from "../../../src/notifier/delivery/destination-delivery.ts";
import { deliveryOf, type RunRig, runRig, THREAD_KEY } from "../../support/delivery-run.ts";

const APP: Destination = { kind: "slack-app", channel: "C1" };
const HOOK: Destination = { kind: "slack-webhook", secretId: "hook" };

const test = suite("deliverToDestination()");

async function delivered(made: RunRig, deliveries: readonly Delivery[], destination = APP) {
  const own = deliveries.map((delivery) => ({ ...delivery, destination }));
  const { outcomes, attempts, redraws } = await deliverToDestination(destination, own, made.run);
  return { kinds: own.map((one) => outcomes.get(one)?.kind), attempts, redraws, outcomes };
}

/** An alert that can be told by its title, at a second. */
const at = (title: string, seconds: number | undefined, fields: Partial<Delivery> = {}) => ({
  ...deliveryOf(title, { title, time: (seconds as number) && (seconds as number) * 1_000 }),
  ...fields,
});

const titles = ({ calls }: RunRig) =>
  calls.map(({ name, message }) => `${name} ${/[A-Z]\d?(?=:| called|$)/.exec(message.text)?.[0]}`);

test("does nothing for nothing", async () => {
  const made = await delivered(runRig(), []);
  assert.equal([made.kinds, made.attempts, made.redraws], [[], 0, []]);
});

test("delivers a thread's events together, the earliest first, those without a time last", async () => {
  const made = runRig();
  const { kinds, attempts, redraws } = await delivered(made, [
    at("N", undefined),
    at("B", 20),
    at("X", 1, { threadKey: "thread#other" }),
    at("A", 10),
  ]);
  assert.equal(titles(made), ["post A", "update A", "reply B", "reply N", "post X"]);
  assert.equal(kinds, ["folded", "folded", "posted", "posted"]);
  assert.is(attempts, 4);
  assert.equal(redraws, [{ end: "drawn", plain: 0 }]);
});

test("delivers what has no thread, or goes where there are none, one by one as it came", async () => {
  const made = runRig();
  const { threadKey: _, ...alone } = at("B", 20);
  assert.equal((await delivered(made, [alone, at("A", 10)])).kinds, ["posted", "posted"]);
  assert.equal(titles(made), ["post B", "post A"]);
  const hook = runRig();
  const both = [at("B", 20), at("A", 10)];
  assert.equal((await delivered(hook, both, HOOK)).kinds, ["posted", "posted"]);
  assert.equal(titles(hook), ["webhook B", "webhook A"]);
  assert.is(hook.memory.threadItems.size, 0);
});

test("delivers notices one by one", async () => {
  const made = runRig();
  const notice = (title: string): Delivery => ({
    subject: { kind: "notice", identity: title, title, text: "", facts: [] },
    destination: APP,
    channel: "slack:C1",
    identity: title,
    thread: title,
    claimKey: title,
    sns: () => ({ subject: title, body: "{}", attributes: {} }),
  });
  const { kinds } = await delivered(made, [notice("B"), notice("A")]);
  assert.equal(kinds, ["posted", "posted"]);
  assert.equal(
    made.calls.map(({ message }) => message.text),
    ["[trailbridge] B: ", "[trailbridge] A: "].map((text) => text),
  );
});

test("takes up nothing that the destination has or another is at", async () => {
  const made = runRig();
  const [done, busy, free] = [at("A", 1), at("B", 2), at("C", 3)] as const;
  await made.memory.claims.complete(done.claimKey);
  await made.memory.claims.claim(busy.claimKey);
  const { kinds, attempts } = await delivered(made, [done, busy, free]);
  assert.equal(kinds, ["repeated", "busy", "posted"]);
  assert.is(attempts, 1);
  assert.equal(titles(made), ["post C"]);
});

test("delivers an event that is twice in a batch once", async () => {
  const made = runRig();
  const twice = [at("A", 1), at("A", 1), at("B", 2), at("B", 2)];
  const { kinds, attempts } = await delivered(made, twice);
  assert.equal(kinds, ["posted", "repeated", "folded", "repeated"]);
  assert.is(attempts, 2);
  assert.equal((await delivered(made, twice)).kinds, Array(4).fill("repeated"));
});

test("takes the second of two for busy where the first was not delivered", async () => {
  const made = runRig();
  made.onCall = () => {
    throw new DeliveryError("refused", "is_archived");
  };
  assert.equal((await delivered(made, [at("A", 1), at("A", 1)])).kinds, ["refused", "busy"]);
  const busy = runRig();
  await busy.memory.claims.claim(at("A", 1).claimKey);
  assert.equal((await delivered(busy, [at("A", 1), at("A", 1)])).kinds, ["busy", "busy"]);
});

test("lets others at what it could not deliver, and remembers what it did", async () => {
  const made = runRig();
  made.onCall = ({ message }) => {
    if (message.text.includes(" B")) throw new DeliveryError("later", "http_500");
  };
  const two = [at("B", 1), at("A", 2)];
  assert.equal((await delivered(made, two, HOOK)).kinds, ["later", "posted"]);
  made.onCall = () => {};
  assert.equal((await delivered(made, two, HOOK)).kinds, ["posted", "repeated"]);
});

test("holds back what follows a longer pause, where there are no threads too", async () => {
  const made = runRig();
  let calls = 0;
  made.onCall = () => {
    calls++;
    throw new DeliveryError("later", "ratelimited", { retryAfterSeconds: 30 });
  };
  const { outcomes, attempts } = await delivered(made, [at("A", 1), at("B", 2)], HOOK);
  assert.equal(
    [...outcomes.values()].map((outcome) => "afterSeconds" in outcome && outcome.afterSeconds),
    [30, 31],
  );
  assert.equal([calls, attempts], [1, 2]);
});

test("knows a thread again in the next batch", async () => {
  const made = runRig();
  await delivered(made, [at("A", 1)]);
  assert.ok(made.memory.threadItems.has(THREAD_KEY));
  assert.equal((await delivered(made, [at("B", 2)])).kinds, ["folded"]);
});

test.run();
