import { suite } from "uvu";
import * as assert from "uvu/assert";
import { followThreads, type ThreadTable } from "../../../src/cli/operation/follow-threads.ts";
import type { Mark } from "../../../src/core/thread/mark.ts";
import type { WindowHead } from "../../../src/core/thread/window.ts";
import { markOf } from "../../support/marks.ts";
import { rejects } from "../../support/rejects.ts";
import { windowHead } from "../../support/window-heads.ts";

const test = suite("followThreads");

/** A table with one channel, of what it is given. */
function tableOf(heads: readonly WindowHead[], counts: Record<string, number>) {
  const table = {
    marks: heads.map(({ id }) => markOf(id)) as Mark[],
    fault: undefined as Error | undefined,
    counted: [] as string[],
    pages: 0,
  };
  const asks: ThreadTable = {
    channels: async () => ["slack:C1"],
    marks: async () => table.marks,
    head: async (window) => heads.find(({ id }) => id === window),
    async headsSince(since, onPage) {
      onPage();
      return heads.filter(({ openedAt }) => openedAt >= since);
    },
    async countEvents({ id }) {
      if (table.fault !== undefined) throw table.fault;
      table.counted.push(id);
      return counts[id] ?? 0;
    },
  };
  return { table, asks };
}

const HEADS = [
  windowHead({ id: "w-1", threadKey: "a", openedAt: 10 }),
  windowHead({ id: "w-2", threadKey: "b", openedAt: 20 }),
];
const still = { since: undefined, onPage: () => {}, now: () => 100 };
const ids = (news: Awaited<ReturnType<ReturnType<typeof followThreads>>>) =>
  news.map(({ what, thread }) => `${thread.head.id} ${what} ${thread.count}`);

test("tells at first of what began since then, of windows that ended too", async () => {
  const { table, asks } = tableOf(HEADS, { "w-1": 3, "w-2": 1 });
  table.marks = [markOf("w-1")];
  let pages = 0;
  const look = followThreads(asks, { ...still, since: 15, onPage: () => pages++ });
  assert.equal(ids(await look()), ["w-2 new 1"]);
  assert.is(pages, 1);
  assert.equal(ids(await look()), []);
});

test("tells at first of nothing where it was asked for nothing, then of what comes", async () => {
  const counts = { "w-1": 3, "w-2": 1 };
  const { table, asks } = tableOf(HEADS, counts);
  table.marks = [markOf("w-1")];
  const look = followThreads(asks, still);
  assert.equal(ids(await look()), []);
  counts["w-1"] = 4;
  table.marks = [markOf("w-1", { version: "v2" }), markOf("w-2"), markOf("gone")];
  assert.equal(ids(await look()), ["w-1 more 4", "w-2 new 1"]);
});

test("loses nothing by a look that failed, at first or later", async () => {
  const { table, asks } = tableOf(HEADS, { "w-1": 3, "w-2": 1 });
  const look = followThreads(asks, { ...still, since: 15 });
  table.fault = new Error("throttled");
  assert.match((await rejects(look(), Error)).message, /throttled/);
  table.fault = undefined;
  assert.equal(ids(await look()), ["w-2 new 1"]);
  table.marks = [markOf("w-2", { version: "v2" })];
  table.fault = new Error("throttled");
  assert.match((await rejects(look(), Error)).message, /throttled/);
  table.fault = undefined;
  table.counted = [];
  assert.equal(ids(await look()), []);
  assert.equal(table.counted.sort(), ["w-1", "w-2"]);
});

test("lets a window rest that takes long to count", async () => {
  const { table, asks } = tableOf(HEADS.slice(0, 1), { "w-1": 50_000 });
  let now = 0;
  const slow = {
    ...asks,
    async countEvents() {
      now += 1_000;
      return 50_000 + now;
    },
  };
  const look = followThreads(slow, { ...still, now: () => now });
  await look();
  table.marks = [markOf("w-1", { version: "v2" })];
  assert.equal(ids(await look()), []);
  now += 20_000;
  assert.equal(ids(await look()), ["w-1 more 72000"]);
});

test.run();
