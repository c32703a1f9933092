import { randomUUID } from "node:crypto";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dynamodbClaims } from "../../../src/adapters/aws/dynamodb-claims.ts";
import { dynamodbThreads } from "../../../src/adapters/aws/dynamodb-threads.ts";
import type { Claims, Clock, NewThread, Threads } from "../../../src/ports.ts";
import { type DynaliteTable, dynaliteTable } from "../../support/dynalite-table.ts";
import { memoryTable } from "../../support/memory-table.ts";

const THREAD: NewThread = {
  ts: "1.1",
  subject: '{"kind":"alert"}',
  state: {
    count: 1,
    firstSeen: 1_000,
    lastSeen: 1_000,
    addresses: ["192.0.2.1"],
    regions: ["us-east-1"],
  },
};

let dynalite: DynaliteTable;

/** The fake that the use case's tests rely on must behave as the table does. */
const tables: [name: string, make: (clock: Clock) => { claims: Claims; threads: Threads }][] = [
  [
    "DynamoDB",
    (clock) => ({
      claims: dynamodbClaims(dynalite.client, dynalite.tableName, clock),
      threads: dynamodbThreads(dynalite.client, dynalite.tableName, clock, 900),
    }),
  ],
  ["memory", (clock) => memoryTable(clock)],
];

for (const [name, make] of tables) {
  const claimsTest = suite(`claims in ${name}`);
  claimsTest.before(open);
  claimsTest.after(close);

  claimsTest("are given once, and done for good", async () => {
    const { claims } = make(clockAt());
    const key = randomUUID();
    const first = await claims.claim(key);
    assert.is(first.kind, "claimed");
    assert.equal(await claims.claim(key), { kind: "busy" });
    await claims.complete(key);
    assert.equal(await claims.claim(key), { kind: "done" });
  });

  claimsTest("are free again when released by their holder alone", async () => {
    const { claims } = make(clockAt());
    const key = randomUUID();
    const first = await claims.claim(key);
    await claims.release(key, "someone else's");
    assert.equal(await claims.claim(key), { kind: "busy" });
    await claims.release(key, first.kind === "claimed" ? first.lease : "");
    assert.is((await claims.claim(key)).kind, "claimed");
  });

  claimsTest("are free again when the lease is over, done ones after 14 days", async () => {
    const clock = clockAt();
    const { claims } = make(clock);
    const key = randomUUID();
    await claims.claim(key);
    clock.at += 89_000;
    assert.is((await claims.claim(key)).kind, "busy");
    clock.at += 3_000;
    assert.is((await claims.claim(key)).kind, "claimed");
    await claims.complete(key);
    clock.at += 13 * 86_400_000;
    assert.is((await claims.claim(key)).kind, "done");
    clock.at += 2 * 86_400_000;
    assert.is((await claims.claim(key)).kind, "claimed");
  });

  claimsTest("go to one of many who ask at once", async () => {
    const { claims } = make(clockAt());
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 30 }, () => claims.claim(key)));
    assert.is(answers.filter(({ kind }) => kind === "claimed").length, 1);
  });

  claimsTest.run();

  const threadsTest = suite(`threads in ${name}`);
  threadsTest.before(open);
  threadsTest.after(close);

  threadsTest("are begun by the lease's holder alone", async () => {
    const { threads } = make(clockAt());
    const key = randomUUID();
    const opening = await threads.open(key);
    assert.is(opening.kind, "claimed");
    assert.equal(await threads.open(key), { kind: "busy" });
    assert.not(await threads.begin(key, "someone else's", THREAD));
    assert.ok(await threads.begin(key, leaseOf(opening), THREAD));
    assert.equal(await threads.open(key), { kind: "open", thread: { ...THREAD, drawn: 1 } });
  });

  threadsTest("can be claimed again after abandon, and after the lease", async () => {
    const clock = clockAt();
    const { threads } = make(clock);
    const key = randomUUID();
    await threads.abandon(key, leaseOf(await threads.open(key)));
    assert.is((await threads.open(key)).kind, "claimed");
    clock.at += 29_000;
    assert.is((await threads.open(key)).kind, "busy");
    clock.at += 3_000;
    assert.is((await threads.open(key)).kind, "claimed");
  });

  threadsTest("take events until the window from the parent is over", async () => {
    const clock = clockAt();
    const { threads } = make(clock);
    const key = await begun(threads);
    clock.at += 899_000;
    assert.is((await threads.open(key)).kind, "open");
    clock.at += 2_000;
    assert.is((await threads.open(key)).kind, "claimed");
  });

  threadsTest("add up what is folded in, and take it back", async () => {
    const { threads } = make(clockAt());
    const key = await begun(threads);
    await threads.fold(key, "1.1", {
      count: 2,
      firstSeen: 500,
      lastSeen: 9_000,
      addresses: ["192.0.2.2", "192.0.2.1"],
      regions: ["eu-west-1"],
    });
    const thread = await threads.fold(key, "1.1", { count: -1 });
    assert.equal(thread?.state, {
      count: 2,
      firstSeen: 500,
      lastSeen: 9_000,
      addresses: ["192.0.2.1", "192.0.2.2"],
      regions: ["eu-west-1", "us-east-1"],
    });
    assert.equal(await threads.read(key, "1.1"), thread);
  });

  threadsTest("lose no event of many folded at once", async () => {
    const { threads } = make(clockAt());
    const key = await begun(threads);
    await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        threads.fold(key, "1.1", { count: 1, addresses: [`192.0.2.${i}`] }),
      ),
    );
    const thread = await threads.read(key, "1.1");
    assert.is(thread?.state.count, 31);
    assert.is(thread?.state.addresses.length, 30);
  });

  threadsTest("know nothing of another parent", async () => {
    const { threads } = make(clockAt());
    const key = await begun(threads);
    assert.is(await threads.fold(key, "2.2", { count: 1 }), undefined);
    assert.is(await threads.read(key, "2.2"), undefined);
    assert.not(await threads.claimDrawing(key, "2.2", 5));
    await threads.close(key, "2.2");
    assert.is((await threads.open(key)).kind, "open");
  });

  threadsTest("are drawn by who has the higher count", async () => {
    const { threads } = make(clockAt());
    const key = await begun(threads);
    assert.ok(await threads.claimDrawing(key, "1.1", 3));
    assert.not(await threads.claimDrawing(key, "1.1", 2));
    assert.not(await threads.claimDrawing(key, "1.1", 3));
    assert.ok(await threads.claimDrawing(key, "1.1", 4));
    assert.is((await threads.read(key, "1.1"))?.drawn, 4);
  });

  threadsTest("are gone once closed", async () => {
    const { threads } = make(clockAt());
    const key = await begun(threads);
    await threads.close(key, "1.1");
    assert.is((await threads.open(key)).kind, "claimed");
  });

  threadsTest("keep parents without addresses or regions", async () => {
    const { threads } = make(clockAt());
    const state = { ...THREAD.state, addresses: [], regions: [] };
    const key = randomUUID();
    const opening = await threads.open(key);
    await threads.begin(key, leaseOf(opening), { ...THREAD, state });
    assert.equal((await threads.read(key, "1.1"))?.state, state);
  });

  threadsTest.run();
}

async function open(): Promise<void> {
  dynalite = await dynaliteTable();
}

async function close(): Promise<void> {
  await dynalite.close();
}

async function begun(threads: Threads): Promise<string> {
  const key = randomUUID();
  await threads.begin(key, leaseOf(await threads.open(key)), THREAD);
  return key;
}

function leaseOf(opening: { readonly kind: string; readonly lease?: string }): string {
  return opening.lease ?? "";
}

function clockAt(): Clock & { at: number } {
  const clock = {
    at: Date.UTC(2026, 0, 24),
    now: () => clock.at,
    sleep: async (milliseconds: number) => {
      clock.at += milliseconds;
    },
  };
  return clock;
}
