import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { permitOf, URGENT_EDITS, WORKSPACE_EDITS } from "../../../src/core/thread/call-rate.ts";

const test = suite("permitOf");

const START = 1_700_000_000_000;

test("grants a burst at once, then one call after another", () => {
  let tat = 0;
  for (let i = 0; i < 10; i++) {
    const permit = permitOf(WORKSPACE_EDITS, tat, START);
    assert.ok(permit.isGranted, `${i}`);
    tat = permit.tat;
  }
  assert.equal(permitOf(WORKSPACE_EDITS, tat, START), { isGranted: false, at: START + 1_500 });
  assert.ok(permitOf(WORKSPACE_EDITS, tat, START + 1_500).isGranted);
});

test("keeps some of the burst for those who may use it", () => {
  let tat = 0;
  for (let i = 0; i < 10 - URGENT_EDITS; i++) {
    const permit = permitOf(WORKSPACE_EDITS, tat, START, URGENT_EDITS);
    assert.ok(permit.isGranted, `${i}`);
    tat = permit.tat;
  }
  assert.not.ok(permitOf(WORKSPACE_EDITS, tat, START, URGENT_EDITS).isGranted);
  assert.ok(permitOf(WORKSPACE_EDITS, tat, START).isGranted);
});

test("never grants more than 50 in any minute, and what it refuses when it said", () => {
  /** Calls of one pace: most of the slow ones are granted, most of the fast ones refused. */
  const steps = fc
    .constantFrom(600, 3_000, 70_000)
    .chain((most) =>
      fc.array(
        fc.record({ wait: fc.oneof(fc.constant(0), fc.nat(most)), isUrgent: fc.boolean() }),
        { minLength: 60, maxLength: 300 },
      ),
    );
  let refused = 0;
  fc.assert(
    fc.property(steps, (asked) => {
      let now = START;
      let tat = 0;
      const granted: number[] = [];
      for (const { wait, isUrgent } of asked) {
        now += wait;
        const kept = isUrgent ? 0 : URGENT_EDITS;
        const permit = permitOf(WORKSPACE_EDITS, tat, now, kept);
        if (permit.isGranted) {
          tat = permit.tat;
          granted.push(now);
        } else {
          refused++;
          assert.ok(permitOf(WORKSPACE_EDITS, tat, permit.at, kept).isGranted);
          assert.not.ok(permitOf(WORKSPACE_EDITS, tat, permit.at - 1, kept).isGranted);
        }
      }
      for (const [index, from] of granted.entries()) {
        const within = granted.slice(index).filter((at) => at < from + 60_000);
        assert.ok(within.length <= 50, `${within.length} edits in a minute`);
      }
    }),
    { numRuns: 300 },
  );
  assert.ok(refused > 3_000, `${refused} refused`);
});

test.run();
