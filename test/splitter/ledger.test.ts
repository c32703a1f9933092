import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Fate, Ledger } from "../../src/splitter/ledger.ts";

const test = suite("Ledger");

test("begins where it is told", () => {
  const ledger = new Ledger(7, 70);
  assert.equal([ledger.next, ledger.offset, ledger.failed, ledger.publishedBeyond], [7, 70, 0, 0]);
  assert.equal(ledger.settled, { published: 0, filtered: 0, rejected: 0 });
});

test("settles what needs no bus at once", () => {
  const ledger = new Ledger(7, 70);
  ledger.pass(7, 80, "filtered");
  ledger.pass(8, 95, "rejected");
  assert.equal([ledger.next, ledger.offset], [9, 95]);
  assert.equal(ledger.settled, { published: 0, filtered: 1, rejected: 1 });
});

test("waits for the first that is on its way, in whatever order answers come", () => {
  const ledger = new Ledger(0, 0);
  for (const index of [0, 1, 2]) ledger.send(index, (index + 1) * 100);
  ledger.pass(3, 400, "filtered");
  ledger.arrive(2);
  ledger.arrive(1);
  assert.equal([ledger.next, ledger.offset, ledger.publishedBeyond], [0, 0, 2]);
  ledger.arrive(0);
  assert.equal([ledger.next, ledger.offset, ledger.publishedBeyond], [4, 400, 0]);
  assert.equal(ledger.settled, { published: 3, filtered: 1, rejected: 0 });
});

test("never goes past a record that failed", () => {
  const ledger = new Ledger(0, 0);
  for (const index of [0, 1, 2, 3]) ledger.send(index, (index + 1) * 100);
  for (const index of [3, 1]) ledger.fail(index);
  for (const index of [0, 2]) ledger.arrive(index);
  const { next, offset, publishedBeyond, failed } = ledger;
  assert.equal([next, offset, publishedBeyond, failed], [1, 100, 1, 2]);
});

test("takes an answer that comes again for no second one", () => {
  const ledger = new Ledger(0, 0);
  for (const index of [0, 1]) ledger.send(index, (index + 1) * 100);
  for (const index of [0, 0]) ledger.arrive(index);
  assert.equal([ledger.next, ledger.offset, ledger.settled.published], [1, 100, 1]);
  for (const index of [1, 1]) ledger.fail(index);
  assert.equal([ledger.next, ledger.offset, ledger.failed], [1, 100, 1]);
});

type Step = { readonly fate: Fate | "failed"; readonly delay: number };

test("counts as one that keeps every record's fate does", () => {
  const step: fc.Arbitrary<Step> = fc.record({
    fate: fc.constantFrom("published", "published", "published", "filtered", "rejected", "failed"),
    delay: fc.nat(8),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.nat(5), (steps, from) => {
      const ledger = new Ledger(from, from * 10);
      const fates: (Fate | "failed" | undefined)[] = steps.map(() => undefined);
      const due = (at: number) => {
        for (const [i, { fate, delay }] of steps.entries()) {
          if (i + delay !== at || fate === "filtered" || fate === "rejected") continue;
          fates[i] = fate;
          if (fate === "failed") ledger.fail(from + i);
          else ledger.arrive(from + i);
        }
      };
      for (let at = 0; at < steps.length + 10; at++) {
        const fate = steps[at]?.fate;
        const end = (from + at + 1) * 10;
        if (fate === "filtered" || fate === "rejected") {
          ledger.pass(from + at, end, fate);
          fates[at] = fate;
        } else if (fate !== undefined) {
          ledger.send(from + at, end);
        }
        due(at);
        const seen = fates.slice(0, at + 1);
        const stop = seen.findIndex((is) => is === undefined || is === "failed");
        const run = stop === -1 ? seen : seen.slice(0, stop);
        const rest = seen.slice(run.length);
        const count = (of: typeof fates, what: string) => of.filter((is) => is === what).length;
        assert.is(ledger.next, from + Math.min(run.length, steps.length));
        assert.is(ledger.offset, ledger.next * 10);
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
