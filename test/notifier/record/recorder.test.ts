import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { headOfItem, markOfItem, memberOfItem } from "../../../src/adapters/aws/alert-items.ts";
import { dynamodbRecords } from "../../../src/adapters/aws/dynamodb-records.ts";
import { dynamodbTurns } from "../../../src/adapters/aws/dynamodb-turns.ts";
import type { Alert } from "../../../src/core/alert/alert.ts";
import { errandOf } from "../../../src/core/thread/errand.ts";
import type { Delivery } from "../../../src/notifier/record/delivery.ts";
import { createRecorder, type Recorder } from "../../../src/notifier/record/recorder.ts";
import type { WindowOptions } from "../../../src/notifier/record/window-facts.ts";
import { alertWith } from "../../support/alerts.ts";
import { type DynaliteTable, dynaliteTable } from "../../support/dynalite-table.ts";
import { type MemoryQueue, memoryQueue } from "../../support/memory-queue.ts";
import { memoryRecords } from "../../support/memory-records.ts";
import { type Death, type Mortal, mortal } from "../../support/mortal.ts";

let table: DynaliteTable;
let queue: MemoryQueue;
let now = 0;
let randoms = 0;
const logged: unknown[] = [];

const clock = { now: () => now, sleep: async () => {} };
const log = {
  info: () => {},
  warn: () => {},
  error: (message: string) => logged.push(message),
  metrics: () => {},
};
const OPTIONS: WindowOptions = {
  windowSeconds: 900,
  groupWaitSeconds: 5,
  snsEach: false,
  random: () => `r${++randoms}`,
};
const SETTINGS = { region: "us-east-1", maxAttempts: 1 };
const credentials = { accessKeyId: "local", secretAccessKey: "local" };

/** One function instance over the shared table and queue. */
function instance(death?: Death, options = OPTIONS): { record: Recorder; life: Mortal } {
  const life = mortal(death);
  const client = life.with(new DynamoDBClient({ ...SETTINGS, credentials, endpoint: table.url }));
  const origin = new URL(queue.url).origin;
  const sqs = life.with(new SQSClient({ ...SETTINGS, credentials, endpoint: origin }));
  const { tableName } = table;
  const records = dynamodbRecords({ client, tableName, clock, random: options.random });
  const turns = dynamodbTurns({ client, tableName, queue: sqs, queueUrl: queue.url, clock });
  return { record: createRecorder({ records, turns, clock, log, options }), life };
}

/** A delivery of an alert to a channel, in a thread. */
function deliveryOf(
  identity: string,
  {
    channel = "slack:C1",
    thread = "t",
    sns = false,
    ...fields
  }: Partial<Alert> & {
    channel?: string;
    thread?: string;
    sns?: boolean;
  } = {},
): Delivery {
  const subject = alertWith({ identity, ...fields });
  return {
    subject,
    whole: () => subject,
    destination: sns ? { kind: "sns", topicArn: channel } : { kind: "slack-app", channel },
    channel,
    identity,
    thread,
    sns: () => ({ subject: identity, body: "{}", attributes: {} }),
  };
}

/** All of the table, read. */
async function contents(client = table.client) {
  const { Items = [] } = await client.send(
    new ScanCommand({ TableName: table.tableName, ConsistentRead: true }),
  );
  const of = (pk: string, sk = "") =>
    Items.filter((item) => item.pk?.S?.startsWith(pk) && item.sk?.S?.startsWith(sk));
  return {
    heads: of("window#", "head").map((item) => headOfItem(item)),
    members: of("members#").map((item) => ({
      window: item.pk?.S?.split("#")[1],
      shard: Number(item.pk?.S?.split("#")[2]),
      member: memberOfItem(item),
    })),
    marks: of("channel#", "mark#").map((item) => ({
      channel: item.pk?.S?.slice("channel#".length),
      ...markOfItem(item),
    })),
    channels: of("channels").map(({ sk }) => sk?.S),
  };
}

const kinds = (outcomes: ReadonlyMap<Delivery, { readonly kind: string }>) =>
  [...outcomes.values()].map(({ kind }) => kind);

const record = suite("createRecorder()");

record.before.each(async () => {
  table = await dynaliteTable();
  queue = await memoryQueue();
  now = 1_769_213_160_000;
  logged.length = 0;
});

record.after.each(async () => {
  await table.close();
  await queue.close();
});

record("says of a table it cannot reach that all comes again, in one line", async () => {
  const deliveries = [deliveryOf("e-1"), deliveryOf("e-2"), deliveryOf("e-3", { thread: "u" })];
  const { record } = instance({ at: 0, after: false });
  assert.equal(kinds(await record(deliveries, now + 10_000)), ["later", "later", "later"]);
  assert.is(logged.length, 1);
  assert.is(queue.sent.length, 0);
});

record("keeps what a window's message can be about where its opener died", async () => {
  for (let at = 0; at < 8; at++) {
    const { record: dying } = instance({ at, after: true });
    await dying([deliveryOf(`first-${at}`, { thread: `t-${at}` })], now + 10_000);
    const { record } = instance();
    const later = ["a", "b"].map((id) => deliveryOf(`${id}-${at}`, { thread: `t-${at}` }));
    for (const delivery of later) await record([delivery], now + 10_000);
  }
  // Once the window is over, the first event comes again.
  now += 1_000_000;
  const { record } = instance();
  for (let at = 0; at < 8; at++) {
    await record([deliveryOf(`first-${at}`, { thread: `t-${at}` })], now + 10_000);
  }
  const { heads, members } = await contents();
  let orphans = 0;
  for (const head of heads) {
    const inIt = members.filter(({ window }) => window === head?.id).map(({ member }) => member);
    const hasFirst = inIt.some(({ identity }) => identity === head?.identity);
    // A head to which no thread points yet is nobody's window.
    if (inIt.length === 0) continue;
    if (!hasFirst) orphans++;
    const others = inIt.filter(({ identity }) => identity !== head?.identity);
    const subjects = others.flatMap(({ subject }) => subject ?? []);
    assert.is(subjects.length, hasFirst ? 0 : 1, JSON.stringify(inIt));
  }
  assert.ok(orphans > 0, "nobody died between opening a window and recording in it");
});

record(
  "keeps it also where the same instance tries again, and what stands in comes again",
  async () => {
    const { records, members } = memoryRecords();
    let failures = 1;
    const table = {
      ...records,
      claim: async (...args: Parameters<typeof records.claim>) => {
        if (args[1] === "first" || failures-- > 0) throw new Error("no answer");
        return await records.claim(...args);
      },
    };
    const deps = { records: table, turns: { ask: async () => {} }, clock, log, options: OPTIONS };
    await createRecorder({ ...deps, records: { ...records, claim: async () => never() } })(
      [deliveryOf("first")],
      now + 10_000,
    );
    const record = createRecorder(deps);
    const subjects = () =>
      [...members.values()].map(({ identity, subject }) => [identity, subject !== undefined]);
    assert.equal(kinds(await record([deliveryOf("joined")], now + 10_000)), ["later"]);
    for (const kind of ["recorded", "known"]) {
      const twice = [deliveryOf("joined"), deliveryOf("joined")];
      assert.equal(kinds(await record(twice, now + 10_000)), [kind, "known"]);
      assert.equal(subjects(), [["joined", true]]);
    }
    await record([deliveryOf("another")], now + 10_000);
    assert.equal(subjects(), [
      ["joined", true],
      ["another", false],
    ]);
  },
);

function never(): never {
  throw new Error("no answer");
}

record("begins no call after the deadline", async () => {
  const { record, life } = instance();
  assert.equal(kinds(await record([deliveryOf("e-1")], now)), ["later"]);
  assert.is(life.calls, 0);
});

record(
  "finishes what it has begun: where there is time for some threads, it records some",
  async () => {
    const { records } = memoryRecords();
    const slow = { ...records };
    for (const name of ["currentWindow", "openWindow", "claimed", "claim", "addMembers"] as const) {
      const call = records[name] as (...args: unknown[]) => Promise<never>;
      Object.assign(slow, {
        [name]: async (...args: unknown[]) => {
          now++;
          return await call(...args);
        },
      });
    }
    const turns = { ask: async () => {} };
    const record = createRecorder({ records: slow, turns, clock, log, options: OPTIONS });
    const threads = Array.from({ length: 100 }, (_, n) =>
      deliveryOf(`e-${n}`, { thread: `t-${n}` }),
    );
    // A thread takes five calls: there is time for those of half of them.
    const outcomes = kinds(await record(threads, now + 250));
    const count = outcomes.filter((kind) => kind === "recorded").length;
    assert.ok(count >= 30 && count <= 50, `${count} of 100`);
  },
);

record(
  "counts what is claimed as recorded though it must come again, and is known then",
  async () => {
    const { records, members } = memoryRecords();
    let isDown = true;
    const addMembers: typeof records.addMembers = async (...args) => {
      if (isDown) throw new Error("table is down");
      await records.addMembers(...args);
    };
    const turns = { ask: async () => {} };
    const halfDown = { ...records, addMembers };
    const record = createRecorder({ records: halfDown, turns, clock, log, options: OPTIONS });
    const come = async () => [...(await record([deliveryOf("e-1")], now + 10_000)).values()];
    assert.equal(await come(), [{ kind: "recorded", unasked: true }]);
    assert.equal(await come(), [{ kind: "later" }]);
    isDown = false;
    assert.equal([await come(), members.size], [[{ kind: "known" }], 1]);
  },
);

record("adds the events of a thread by one call, however many parts its window has", async () => {
  const { records } = memoryRecords();
  const added: number[][] = [];
  const addMembers: typeof records.addMembers = async (_window, members) => {
    added.push(members.map(({ shard }) => shard));
  };
  const turns = { ask: async () => {} };
  const counting = { ...records, addMembers };
  const record = createRecorder({ records: counting, turns, clock, log, options: OPTIONS });
  const many = Array.from({ length: 300 }, (_, n) => deliveryOf(`e-${n}`));
  await record(many, now + 10_000);
  assert.equal([added.length, added[0]?.length, new Set(added[0]).size], [1, 300, 8]);
});

record("records what it may though one thread fails", async () => {
  const { record } = instance();
  await record([deliveryOf("e-1")], now + 10_000);
  const broken = {
    ...deliveryOf("e-2", { thread: "u" }),
    sns: () => assert.unreachable(),
  } as Delivery;
  const sns = { ...broken, destination: { kind: "sns", topicArn: "x" } } as Delivery;
  const outcomes = await record([sns, deliveryOf("e-3")], now + 10_000);
  assert.equal(kinds(outcomes), ["later", "recorded"]);
});

record("begins a window with the earliest event, marks it and asks for the turn", async () => {
  const early = deliveryOf("e-1", { time: 1_000 });
  const late = deliveryOf("e-2", { time: 2_000 });
  const outcomes = await instance().record([late, early], now + 10_000);
  assert.equal(kinds(outcomes), ["recorded", "recorded"]);
  const { heads, members, marks, channels } = await contents();
  assert.is(heads.length, 1);
  const [head] = heads;
  assert.equal(JSON.parse(head?.subject ?? ""), early.subject);
  assert.equal([head?.severity, head?.ruleId, head?.kind], ["high", "rule", "alert"]);
  assert.equal([head?.openedAt, head?.closesAt], [now, now + 900_000]);
  assert.is(head?.sns, undefined);
  assert.equal(members.map(({ member }) => member.identity).sort(), ["e-1", "e-2"]);
  assert.equal(
    marks.map(({ window, rank, since, due }) => [window, rank, since, due]),
    [[head?.id, 1, now, now]],
  );
  assert.equal(channels, ["slack:C1"]);
  assert.equal(
    queue.sent.map(({ body }) => errandOf(JSON.parse(body))),
    [{ kind: "turn", channel: "slack:C1", at: now }],
  );
});

record("tells at once where messages cannot be changed", async () => {
  const topic = { severity: "medium", channel: "sns:arn", sns: true } as const;
  await instance().record([deliveryOf("e-1", topic)], now + 10_000);
  assert.equal(
    (await contents()).marks.map(({ due }) => due),
    [now],
  );
});

record("has what is not urgent wait for more of its thread", async () => {
  await instance().record([deliveryOf("e-1", { severity: "medium" })], now + 10_000);
  assert.equal(
    (await contents()).marks.map(({ due }) => due),
    [now + 5_000],
  );
  assert.equal(
    queue.sent.map(({ delay }) => delay),
    [5],
  );
});

record("knows what is recorded, and neither counts nor forgets it", async () => {
  const deliveries = [deliveryOf("e-1"), deliveryOf("e-1"), deliveryOf("e-2")];
  const first = kinds(await instance().record(deliveries, now + 10_000));
  assert.equal(first.filter((kind) => kind === "recorded").length, 2);
  assert.equal(first.filter((kind) => kind === "known").length, 1);
  const again = kinds(await instance().record(deliveries, now + 10_000));
  assert.equal(again, ["known", "known", "known"]);
  assert.is((await contents()).members.length, 2);
});

record(
  "puts a known event back into its window, though that is closed, and opens none",
  async () => {
    await instance().record([deliveryOf("e-1")], now + 10_000);
    now += 900_000;
    const outcomes = await instance().record([deliveryOf("e-1")], now + 10_000);
    assert.equal(kinds(outcomes), ["known"]);
    const { heads, members, marks } = await contents();
    assert.equal([heads.length, members.length], [1, 1]);
    assert.equal(
      marks.map(({ window, since }) => [window, since]),
      [[heads[0]?.id, now - 900_000]],
    );
  },
);

record("begins a window after a closed one with what is new in it", async () => {
  await instance().record([deliveryOf("e-1")], now + 10_000);
  now += 900_000;
  await instance().record([deliveryOf("e-1"), deliveryOf("e-2", { time: 9e15 })], now + 10_000);
  const { heads, members } = await contents();
  const [first, second] = heads.sort((a, b) => (a?.openedAt ?? 0) - (b?.openedAt ?? 0));
  assert.is(JSON.parse(second?.subject ?? "").identity, "e-2");
  assert.equal(
    members.map(({ window, member }) => [window, member.identity]).sort(),
    [
      [first?.id, "e-1"],
      [second?.id, "e-2"],
    ].sort(),
  );
});

record("keeps a topic's message, and each event's where each is published", async () => {
  const topic = { channel: "sns:arn:topic", sns: true };
  await instance().record([deliveryOf("e-1", topic)], now + 10_000);
  await instance(undefined, { ...OPTIONS, snsEach: true }).record(
    [deliveryOf("e-2", topic), deliveryOf("e-3")],
    now + 10_000,
  );
  const { heads, members } = await contents();
  const texts = new Map(members.map(({ member }) => [member.identity, member.sns]));
  assert.is(JSON.parse(heads.find((head) => head?.sns)?.sns ?? "{}").subject, "e-1");
  assert.is(texts.get("e-1"), undefined);
  assert.is(JSON.parse(texts.get("e-2") ?? "{}").subject, "e-2");
  assert.is(texts.get("e-3"), undefined);
});

record("spreads a window that many events come to, once its head says so", async () => {
  const { record } = instance();
  const many = (from: number) => Array.from({ length: 110 }, (_, i) => deliveryOf(`e-${from + i}`));
  await record(many(0), now + 10_000);
  await record(many(110), now + 10_000);
  const { heads, members } = await contents();
  assert.equal(
    heads.map((head) => head?.shards),
    [8],
  );
  assert.is(members.length, 220);
  assert.equal([...new Set(members.map(({ shard }) => shard))].sort(), [0, 1, 2, 3, 4, 5, 6, 7]);
});

record("says what is recorded but not asked for, when no message can be sent", async () => {
  queue.fails = true;
  const outcomes = await instance().record([deliveryOf("e-1")], now + 10_000);
  assert.equal([...outcomes.values()], [{ kind: "recorded", unasked: true }]);
  queue.fails = false;
  const again = await instance().record([deliveryOf("e-1")], now + 10_000);
  assert.equal([...again.values()], [{ kind: "known" }]);
  assert.is(queue.sent.length, 1);
});

record("has 60 at once that record one thread end in one window", async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 60 }, (_, i) => instance().record([deliveryOf(`e-${i}`)], now + 60_000)),
  );
  assert.equal(new Set(outcomes.flatMap(kinds)), new Set(["recorded"]));
  const { heads, members, marks } = await contents();
  assert.equal([heads.length, members.length, marks.length], [1, 60, 1]);
  assert.is(queue.sent.length, 1);
});

/** Two threads in two channels, one event twice: all paths a batch takes. */
function batch(): Delivery[] {
  return ["slack:C1", "sns:arn:topic"].flatMap((channel) => [
    deliveryOf("e-1", { channel, sns: channel.startsWith("sns") }),
    deliveryOf("e-1", { channel, sns: channel.startsWith("sns") }),
    deliveryOf("e-2", { channel, sns: channel.startsWith("sns") }),
    deliveryOf("e-3", { channel, thread: "u", severity: "low", sns: channel.startsWith("sns") }),
  ]);
}

for (const [after, laterBy] of [
  [false, 900_000],
  [true, 0],
] as const) {
  const when = `${after ? "after" : "before"} any of its calls is done`;
  const again = laterBy === 0 ? "in the same window" : "after its window";
  record(`loses and doubles nothing if it dies ${when}, and all comes ${again}`, async () => {
    const { life, record } = instance();
    await record(batch(), now + 10_000);
    for (let at = 0; at < life.calls; at++) {
      await table.close();
      table = await dynaliteTable();
      queue.sent.length = 0;
      await instance({ at, after }).record(batch(), now + 10_000);
      now += laterBy;
      const outcomes = await instance().record(batch(), now + 10_000);
      assert.not.ok(kinds(outcomes).includes("later"), `call ${at}`);
      const { heads, members, marks } = await contents();
      assert.equal(
        members.map(({ member }) => member.identity).sort(),
        ["e-1", "e-1", "e-2", "e-2", "e-3", "e-3"],
        `call ${at}`,
      );
      const drawable = new Set(heads.map((head) => `${head?.channel} ${head?.id}`));
      for (const { window } of members) {
        const own = marks.filter((mark) => mark.window === window);
        assert.is(own.length, 1, `call ${at}: ${window} is marked once`);
        assert.ok(drawable.has(`${own[0]?.channel} ${window}`), `call ${at}: ${window} has a head`);
      }
      for (const channel of ["slack:C1", "sns:arn:topic"]) {
        const sent = queue.sent.some(({ body }) => body.includes(channel));
        // Planned by the dead one and never sent: the sweep sends it once it is late.
        assert.ok(sent || laterBy === 0, `call ${at}: ${channel} has its turn`);
      }
    }
  });
}

record.run();
