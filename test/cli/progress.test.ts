import { suite } from "uvu";
import * as assert from "uvu/assert";
import { progressLine, startProgress } from "../../src/cli/progress.ts";

const test = suite("startProgress()");

test("shows nothing in a pipe, however long it takes", () => {
  const { lines, step, done } = started(false);
  step(60_000);
  done();
  assert.equal(lines, []);
});

test("shows nothing of what is over within a second", () => {
  const { lines, step, done } = started(true);
  for (const _ of [1, 2, 3]) step(300);
  done();
  assert.equal(lines, [undefined]);
});

test("draws at most ten times a second, and goes away at the end", () => {
  const { lines, step, done } = started(true);
  step(1000);
  for (let i = 0; i < 7; i++) step(50);
  done();
  assert.is(lines.length, 5);
  assert.match(lines[0] ?? "", /^files █{15}░{15} 1\/2, 1\.0\/s/);
  assert.is(lines.at(-1), undefined);
});

test.run();

const line = suite("progressLine()");

line("says how fast it is and how long it takes yet", () => {
  assert.is(
    progressLine("records", 250_000, 1_000_000, 10),
    `records ${"█".repeat(8)}${"░".repeat(22)} 250,000/1,000,000, 25,000/s, 30 s left`,
  );
});

line("says what it has where nobody knows how many there are", () => {
  assert.is(progressLine("records", 1200, undefined, 4), "records 1,200, 300/s, 4 s");
});

line("is full, and no longer, where there is nothing or more than was said", () => {
  assert.match(progressLine("files", 0, 0, 2), /█{30} 0\/0/);
  assert.match(progressLine("files", 7, 5, 2), /█{30} 7\/5, 3\.5\/s, 0 s left$/);
});

line.run();

function started(redraws: boolean) {
  const lines: (string | undefined)[] = [];
  let time = 0;
  const io = { redraws, status: (text: string | undefined) => void lines.push(text) };
  const progress = startProgress("files", 2, io, () => time);
  return {
    lines,
    step: (milliseconds: number) => {
      time += milliseconds;
      progress.step();
    },
    done: () => progress.done(),
  };
}
