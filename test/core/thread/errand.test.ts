import { suite } from "uvu";
import * as assert from "uvu/assert";
import { SWEEP_INPUT } from "../../../src/contract.ts";
import { type Errand, errandMessage, errandOf } from "../../../src/core/thread/errand.ts";
import { recordEvent } from "../../support/bus-events.ts";

const read = suite("errandOf()");

for (const message of [
  undefined,
  "text",
  [],
  {},
  recordEvent({ eventName: "StopLogging" }),
  { detail: {}, trailbridge: { sweep: true } },
  { trailbridge: "sweep" },
  { trailbridge: { sweep: "true" } },
  { trailbridge: { turn: 1, at: 1 } },
  { trailbridge: { canary: { rules: [] } } },
  { trailbridge: { turn: "slack:C1", at: "1" } },
  { trailbridge: { redraw: { channel: "slack:C1" } } },
  { trailbridge: { redraw: { channel: "slack:C1", window: 7 } } },
]) {
  read(`takes ${JSON.stringify(message)?.slice(0, 60)} for no errand`, () => {
    assert.is(errandOf(message), undefined);
  });
}

const errands: readonly Errand[] = [
  { kind: "turn", channel: "slack:C1", at: 1_769_213_160_000 },
  { kind: "redraw", channel: "slack:C1", window: "w-1" },
  { kind: "sweep" },
  { kind: "canary", at: 1_769_213_160_000 },
];

for (const errand of errands) {
  read(`reads a ${errand.kind} back from its message`, () => {
    assert.equal(errandOf(JSON.parse(JSON.stringify(errandMessage(errand)))), errand);
  });
}

read("knows what the schedule rule sends", () => {
  assert.equal(errandOf(SWEEP_INPUT), { kind: "sweep" });
  assert.equal(errandMessage({ kind: "sweep" }), SWEEP_INPUT);
});

read.run();
