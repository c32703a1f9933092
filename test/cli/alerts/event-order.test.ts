import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { EventOrder } from "../../../src/cli/alerts/event-order.ts";

const test = suite<{ folder: string }>("EventOrder");

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }));

/** Times that come in no order, some of them twice. */
const TIMES = Array.from({ length: 500 }, (_, index) => (index * 7919) % 251);

for (const [where, maxKept, files] of [
  ["memory", undefined, 0],
  ["files", 1_000, 11],
] as const) {
  test(`gives events by time, those of one time as they came, from ${where}`, ({ folder }) => {
    const events = new EventOrder(() => folder, maxKept);
    for (const [index, time] of TIMES.entries()) events.add({ time, index });
    assert.is(readdirSync(folder).length, files);
    const expected = TIMES.map((time, index) => ({ time, index })).sort(
      (a, b) => a.time - b.time || a.index - b.index,
    );
    assert.equal([...events.inOrder()], expected);
  });
}

test("keeps what an event says, whatever is in it", ({ folder }) => {
  const texts = ["a\nb", "é\u2028\ud83d\ude00", "x".repeat(200_000)];
  const events = new EventOrder<{ time: number; index: number; text: string }>(() => folder, 10);
  for (const [index, text] of texts.entries()) events.add({ time: 0, index, text });
  assert.equal(
    [...events.inOrder()].map(({ text }) => text),
    texts,
  );
});

test("gives none of none, and makes no folder", () => {
  const events = new EventOrder(() => {
    throw new Error("a folder");
  });
  assert.equal([...events.inOrder()], []);
});

test.run();
