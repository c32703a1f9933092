import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readRuns } from "../../../src/cli/backtest/read-runs.ts";

const test = suite("readRuns()");

let folder = "";
test.before(() => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
});
test.after(() => rmSync(folder, { recursive: true }));

/** Writes each list of times as a run whose events name their run and place. */
function write(runs: readonly (readonly number[])[]) {
  return runs.flatMap((times, run) => {
    const sorted = [...times].sort((a, b) => a - b);
    const events = sorted.map((at, place) => ({
      at,
      kind: "matched",
      ignoredBy: `${run} ${place}\u2028`,
    }));
    const file = `run-${run}.ndjson`;
    writeFileSync(join(folder, file), events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    const [first = 0] = sorted;
    return times.length === 0
      ? []
      : [{ file, events: times.length, first, last: sorted.at(-1) ?? 0 }];
  });
}

test("gives nothing of no runs", () => {
  assert.equal([...readRuns(folder, [])], []);
});

test("gives every event once, by time and at one time in the order of the runs", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 6 }), { maxLength: 6 }),
      (times) => {
        const found = [...readRuns(folder, write(times))].map(({ at, ignoredBy }) => ({
          at,
          from: String(ignoredBy).split(" ").map(Number.parseFloat),
        }));
        assert.is(found.length, times.flat().length);
        const inOrder = [...found].sort(
          (a, b) =>
            a.at - b.at ||
            (a.from[0] ?? 0) - (b.from[0] ?? 0) ||
            (a.from[1] ?? 0) - (b.from[1] ?? 0),
        );
        assert.equal(found, inOrder);
      },
    ),
    { numRuns: 100 },
  );
});

test("reads lines that are longer than a block", () => {
  const file = "long.ndjson";
  const long = "é".repeat(200_000);
  const event = { at: 1, kind: "ignored", ignoredBy: long };
  writeFileSync(join(folder, file), `${JSON.stringify(event)}\n${JSON.stringify(event)}\n`);
  const found = [...readRuns(folder, [{ file, events: 2, first: 1, last: 1 }])];
  assert.equal(found, [event, event]);
});

test.run();
