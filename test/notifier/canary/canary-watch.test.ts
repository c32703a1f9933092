import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type CanaryWatchDeps,
  createCanaryWatch,
} from "../../../src/notifier/canary/canary-watch.ts";

const NOW = 10_000_000;
const minutes = (count: number) => NOW - count * 60_000;

/** A watch over some ways, whose last canaries set out so long ago. */
function made(last: Readonly<Record<string, number>>, fails = false) {
  const seen: unknown[] = [];
  const log = (level: string) => (message: string, fields?: object) =>
    void seen.push([level, message, fields]);
  const deps: CanaryWatchDeps = {
    ways: Object.keys(last),
    receipts: {
      async received(way, at) {
        if (fails) throw new Error("the table is down");
        seen.push(["received", way, at]);
      },
      last: async (ways) => new Map(ways.map((way) => [way, last[way] ?? 0])),
      async sendTurn(at) {
        seen.push(["turn", at]);
      },
    },
    clock: { now: () => NOW },
    log: {
      ...{ info: log("info"), warn: log("warn"), error: log("error") },
      metrics: (counters) => void seen.push(counters),
    },
  };
  return { watch: createCanaryWatch(deps), seen };
}

const look = suite("createCanaryWatch()");

look("watches nothing where no canaries are waited for", async () => {
  const { watch, seen } = made({});
  await watch.look();
  await watch.received("Rule1", 1);
  assert.equal(seen, []);
});

look("tells for how long the canary was not seen that is missed most", async () => {
  const { watch, seen } = made({ Rule1: minutes(1), Rule2: minutes(4) });
  await watch.look();
  assert.equal(seen, [{ canarySeconds: 240 }]);
});

look("names the ways on which a whole canary did not come", async () => {
  const { watch, seen } = made({ Rule1: minutes(1), Rule2: minutes(10) });
  await watch.look();
  assert.equal(seen, [
    [
      "error",
      "Canaries are missed: these ways are closed",
      { missed: [{ way: "Rule2", seconds: 600 }] },
    ],
    { canarySeconds: 600 },
  ]);
});

look("sends the next canary by the queue of turns in time", async () => {
  const early = made({ turns: minutes(3) });
  await early.watch.look();
  assert.equal(early.seen, [{ canarySeconds: 180 }]);
  const due = made({ turns: minutes(4) });
  await due.watch.look();
  assert.equal(due.seen, [{ canarySeconds: 240 }, ["turn", NOW]]);
});

look("takes a canary from the future for one of now: it would hold for ever", async () => {
  const { watch, seen } = made({ Rule1: 0 });
  await watch.received("Rule1", Number.MAX_SAFE_INTEGER);
  assert.equal(seen, [["received", "Rule1", NOW]]);
});

look("takes no canary of a way that nobody waits for", async () => {
  const { watch, seen } = made({ Rule1: 0 });
  await watch.received("Rule99", NOW);
  assert.equal(seen, []);
});

look("goes on where a receipt cannot be written", async () => {
  const { watch, seen } = made({ Rule1: 0 }, true);
  await watch.received("Rule1", NOW);
  assert.match(JSON.stringify(seen), /cannot be written/);
});

look.run();
