import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DeliveryError } from "../../../src/core/alert/delivery-error.ts";
import { consequenceOf } from "../../../src/core/thread/failure.ts";
import { FREE_PACE, opensAt, type Pace } from "../../../src/core/thread/pace.ts";

const test = suite("consequenceOf");

const NOW = 1_700_000_000_000;

const rows: readonly [
  what: string,
  error: DeliveryError,
  does: string,
  post: number,
  edit: number,
][] = [
  ["waits where the destination is down", new DeliveryError("later", "http_503"), "wait", 5, 5],
  [
    "waits where no answer came",
    new DeliveryError("later", "timeout", { isUnsure: true }),
    "wait",
    5,
    5,
  ],
  [
    "pauses the limited method alone",
    new DeliveryError("later", "ratelimited", { retryAfterSeconds: 30 }),
    "wait",
    30,
    0,
  ],
  [
    "waits a second where the limit names none",
    new DeliveryError("later", "ratelimited", { retryAfterSeconds: 0 }),
    "wait",
    1,
    0,
  ],
  [
    "asks again after a quarter of an hour, whatever the destination says",
    new DeliveryError("later", "ratelimited", { retryAfterSeconds: 1e9 }),
    "wait",
    900,
    0,
  ],
  ["waits where its secret is refused", new DeliveryError("auth", "invalid_auth"), "wait", 15, 15],
  ["gives up what is refused", new DeliveryError("refused", "channel_not_found"), "give-up", 0, 0],
  [
    "gives up what even as plain text is refused",
    new DeliveryError("content", "no_text"),
    "give-up",
    0,
    0,
  ],
  ["replaces what is gone", new DeliveryError("gone", "message_not_found"), "replace", 0, 0],
];

for (const [what, error, does, post, edit] of rows) {
  test(what, () => {
    const { do: actual, pace } = consequenceOf(error, "post", FREE_PACE, NOW);
    assert.is(actual, does);
    const waits = (["post", "edit"] as const).map((it) => Math.max(0, opensAt(pace, it) - NOW));
    assert.equal(waits, [post * 1_000, edit * 1_000]);
  });
}

test("gives up what was refused for an hour, and holds nothing back any more", () => {
  const error = new DeliveryError("auth", "invalid_auth");
  let pace: Pace = FREE_PACE;
  for (let at = NOW; at < NOW + 3_600_000; at += 60_000) {
    const consequence = consequenceOf(error, "post", pace, at);
    assert.is(consequence.do, "wait");
    pace = consequence.pace;
  }
  const last = consequenceOf(error, "post", pace, NOW + 3_600_000);
  assert.is(last.do, "give-up");
  assert.ok(opensAt(last.pace, "post") <= NOW + 3_600_000);
});

test.run();
