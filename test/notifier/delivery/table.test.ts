import { suite } from "uvu";
import * as assert from "uvu/assert";
import { batchTable } from "../../../src/notifier/delivery/table.ts";
import { memoryTable } from "../../support/memory-table.ts";

const test = suite("batchTable()");

function made() {
  const clock = { at: 0, now: () => clock.at, sleep: async () => {} };
  const memory = memoryTable(clock);
  const logged: unknown[] = [];
  const nothing = () => {};
  const table = batchTable(memory.claims, memory.threads, {
    ...{ info: nothing, warn: nothing, metrics: nothing },
    error: (message, fields) => logged.push([message, fields]),
  });
  return { clock, memory, table, logged };
}

test("passes on what the table answers", async () => {
  const { table, memory, logged } = made();
  const claim = await table.claim("k");
  assert.equal(claim, { kind: "claimed", lease: "lease-0" });
  assert.equal(await table.claim("k"), { kind: "busy" });
  await table.release("k", "lease-0");
  assert.is(memory.claimItems.size, 0);
  await table.claim("k");
  await table.complete("k");
  assert.equal(await table.claim("k"), { kind: "done" });
  assert.equal(await table.threads((threads) => threads.open("t")), {
    value: { kind: "claimed", lease: "lease-2" },
  });
  assert.equal(await table.threads((threads) => threads.read("t", "1")), { value: undefined });
  assert.not(table.isDown);
  assert.equal(logged, []);
});

test("claims again what was done once that is forgotten", async () => {
  const { clock, table } = made();
  await table.claim("k");
  await table.complete("k");
  clock.at = 14 * 86_400_000;
  assert.equal(await table.claim("k"), { kind: "done" });
  clock.at += 1;
  assert.is((await table.claim("k"))?.kind, "claimed");
});

test("counts as down from its first failure on, and says so once", async () => {
  const { table, memory, logged } = made();
  memory.fail = true;
  assert.is(await table.claim("k"), undefined);
  assert.ok(table.isDown);
  memory.fail = false;
  assert.is(await table.claim("k"), undefined);
  await table.complete("k");
  await table.release("k", "lease-0");
  assert.is(await table.threads((threads) => threads.open("t")), undefined);
  assert.is(memory.claimItems.size, 0);
  assert.is(memory.threadItems.size, 0);
  assert.equal(logged, [
    [
      "The table cannot be reached: this batch goes unthreaded",
      { error: new Error("table is down") },
    ],
  ]);
});

for (const call of ["complete", "release", "threads"] as const) {
  test(`does not reject where ${call} fails`, async () => {
    const { table, memory } = made();
    memory.fail = true;
    if (call === "threads") await table.threads((threads) => threads.open("t"));
    else await table[call]("k", "lease-0");
    assert.ok(table.isDown);
  });
}

test.run();
