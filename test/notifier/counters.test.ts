import { suite } from "uvu";
import * as assert from "uvu/assert";
import { brokenSums, SUMS } from "../../src/contract.ts";
import type { Assessment } from "../../src/notifier/assess.ts";
import { type BatchResults, countBatch } from "../../src/notifier/counters.ts";
import type { SentOutcome } from "../../src/notifier/go-alone.ts";
import type { Delivery } from "../../src/notifier/record/delivery.ts";

const test = suite("countBatch()");

test("counts nothing where nothing happened", () => {
  const counters = countBatch(results({}));
  assert.ok(Object.values(counters).every((count) => count === 0));
});

test("counts a message by its verdict, and a match by what its deliveries came to", () => {
  const counters = countBatch(
    results({
      fates: [
        ["unmatched"],
        ["ignored"],
        ["held"],
        ["matched", "recorded"],
        ["matched", "known", "known"],
        ["matched", "known", "later"],
        ["malformed"],
        ["skipped"],
        ["matched"],
      ],
    }),
  );
  const { events, unmatched, ignored, held, alerted, repeated, malformed, skipped } = counters;
  assert.equal(
    { events, unmatched, ignored, held, alerted, repeated, malformed, skipped },
    {
      ...{ events: 7, unmatched: 1, ignored: 1, held: 1, alerted: 2, repeated: 2 },
      ...{ malformed: 1, skipped: 1 },
    },
  );
});

test("counts an event once that comes to two instances at once, each of which records some of it", () => {
  const one = countBatch(results({ fates: [["matched", "recorded", "known", "known"]] }));
  const other = countBatch(results({ fates: [["matched", "known", "recorded", "recorded"]] }));
  assert.equal([one.alerted, one.repeated], [1, 0]);
  assert.equal([other.alerted, other.repeated], [0, 1]);
});

test("counts notices and removed files that were recorded now, and what was given up", () => {
  const kinds = ["notice", "notice", "removed-object", "alert"];
  const made = results({
    fates: [
      ["notice", "recorded"],
      ["notice", "known"],
      ["removed", "alone"],
      ["matched", "recorded"],
    ],
    settlements: ["given-up", "again", "done", "done"],
    kinds,
  });
  const { notices, removedObjects, deadLetters } = countBatch(made);
  assert.equal([notices, removedObjects, deadLetters], [1, 1, 1]);
});

/** A batch in which every part of every sum occurs. */
const ALL = results({
  fates: [
    ["unmatched"],
    ["ignored"],
    ["held"],
    ["matched", "known"],
    ["matched", "recorded", "alone"],
    ["matched", "later"],
  ],
});

test("makes sums that hold, to each of which every part is needed", () => {
  const counters = { ...countBatch(ALL) };
  assert.equal(brokenSums("notifier", counters), []);
  for (const sum of SUMS.filter(({ of }) => of === "notifier")) {
    for (const name of [sum.whole, ...sum.parts]) {
      const found = brokenSums("notifier", { ...counters, [name]: 0 });
      assert.equal(found, [sum], `${name} occurs and makes a difference`);
    }
  }
});

test("breaks the sum if a delivery has no outcome", () => {
  const [lost] = [...ALL.outcomes].find(([, { kind }]) => kind === "alone") ?? [];
  const outcomes = new Map([...ALL.outcomes].filter(([delivery]) => delivery !== lost));
  assert.equal(
    brokenSums("notifier", { ...countBatch({ ...ALL, outcomes }) }).map(({ whole }) => whole),
    ["deliveries"],
  );
});

test.run();

/** Each message: its verdict, then the outcomes of its deliveries. */
function results({
  fates = [],
  settlements = [],
  kinds = [],
}: {
  readonly fates?: readonly (readonly [Assessment["kind"], ...SentOutcome["kind"][]])[];
  readonly settlements?: BatchResults["settlements"];
  /** What each message's deliveries are about. */
  readonly kinds?: readonly string[];
}): BatchResults {
  const outcomes = new Map<Delivery, SentOutcome>();
  const assessments = fates.map(([kind, ...ends], i): Assessment => {
    const deliveries = ends.map((end) => {
      const delivery = { subject: { kind: kinds[i] ?? "alert" } } as unknown as Delivery;
      outcomes.set(delivery, { kind: end });
      return delivery;
    });
    const isRecord = ["unmatched", "ignored", "held", "matched"].includes(kind);
    return {
      incoming: { id: "m", body: {}, receiveCount: 1 },
      kind,
      deliveries,
      faults: [],
      denied: false,
      ...(isRecord && { origin: { source: "s3://logs/key" } }),
    };
  });
  return { assessments, deliveriesOf: ({ deliveries }) => deliveries, outcomes, settlements };
}
