import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dynamodbCanaries } from "../../../../src/adapters/aws/canary/dynamodb-canaries.ts";
import { errandOf } from "../../../../src/core/thread/errand.ts";
import { type DynaliteTable, dynaliteTable } from "../../../support/dynalite-table.ts";
import { type MemoryQueue, memoryQueue } from "../../../support/memory-queue.ts";
import { rejects } from "../../../support/rejects.ts";

const NOW = 1_769_213_160_000;
let table: DynaliteTable;
let queue: MemoryQueue;

const canaries = (tableName = table.tableName) =>
  dynamodbCanaries({
    client: table.client,
    tableName,
    queue: queue.client,
    queueUrl: queue.url,
    clock: { now: () => NOW, sleep: async () => {} },
  });

const test = suite("dynamodbCanaries()");

test.before(async () => {
  [table, queue] = await Promise.all([dynaliteTable(), memoryQueue()]);
});

test.after(async () => {
  await Promise.all([table.close(), queue.close()]);
});

test("rejects where the table cannot be read", async () => {
  await rejects(canaries("none").last(["Rule1"], NOW), Error);
});

test("counts a way that no canary came by from the first time it was asked for", async () => {
  assert.equal([...(await canaries().last(["Rule1"], NOW))], [["Rule1", NOW]]);
  assert.equal([...(await canaries().last(["Rule1"], NOW + 9_000))], [["Rule1", NOW]]);
});

test("keeps the latest canary of each way, in whatever order they come", async () => {
  const { received, last } = canaries();
  await received("Rule1", NOW + 5_000);
  await received("Rule1", NOW + 4_000);
  await received("turns", NOW + 1_000);
  const ways = ["turns", "Rule1"];
  assert.equal(
    [...(await last(ways, NOW + 9_000))],
    [
      ["turns", NOW + 1_000],
      ["Rule1", NOW + 5_000],
    ],
  );
});

test("sends a canary by the queue of turns, as an errand", async () => {
  await canaries().sendTurn(NOW);
  assert.equal(errandOf(JSON.parse(queue.sent[0]?.body ?? "")), { kind: "canary", at: NOW });
});

test.run();
