import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DeliveryError } from "../../../src/core/alert/delivery-error.ts";
import { URGENT_EDITS } from "../../../src/core/thread/call-rate.ts";
import { type CallMethod, FREE_PACE, type Pace } from "../../../src/core/thread/pace.ts";
import { type ChannelBoard, callDestination } from "../../../src/notifier/sheet/channel-board.ts";
import { noDrawing } from "../../../src/notifier/sheet/draw-counters.ts";
import { rejects } from "../../support/rejects.ts";

const NOW = 1_000_000;
const UNSURE: Pace = {
  ...FREE_PACE,
  trouble: { kind: "unsure", since: NOW - 9, times: 1, until: NOW },
};

/** What a test may have otherwise than that every call succeeds at once. */
interface Setup {
  readonly method?: CallMethod;
  readonly rank?: number;
  readonly pace?: Pace;
  readonly until?: number;
  readonly use?: () => Promise<string>;
  readonly probe?: () => Promise<void>;
  readonly permit?: { readonly isGranted: boolean; readonly at?: number };
}

/** Makes a call and tells what came of it. */
async function call(setup: Setup) {
  const { method = "post", rank = 2, pace = FREE_PACE, until = NOW, probe, permit } = setup;
  const seen = { taken: [] as number[], paused: [] as number[], lines: [] as unknown[], calls: 0 };
  let now = NOW;
  const board = {
    channel: "slack:C1",
    counters: noDrawing(),
    storms: new Map(),
    pace,
    until,
    pen: {
      traits: { spacing: 1_100 },
      ...(probe && {
        async probe() {
          now += 1;
          await probe();
        },
      }),
    },
    deps: {
      clock: { now: () => now },
      edits: {
        async take(kept: number) {
          seen.taken.push(kept);
          return permit ?? { isGranted: true };
        },
        async pause(at: number) {
          seen.paused.push(at);
        },
      },
      log: { warn: (...line: unknown[]) => void seen.lines.push(line) },
    },
  } as unknown as ChannelBoard;
  const result = await callDestination(board, method, rank, async () => {
    seen.calls++;
    return setup.use === undefined ? "made" : setup.use();
  });
  return { ...seen, result, pace: board.pace, counters: board.counters };
}

const throws = (error: Error) => async (): Promise<never> => {
  throw error;
};
const HELD = { did: "wait", isUnsure: false };

const test = suite("callDestination()");

for (const [what, setup] of [
  ["time is up", { until: NOW - 1 }],
  ["the next post has to wait", { pace: { ...FREE_PACE, postAt: NOW + 1 } }],
  ["edits pause", { method: "edit", pace: { ...FREE_PACE, pauses: { edit: NOW + 1 } } }],
  ["the answer to a probe takes all the time", { pace: UNSURE, probe: async () => {} }],
] as const) {
  test(`makes no call while ${what}`, async () => {
    const { result, calls, counters, lines } = await call(setup);
    assert.equal([result, calls, counters, lines], [HELD, 0, noDrawing(), []]);
  });
}

for (const [what, setup] of [
  ["in the last moment", {}],
  ["in the moment of the next post", { pace: { ...FREE_PACE, postAt: NOW } }],
  ["though edits pause", { pace: { ...FREE_PACE, pauses: { edit: NOW + 9 } } }],
  ["once a probe is answered", { pace: UNSURE, probe: async () => {}, until: NOW + 1 }],
  ["where nothing can be asked", { pace: UNSURE }],
  [
    "without asking, where the destination was only down",
    {
      pace: { ...UNSURE, trouble: { kind: "down", since: 0, times: 1, until: NOW } },
      probe: throws(new Error("asked")),
    },
  ],
] as const) {
  test(`posts ${what}, and spaces the next post`, async () => {
    const { result, pace, taken, calls } = await call(setup as Setup);
    assert.equal([result, calls, taken], [{ did: "done", value: "made" }, 1, []]);
    assert.is(pace.trouble, undefined);
    assert.ok(pace.postAt === NOW + 1_100 || pace.postAt === NOW + 1_101);
  });
}

test("edits without spacing posts, and keeps some edits for what is critical or high", async () => {
  for (const [rank, kept] of [
    [0, 0],
    [1, 0],
    [2, URGENT_EDITS],
    [4, URGENT_EDITS],
  ] as const) {
    const { result, pace, taken } = await call({ method: "edit", rank });
    assert.equal([result, taken, pace], [{ did: "done", value: "made" }, [kept], FREE_PACE]);
  }
});

test("pauses edits until the workspace has some left", async () => {
  const { result, pace, calls } = await call({
    method: "edit",
    pace: { postAt: 5, pauses: { post: 6 } },
    permit: { isGranted: false, at: NOW + 77 },
  });
  assert.equal(
    [result, calls, pace],
    [HELD, 0, { postAt: 5, pauses: { post: 6, edit: NOW + 77 } }],
  );
});

for (const [what, method, error, expected] of [
  [
    "a limit of posts",
    "post",
    new DeliveryError("later", "ratelimited", { retryAfterSeconds: 30 }),
    { result: HELD, limited: 1, unknown: 0, paused: [], pauses: { post: NOW + 30_000 } },
  ],
  [
    "a limit of edits, which all channels share",
    "edit",
    new DeliveryError("later", "ratelimited", { retryAfterSeconds: 30 }),
    {
      result: HELD,
      limited: 1,
      unknown: 0,
      paused: [NOW + 30_000],
      pauses: { edit: NOW + 30_000 },
    },
  ],
  [
    "an answer that never came",
    "post",
    new DeliveryError("later", "timeout", { isUnsure: true }),
    { result: { did: "wait", isUnsure: true }, limited: 0, unknown: 1, paused: [], pauses: {} },
  ],
  [
    "an edit's answer that never came",
    "edit",
    new DeliveryError("later", "timeout", { isUnsure: true }),
    { result: { did: "wait", isUnsure: true }, limited: 0, unknown: 1, paused: [], pauses: {} },
  ],
  [
    "a refusal for good",
    "post",
    new DeliveryError("refused", "channel_not_found"),
    {
      result: { did: "give-up", reason: "channel_not_found" },
      limited: 0,
      unknown: 0,
      paused: [],
      pauses: {},
    },
  ],
  ...(
    [
      ["message_not_found", false],
      ["cant_update_message", true],
      ["edit_window_closed", true],
    ] as const
  ).map(
    ([code, isThere]) =>
      [
        `the answer ${code}`,
        "edit",
        new DeliveryError("gone", code),
        { result: { did: "replace", isThere }, limited: 0, unknown: 0, paused: [], pauses: {} },
      ] as const,
  ),
] as const) {
  test(`learns from ${what}, counts it and logs it`, async () => {
    const { result, counters, paused, pace, lines } = await call({ method, use: throws(error) });
    const { limited, unknown } = counters;
    assert.equal({ result, limited, unknown, paused, pauses: pace.pauses }, expected);
    assert.is(pace.postAt, method === "post" ? NOW + 1_100 : 0);
    assert.equal(lines, [
      ["A destination did not take a message", { channel: "slack:C1", method, error }],
    ]);
  });
}

test("waits longer where a probe is not answered, and calls nothing", async () => {
  const error = new DeliveryError("later", "timeout");
  const { result, calls, pace, lines } = await call({ pace: UNSURE, probe: throws(error) });
  assert.equal([result, calls], [HELD, 0]);
  assert.equal(pace.trouble, { kind: "unsure", since: NOW - 9, times: 2, until: NOW + 10_001 });
  assert.equal(lines, [["A destination does not answer yet", { channel: "slack:C1", error }]]);
});

test("hides no fault of our own", async () => {
  await rejects(call({ use: throws(new RangeError("ours")) }), RangeError);
  await rejects(call({ pace: UNSURE, probe: throws(new RangeError("ours")) }), RangeError);
});

test.run();
