import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DeliveryError } from "../../../src/core/alert/delivery-error.ts";
import { openLine, patiently } from "../../../src/notifier/delivery/destination-line.ts";
import { rejects } from "../../support/rejects.ts";

const limited = (retryAfterSeconds?: number) =>
  new DeliveryError("later", "ratelimited", { retryAfterSeconds });

function clockAt(at: number) {
  const clock = {
    at,
    slept: [] as number[],
    now: () => clock.at,
    async sleep(milliseconds: number) {
      clock.slept.push(milliseconds);
    },
  };
  return clock;
}

/** A call that fails as often as it is told, then answers. */
function failing(...errors: readonly unknown[]) {
  let calls = 0;
  const send = async () => {
    const error = errors[calls++];
    if (error !== undefined) throw error;
    return "sent";
  };
  return { send, calls: () => calls };
}

const waits = suite("patiently()");

for (const seconds of [0, 1, 3]) {
  waits(`waits ${seconds} s in place and calls again`, async () => {
    const clock = clockAt(0);
    const { send, calls } = failing(limited(seconds));
    assert.is(await patiently(send, clock), "sent");
    assert.equal([calls(), clock.slept], [2, [seconds * 1_000]]);
  });
}

waits("waits once", async () => {
  const clock = clockAt(0);
  const { send, calls } = failing(limited(1), limited(2));
  const error = await rejects(patiently(send, clock), DeliveryError);
  assert.equal([calls(), clock.slept, error.retryAfterSeconds], [2, [1_000], 2]);
});

for (const error of [limited(4), limited(), new DeliveryError("refused", "x"), new Error("odd")]) {
  const seconds = error instanceof DeliveryError ? error.retryAfterSeconds : "nothing";
  waits(`does not wait for ${error.message}, asked for ${seconds}`, async () => {
    const clock = clockAt(0);
    const { send, calls } = failing(error);
    assert.is(await rejects(patiently(send, clock), Error), error);
    assert.equal([calls(), clock.slept], [1, []]);
  });
}

waits.run();

const lines = suite("openLine()");

lines(
  "begins the first call however little time there is, and none that may not end in time",
  async () => {
    const line = openLine(clockAt(1_000), 0);
    assert.is(line.held(), undefined);
    assert.is(await line.call(failing().send), "sent");
    assert.equal(line.held(), {
      kind: "later",
      reason: "out of time in this batch",
      afterSeconds: 5,
    });
  },
);

lines("begins a call that may take ten seconds up to the deadline", async () => {
  const clock = clockAt(0);
  const line = openLine(clock, 20_000);
  await line.call(failing().send);
  clock.at = 10_000;
  assert.is(line.held(), undefined);
  clock.at = 10_001;
  assert.is(line.held()?.kind, "later");
});

lines(
  "holds all else back once a longer pause is asked for, one second after another",
  async () => {
    const line = openLine(clockAt(0), 1_000_000);
    await rejects(line.call(failing(limited(30)).send), DeliveryError);
    const held = (afterSeconds: number) => ({
      kind: "later",
      reason: "held back as the destination is rate limited",
      afterSeconds,
    });
    assert.equal(line.held(), held(31));
    assert.equal(line.held(), held(32));
    await rejects(line.call(failing(limited(20)).send), DeliveryError);
    assert.equal(line.held(), held(33), "the longest pause counts");
    await rejects(line.call(failing(limited(60)).send), DeliveryError);
    assert.equal(line.held(), held(64));
  },
);

lines("is not held by a fault that asks for no pause", async () => {
  const line = openLine(clockAt(0), 1_000_000);
  await rejects(line.call(failing(new DeliveryError("later", "http_500")).send), DeliveryError);
  assert.is(line.held(), undefined);
});

const outcome = (error: unknown) => openLine(clockAt(0), 0).outcomeOf(error);
const later = (reason: string, afterSeconds: number) => ({ kind: "later", reason, afterSeconds });

for (const [error, made] of [
  [limited(), later("ratelimited", 5)],
  [limited(4), later("ratelimited", 5)],
  [limited(6), later("ratelimited", 6)],
  [new Error("socket"), later("socket", 5)],
  ["odd", later("odd", 5)],
  [new DeliveryError("refused", "is_archived"), { kind: "refused", reason: "is_archived" }],
  [new DeliveryError("content", "no_text"), { kind: "refused", reason: "no_text" }],
  [
    new DeliveryError("gone", "message_not_found"),
    { kind: "refused", reason: "message_not_found" },
  ],
] as const) {
  lines(`takes ${error} for ${made.kind}`, () => assert.equal(outcome(error), made));
}

lines.run();
