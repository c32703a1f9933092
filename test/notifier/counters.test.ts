import { suite } from "uvu";
import * as assert from "uvu/assert";
import { brokenSums, SUMS } from "../../src/contract.ts";
import type { Assessment } from "../../src/notifier/assess.ts";
import { type BatchResults, countBatch } from "../../src/notifier/counters.ts";
import type { Delivery, Outcome } from "../../src/notifier/delivery/delivery.ts";

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
        ["matched", "posted"],
        ["matched", "repeated", "busy"],
        ["malformed"],
        ["skipped"],
        ["matched"],
      ],
    }),
  );
  const { events, unmatched, ignored, alerted, repeated, malformed, skipped } = counters;
  assert.equal(
    { events, unmatched, ignored, alerted, repeated, malformed, skipped },
    { events: 5, unmatched: 1, ignored: 1, alerted: 2, repeated: 1, malformed: 1, skipped: 1 },
  );
});

test("counts what was out of the ordinary: plain text, no table, a parent not drawn, a dead letter", () => {
  const made = results({
    fates: [["matched", "posted"]],
    settlements: ["given-up", "again", "done"],
  });
  const [[delivery] = []] = [...made.delivered.outcomes];
  const counters = countBatch({
    ...made,
    delivered: {
      attempts: 1,
      outcomes: new Map([
        [delivery as Delivery, { kind: "posted", plain: true, unthreaded: true }],
      ]),
      redraws: [
        { end: "failed", plain: 0 },
        { end: "drawn", plain: 2 },
      ],
    },
  });
  const { plain, unthreaded, redrawFailed, deadLetters } = counters;
  assert.equal(
    { plain, unthreaded, redrawFailed, deadLetters },
    { plain: 3, unthreaded: 1, redrawFailed: 1, deadLetters: 1 },
  );
});

/** A batch in which every part of every sum occurs. */
const ALL = results({
  fates: [
    ["unmatched"],
    ["ignored"],
    ["matched", "repeated"],
    ["matched", "posted", "folded"],
    ["matched", "later", "refused"],
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

test("breaks the sum if a delivery that was taken up has no outcome", () => {
  const [lost] = [...ALL.delivered.outcomes].find(([, { kind }]) => kind === "folded") ?? [];
  const outcomes = new Map([...ALL.delivered.outcomes].filter(([delivery]) => delivery !== lost));
  const counters = countBatch({ ...ALL, delivered: { ...ALL.delivered, outcomes } });
  assert.equal(
    brokenSums("notifier", { ...counters }).map(({ whole }) => whole),
    ["deliveries"],
  );
});

test.run();

/** Each message: its verdict, then the outcomes of its deliveries. */
function results({
  fates = [],
  settlements = [],
}: {
  readonly fates?: readonly (readonly [Assessment["kind"], ...Outcome["kind"][]])[];
  readonly settlements?: BatchResults["settlements"];
}): BatchResults {
  const outcomes = new Map<Delivery, Outcome>();
  const assessments = fates.map(([kind, ...ends]): Assessment => {
    const deliveries = ends.map((end) => {
      const delivery = { subject: { kind: "alert" } } as unknown as Delivery;
      outcomes.set(delivery, { kind: end, reason: "", afterSeconds: 1 } as Outcome);
      return delivery;
    });
    return {
      incoming: { id: "m", body: {}, receiveCount: 1 },
      kind,
      deliveries,
      faults: [],
      denied: false,
      ...(kind !== "malformed" && kind !== "skipped" && { origin: { source: "s3://logs/key" } }),
    };
  });
  const attempts = [...outcomes.values()].filter(
    ({ kind }) => kind !== "repeated" && kind !== "busy",
  ).length;
  const none = { outcomes: new Map<Delivery, Outcome>(), attempts: 0, redraws: [] };
  return {
    assessments,
    delivered: { outcomes, attempts, redraws: [] },
    told: none,
    settlements,
  };
}
