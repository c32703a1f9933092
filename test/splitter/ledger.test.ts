import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Fate, Ledger } from "../../src/splitter/ledger.ts";

const test = suite("Ledger");

test("begins where it is told", () => {
  const ledger = new Ledger({ next: 7, offset: 70 });
  assert.equal([ledger.next, ledger.offset, ledger.open], [7, 70, 0]);
  assert.is(ledger.beyond, undefined);
  assert.equal(ledger.settled, { published: 0, filtered: 0, rejected: 0 });
});

test("settles what needs no bus at once", () => {
  const ledger = new Ledger({ next: 7, offset: 70 });
  ledger.pass(7, 80, "filtered");
  ledger.pass(8, 95, "rejected");
  assert.equal([ledger.next, ledger.offset], [9, 95]);
  assert.equal(ledger.settled, { published: 0, filtered: 1, rejected: 1 });
});

test("waits for the first that is on its way, in whatever order answers come", () => {
  const ledger = new Ledger({ next: 0, offset: 0 });
  for (const index of [0, 1, 2]) ledger.send(index, (index + 1) * 100);
  ledger.pass(3, 400, "filtered");
  ledger.arrive(2);
  ledger.arrive(1);
  assert.equal([ledger.next, ledger.offset, ledger.open], [0, 0, 1]);
  assert.equal(ledger.beyond, { end: 4, open: [0] });
  ledger.arrive(0);
  assert.equal([ledger.next, ledger.offset, ledger.beyond], [4, 400, undefined]);
  assert.equal(ledger.settled, { published: 3, filtered: 1, rejected: 0 });
});

test("takes an answer that comes again for no second one", () => {
  const ledger = new Ledger({ next: 0, offset: 0 });
  for (const index of [0, 1]) ledger.send(index, (index + 1) * 100);
  for (const index of [0, 0]) ledger.arrive(index);
  assert.equal([ledger.next, ledger.offset, ledger.settled.published], [1, 100, 1]);
});

test("keeps what earlier readings settled where it comes not so far", () => {
  const ledger = new Ledger({ next: 2, offset: 20, beyond: { end: 9, open: [2, 5, 7] } });
  assert.equal(
    [1, 2, 3, 4, 5, 6, 7, 8, 9].filter((index) => ledger.isSettled(index)),
    [1, 3, 4, 6, 8],
  );
  ledger.send(2, 30);
  ledger.skip(3, 40);
  ledger.arrive(2);
  assert.equal([ledger.next, ledger.offset], [4, 40]);
  assert.equal(ledger.beyond, { end: 9, open: [5, 7] });
});

/** What the bus does with each record in one reading, and how late it says so. */
interface Step {
  readonly fate: Fate | "failed";
  readonly delay: number;
}

const steps = (length: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      fate: fc.constantFrom<Step["fate"]>(
        "published",
        "published",
        "filtered",
        "rejected",
        "failed",
      ),
      delay: fc.nat(8),
    }),
    { minLength: length, maxLength: length },
  );

test("settles each record once, however often readings stop and whatever fails", () => {
  const readings = fc.array(fc.tuple(steps(40), fc.nat(40)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(readings, (all) => {
      const settled = new Set<number>();
      let at: ConstructorParameters<typeof Ledger>[0] = { next: 0, offset: 0 };
      for (const [fates, stop] of all) {
        const ledger = new Ledger(at);
        const before = settled.size;
        const due: [when: number, index: number][] = [];
        for (let index = at.next; index < stop; index++) {
          const { fate, delay } = fates[index] as Step;
          const end = (index + 1) * 10;
          assert.is(ledger.isSettled(index), settled.has(index), `${index}`);
          if (settled.has(index)) ledger.skip(index, end);
          else if (fate === "filtered" || fate === "rejected") {
            ledger.pass(index, end, fate);
            settled.add(index);
          } else {
            ledger.send(index, end);
            if (fate === "published") due.push([index + delay, index]);
          }
          for (const [when, arrived] of due) {
            if (when !== index) continue;
            ledger.arrive(arrived);
            settled.add(arrived);
          }
        }
        const { published, filtered, rejected } = ledger.settled;
        assert.is(published + filtered + rejected, settled.size - before);
        assert.is(ledger.offset, ledger.next * 10);
        const { next, offset, beyond } = ledger;
        at = { next, offset, ...(beyond && { beyond }) };
        const again = new Ledger(at);
        for (let index = next; index < 40; index++) {
          assert.is(
            again.isSettled(index),
            settled.has(index),
            `${index} of ${JSON.stringify(at)}`,
          );
        }
        for (let index = 0; index < next; index++) assert.ok(settled.has(index));
      }
    }),
    { numRuns: 500 },
  );
});

test.run();
