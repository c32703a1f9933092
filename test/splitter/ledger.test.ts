import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Fate, Ledger } from "../../src/splitter/ledger.ts";

const test = suite("Ledger");

test("settles what needs no bus at once", () => {
  const ledger = new Ledger(7);
  ledger.settle(7, "filtered");
  ledger.settle(8, "rejected");
  assert.is(ledger.next, 9);
  assert.equal(ledger.settled, { published: 0, filtered: 1, rejected: 1 });
});

test("waits for the first that is on its way, in whatever order answers come", () => {
  const ledger = new Ledger(0);
  for (const index of [0, 1, 2]) ledger.send(index);
  ledger.settle(3, "filtered");
  ledger.settle(2, "published");
  ledger.settle(1, "published");
  assert.equal([ledger.next, ledger.publishedBeyond], [0, 2]);
  ledger.settle(0, "published");
  assert.equal([ledger.next, ledger.publishedBeyond], [4, 0]);
});

test("never goes past a record that failed", () => {
  const ledger = new Ledger(0);
  for (const index of [0, 1, 2, 3]) ledger.send(index);
  for (const index of [3, 1]) ledger.fail(index);
  for (const index of [0, 2]) ledger.settle(index, "published");
  assert.equal([ledger.next, ledger.publishedBeyond, ledger.failed], [1, 1, 2]);
});

type Step = { readonly fate: Fate | "failed"; readonly delay: number };

test("counts as one that keeps every record's fate does", () => {
  const step: fc.Arbitrary<Step> = fc.record({
    fate: fc.constantFrom("published", "published", "published", "filtered", "rejected", "failed"),
    delay: fc.nat(8),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.nat(5), (steps, from) => {
      const ledger = new Ledger(from);
      const fates: (Fate | "failed" | undefined)[] = steps.map(() => undefined);
      const due = (at: number) => {
        for (const [i, { fate, delay }] of steps.entries()) {
          if (i + delay !== at || fate === "filtered" || fate === "rejected") continue;
          fates[i] = fate;
          if (fate === "failed") ledger.fail(from + i);
          else ledger.settle(from + i, fate);
        }
      };
      for (let at = 0; at < steps.length + 10; at++) {
        const fate = steps[at]?.fate;
        if (fate === "filtered" || fate === "rejected") {
          ledger.settle(from + at, fate);
          fates[at] = fate;
        } else if (fate !== undefined) {
          ledger.send(from + at);
        }
        due(at);
        const seen = fates.slice(0, at + 1);
        const stop = seen.findIndex((is) => is === undefined || is === "failed");
        const run = stop === -1 ? seen : seen.slice(0, stop);
        const rest = seen.slice(run.length);
        const count = (of: typeof fates, what: string) => of.filter((is) => is === what).length;
        assert.is(ledger.next, from + Math.min(run.length, steps.length));
        assert.equal(ledger.settled, {
          published: count(run, "published"),
          filtered: count(run, "filtered"),
          rejected: count(run, "rejected"),
        });
        assert.is(ledger.publishedBeyond, count(rest, "published"));
        assert.is(ledger.failed, count(seen, "failed"));
      }
    }),
    { numRuns: 500 },
  );
});

test.run();
