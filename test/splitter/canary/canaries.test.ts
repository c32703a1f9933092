import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { CanaryRequest } from "../../../src/core/entry/canary.ts";
import type { EventBus } from "../../../src/ports.ts";
import { sendCanaries } from "../../../src/splitter/canary/canaries.ts";

/** Sends canaries, and tells what was put on the bus, what was queued, and what was complained of. */
async function sent(request: CanaryRequest, put?: EventBus["put"]) {
  const entries: string[] = [];
  const queued: object[] = [];
  const errors: unknown[] = [];
  await sendCanaries(request, {
    bus: {
      async put(batch) {
        assert.ok(batch.length <= 10);
        entries.push(...batch.map(({ detail }) => JSON.parse(detail).canary));
        return put === undefined ? [] : await put(batch);
      },
    },
    continuations: {
      async sendCanary(canary) {
        queued.push(canary);
      },
    },
    clock: { now: () => 7 },
    log: { error: (_message, fields) => void errors.push(fields?.error) },
  });
  return { entries, queued, errors };
}

const test = suite("sendCanaries()");

test("says what the bus refused, and that it does not answer", async () => {
  const request: CanaryRequest = { kind: "fly", rules: ["Rule1"] };
  const refused = await sent(request, async ([entry]) =>
    entry === undefined ? [] : [{ entry, code: "ThrottlingException", message: "slow" }],
  );
  assert.equal(refused.errors, ["ThrottlingException: slow"]);
  assert.is(refused.queued.length, 1);
  const down = await sent(request, async () => {
    throw new Error("down");
  });
  assert.match(String(down.errors[0]), /down/);
});

test("sends one to each AWS rule, however many, and one by the continuation queue", async () => {
  const rules = Array.from({ length: 23 }, (_, i) => `Rule${i}`);
  const { entries, queued, errors } = await sent({ kind: "fly", rules });
  assert.equal(entries, rules);
  assert.equal(queued, [{ rule: "Rule0", at: 7 }]);
  assert.equal(errors, []);
});

test("sends on what came by the continuation queue, and no further", async () => {
  const canary = { rule: "Rule1", way: "continuations", at: 1 };
  const { entries, queued } = await sent({ kind: "land", canary });
  assert.equal([entries, queued], [["Rule1"], []]);
});

test.run();
