import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Incoming } from "../../src/notifier/assess.ts";
import { type ErrandDeps, runErrand } from "../../src/notifier/errands.ts";
import { noDrawing } from "../../src/notifier/sheet/draw-counters.ts";

const NOW = 1_000_000;
const INCOMING: Incoming = {
  id: "m1",
  body: {},
  receipt: { queue: "turns", handle: "r1" },
  receiveCount: 1,
};
const TURN = { kind: "turn", channel: "slack:C1", at: NOW } as const;

/** A drawer that remembers what it was asked for, and what the queue was told. */
function made(options: {
  readonly draw?: ErrandDeps["drawer"]["draw"];
  readonly planned?: number;
}) {
  const calls: string[] = [];
  const postponed: number[] = [];
  const counted: object[] = [];
  const nothing = () => {};
  const drawn = { kind: "done", counters: { ...noDrawing(), turns: 1 } } as const;
  const deps: ErrandDeps = {
    drawer: {
      async draw(channel) {
        calls.push(`draw ${channel}`);
        return options.draw === undefined ? drawn : await options.draw(channel);
      },
      async redraw(channel, window) {
        calls.push(`redraw ${channel} ${window}`);
      },
      async sweep() {
        calls.push("sweep");
        return { waitingThreads: 0, oldestWaitingSeconds: 0 };
      },
    },
    turns: {
      state: async () => (options.planned === undefined ? {} : { at: options.planned }),
    },
    canaries: {
      async received(way, at) {
        calls.push(`canary ${way} ${at}`);
      },
      async look() {
        calls.push("look");
      },
    },
    queues: {
      async postpone(_receipt, seconds) {
        postponed.push(seconds);
      },
    },
    clock: { now: () => NOW, sleep: async () => {} },
    log: {
      ...{ info: nothing, warn: nothing, error: nothing },
      metrics: (counters) => void counted.push(counters),
    },
  };
  return { deps, calls, postponed, counted };
}

const errand = suite("runErrand()");

errand("comes again where drawing rejects", async () => {
  const { deps, postponed } = made({
    draw: async () => {
      throw new Error("table is down");
    },
  });
  assert.is(await runErrand(INCOMING, TURN, deps), true);
  assert.equal(postponed, [30, 2]);
});

errand("drops a turn that another is planned after", async () => {
  const { deps, calls } = made({ planned: NOW + 1 });
  assert.is(await runErrand(INCOMING, TURN, deps), false);
  assert.equal(calls, []);
});

for (const planned of [undefined, NOW, NOW - 60_000]) {
  errand(`draws where the plan says ${planned}, and counts what was drawn`, async () => {
    const { deps, calls, postponed, counted } = made(planned === undefined ? {} : { planned });
    assert.is(await runErrand(INCOMING, TURN, deps), false);
    assert.equal(calls, ["draw slack:C1"]);
    // Should it die, the turn comes again when its lease is over.
    assert.equal(postponed, [30]);
    assert.equal(counted, [{ ...noDrawing(), turns: 1 }]);
  });
}

errand("comes again when another drawer's lease is over", async () => {
  const { deps, postponed } = made({
    draw: async () => ({ kind: "busy", until: NOW + 12_300 }),
  });
  assert.is(await runErrand(INCOMING, TURN, deps), true);
  assert.equal(postponed, [30, 13]);
});

errand("leaves a channel alone that is no destination any more", async () => {
  const { deps } = made({ draw: async () => ({ kind: "unknown" }) });
  assert.is(await runErrand(INCOMING, TURN, deps), false);
});

errand("writes down a canary that came by the queue of turns", async () => {
  const { deps, calls } = made({});
  assert.is(await runErrand(INCOMING, { kind: "canary", at: 7 }, deps), false);
  assert.equal(calls, ["canary turns 7"]);
});

errand("draws again what was given up, and sweeps", async () => {
  const { deps, calls } = made({});
  const again = { kind: "redraw", channel: "slack:C1", window: "w-1" } as const;
  assert.is(await runErrand(INCOMING, again, deps), false);
  assert.is(await runErrand(INCOMING, { kind: "sweep" }, deps), false);
  assert.equal(calls, ["redraw slack:C1 w-1", "sweep", "look"]);
});

errand.run();
