import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { BusEntry } from "../../src/core/entry/bus-entry.ts";
import { FIRST_CALLS, MOST_CALLS } from "../../src/core/entry/call-window.ts";
import type { EventBus } from "../../src/ports.ts";
import {
  MAX_FAILED_ROUNDS,
  MAX_TRIES,
  Publisher,
  type Sender,
} from "../../src/splitter/publisher.ts";

const test = suite("Publisher");

test("offers what is refused again, by itself, with growing waits, and then fails it", async () => {
  const calls: string[][] = [];
  const { sender, publish, sleeps } = publisher({
    async put(batch) {
      calls.push(batch.map(({ detail }) => detail));
      return batch
        .filter(({ detail }) => detail === "b")
        .map((entry) => ({ entry, code: "ThrottlingException", message: "slow" }));
    },
  });
  await publish(["a", "b", "c"]);
  assert.equal(calls, [["a", "b", "c"], ...Array(MAX_TRIES - 1).fill(["b"])]);
  assert.equal(sleeps, [100, 200, 400, 800]);
  assert.equal(sender.told, ["published", "published", "ThrottlingException: slow"]);
});

test("offers together again all that is refused, as often as calls are answered", async () => {
  const calls: string[][] = [];
  const { sender, publish } = publisher({
    async put(batch) {
      calls.push(batch.map(({ detail }) => detail));
      return batch
        .filter(({ detail }) => detail !== "a")
        .map((entry) => ({ entry, code: "ThrottlingException", message: "slow" }));
    },
  });
  await publish(["a", "b", "c"]);
  assert.equal(calls, [["a", "b", "c"], ...Array(MAX_TRIES - 1).fill(["b", "c"])]);
  assert.equal(sender.told, ["published", ...Array(2).fill("ThrottlingException: slow")]);
});

test("takes what is accepted at a later try for published", async () => {
  let calls = 0;
  const { sender, publish } = publisher({
    async put(batch) {
      calls++;
      return calls < 3 ? batch.map((entry) => ({ entry, code: "x", message: "" })) : [];
    },
  });
  await publish(["a", "b"]);
  assert.equal(sender.told, ["published", "published"]);
});

test("lets no entry fail for its neighbour when the call as a whole is refused", async () => {
  const { sender, publish } = publisher({
    async put(batch) {
      if (batch.some(({ detail }) => detail === "b")) throw new Error("malformed");
      return [];
    },
  });
  await publish(["a", "b", "c"]);
  assert.equal(sender.told, ["published", "published", "Error: malformed"]);
});

test("fails what is left at once when calls keep failing", async () => {
  let calls = 0;
  const { sender, publish } = publisher({
    async put() {
      calls++;
      throw new Error("socket hang up");
    },
  });
  await publish(Array(200).fill("a"));
  assert.is(sender.told.length, 200);
  assert.ok(sender.told.every((reason) => /socket hang up/.test(reason)));
  assert.ok(calls <= FIRST_CALLS * (MAX_FAILED_ROUNDS + 1), String(calls));
});

test("makes a call that fails once more, then one for each entry, until eight have failed", async () => {
  const calls: number[] = [];
  const { subject, sender, publish, sleeps } = publisher({
    async put(batch) {
      calls.push(batch.length);
      throw new Error("socket hang up");
    },
  });
  await publish(["a", "b", "c", "d"]);
  assert.equal(calls, [4, 4, 1, 1, 1, 1, 1, 1]);
  assert.equal(sleeps, [100, 200, 400]);
  assert.equal(subject.stopped, { code: "Error", message: "socket hang up", until: "later" });
  assert.equal(sender.told, Array(4).fill("Error: socket hang up"));
});

test("fails what is left when two calls took long and failed", async () => {
  let [now, calls] = [0, 0];
  const { sender, publish } = publisher(
    {
      async put() {
        calls++;
        now += 5_000;
        throw new Error("no answer");
      },
    },
    60_000,
    () => now,
  );
  await publish(["a", "b"]);
  assert.equal([calls, sender.told], [2, Array(2).fill("Error: no answer")]);
});

test("is not stopped by seven calls that fail, nor by eight with an answer between", async () => {
  let calls = 0;
  const { subject, sender, publish } = publisher({
    async put() {
      if (++calls % 8 > 0) throw "odd";
      return [];
    },
  });
  await publish(["a", "b", "c"]);
  assert.is(subject.stopped, undefined);
  assert.equal(sender.told.slice(0, 1), ["published"]);
  assert.ok(sender.told.every((told) => told === "published" || told === "Error: odd"));
});

test("fails at once, and not for want of time, what comes when the bus does not answer", async () => {
  let calls = 0;
  const { sender, publish } = publisher({
    async put() {
      calls++;
      throw new Error("socket hang up");
    },
  });
  await publish(["a", "b", "c", "d", "e"]);
  const before = calls;
  sender.told.length = 0;
  await publish(["f"]);
  assert.is(calls, before);
  assert.equal(sender.told, ["Error: socket hang up"]);
});

test("fails at once, untried again, what no offer can help", async () => {
  const calls: string[][] = [];
  const { sender, publish, sleeps } = publisher({
    async put(batch) {
      calls.push(batch.map(({ detail }) => detail));
      return batch
        .filter(({ detail }) => detail !== "a")
        .map((entry) => ({ entry, code: "x", message: "m", isFinal: entry.detail === "b" }));
    },
  });
  await publish(["a", "b", "c"]);
  assert.equal(calls, [["a", "b", "c"], ...Array(MAX_TRIES - 1).fill(["c"])]);
  assert.is(sleeps.length, MAX_TRIES - 1);
  assert.equal(sender.told, ["published", "x: m (never)", "x: m"]);
});

test("fails what is left at once when answers accept nothing for long", async () => {
  let calls = 0;
  const { subject, sender, publish } = publisher({
    async put(batch) {
      calls++;
      return batch.map((entry) => ({ entry, code: "ThrottlingException", message: "slow" }));
    },
  });
  await publish(Array(1_000).fill("a"));
  assert.equal(sender.told, Array(1_000).fill("ThrottlingException: slow"));
  assert.ok(calls <= FIRST_CALLS * (MAX_TRIES + 1), String(calls));
  assert.equal(subject.stopped, { code: "ThrottlingException", message: "slow", until: "later" });
});

test("is not stopped while answers accept something, nor by what no offer can help", async () => {
  for (const isFinal of [false, true]) {
    let calls = 0;
    const { subject, publish } = publisher({
      async put(batch) {
        calls++;
        const refused = isFinal ? batch : batch.slice(1);
        return refused.map((entry) => ({ entry, code: "x", message: "", isFinal }));
      },
    });
    await publish(Array(1_000).fill("a"));
    assert.is(subject.stopped, undefined);
    assert.ok(calls >= 100, String(calls));
  }
});

test("goes on when a call fails now and then", async () => {
  let calls = 0;
  const { sender, publish } = publisher({
    async put() {
      calls++;
      if (calls % 2 === 1) throw new Error("socket hang up");
      return [];
    },
  });
  await publish(Array(200).fill("a"));
  assert.equal(new Set(sender.told), new Set(["published"]));
});

test("sends nothing when time is up", async () => {
  let calls = 0;
  const bus: EventBus = {
    async put() {
      calls++;
      return [];
    },
  };
  const { sender, publish } = publisher(bus, 0);
  await publish(["a", "b"]);
  assert.equal(sender.told, Array(2).fill("TimeIsUp: time is up (time)"));
  assert.is(calls, 0);
});

test("keeps as many calls under way as it may and makes the caller wait for more", async () => {
  let underWay = 0;
  let most = 0;
  const answers: (() => void)[] = [];
  const { subject, sender } = publisher({
    async put() {
      most = Math.max(most, ++underWay);
      await new Promise<void>((resolve) => answers.push(resolve));
      underWay--;
      return [];
    },
  });
  let waiting = false;
  const adding = (async () => {
    for (let i = 0; i < 200; i++) {
      const wait = subject.add({ entry: entryOf("a"), index: 0, sender });
      waiting = true;
      await wait;
      waiting = false;
    }
    await subject.drain();
  })();
  for (let round = 0; round < 20; round++) {
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(underWay <= FIRST_CALLS);
    if (round === 0) assert.ok(waiting && underWay === FIRST_CALLS);
    for (const answer of answers.splice(0)) answer();
  }
  await adding;
  assert.is(most, FIRST_CALLS);
  assert.is(sender.told.length, 200);
});

test("has more calls under way while the bus answers as quickly as ever, half after a throttle", async () => {
  let [now, underWay, throttled] = [0, 0, false];
  const most = new Map<number, number>();
  let answers: (() => void)[] = [];
  const bus: EventBus = {
    async put(batch) {
      underWay++;
      most.set(now, underWay);
      await new Promise<void>((resolve) => answers.push(resolve));
      underWay--;
      const [first] = batch;
      if (!throttled || first === undefined) return [];
      return [{ entry: first, code: "ThrottlingException", message: "slow" }];
    },
  };
  const { sender, publish } = publisher(bus, 60_000, () => now);
  const publishing = publish(Array(2_000).fill("a"));
  let isDone = false;
  publishing.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await new Promise((resolve) => setImmediate(resolve));
    now += 20;
    throttled = now === 140;
    const due = answers;
    answers = [];
    for (const answer of due) answer();
  }
  await publishing;
  // After the throttle eight answers, one for each call under way, make it one more.
  assert.equal(
    [0, 20, 40, 140, 160, 300].map((at) => most.get(at)),
    [FIRST_CALLS, 2 * FIRST_CALLS, MOST_CALLS, MOST_CALLS, MOST_CALLS / 2 + 1, MOST_CALLS],
  );
  assert.equal(sender.told, Array(2_000).fill("published"));
});

test.run();

function publisher(bus: EventBus, deadline = 1_000, now = () => 0) {
  const sleeps: number[] = [];
  const clock = { now, sleep: async (ms: number) => void sleeps.push(ms) };
  const subject = new Publisher({ bus, clock }, 1_000_000, deadline);
  const told: string[] = [];
  const sender: Sender & { told: string[] } = {
    told,
    published: () => void told.push("published"),
    failed: (_index, { code, message, until }) => {
      told.push(`${code}: ${message}${until === "later" ? "" : ` (${until})`}`);
    },
  };
  const publish = async (details: readonly string[]) => {
    for (const detail of details) await subject.add({ entry: entryOf(detail), index: 0, sender });
    await subject.drain();
  };
  return { subject, sender, publish, sleeps };
}

function entryOf(detail: string): BusEntry {
  return { source: "s", detailType: "t", resources: [], detail };
}
