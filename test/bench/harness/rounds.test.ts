import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compare, type Work } from "./rounds.ts";

const test = suite("compare()");

/** A processor whose time passes only by what is done on it. */
class Processor {
  spent = 0;
  readonly done: string[] = [];

  /** @param costs Of one time after the other; the last of all that follow. */
  work(name: string, ...costs: number[]): Work {
    return () => {
      this.done.push(name);
      this.spent += (costs.length > 1 ? costs.shift() : costs[0]) as number;
    };
  }
}

test("says what a thing costs by the yardstick, the median of its rounds", async () => {
  const cpu = new Processor();
  // The first two are for compiling.
  const subject = cpu.work("subject", 900, 900, 6, 60, 8);
  const yardstick = cpu.work("yardstick", 900, 900, 2);
  const spread = await compare(subject, yardstick, { rounds: 3, least: 1 }, () => cpu.spent);
  assert.equal(spread, { median: 4, middle: [3.5, 17] });
});

test("lets both take turns, each first as often", async () => {
  const cpu = new Processor();
  const [a, b] = [cpu.work("a", 1), cpu.work("b", 1)];
  await compare(a, b, { rounds: 3, least: 1 }, () => cpu.spent);
  assert.is(cpu.done.slice(4).join(""), "abbaab");
});

test("does what is short so often that it can be measured", async () => {
  const cpu = new Processor();
  const [a, b] = [cpu.work("a", 1), cpu.work("b", 30)];
  const { median } = await compare(a, b, { rounds: 1, least: 8 }, () => cpu.spent);
  assert.is(median, 1 / 30);
  assert.is(cpu.done.slice(-9).join(""), "aaaaaaaab");
});

test("measures once more, and longer, what fell between two ticks of the clock", async () => {
  const cpu = new Processor();
  const [a, b] = [cpu.work("a", 5, 5, 0, 4, 4), cpu.work("b", 2)];
  const { median } = await compare(a, b, { rounds: 1, least: 1 }, () => cpu.spent);
  assert.is(median, 2);
});

test("waits for what is not done at once", async () => {
  const cpu = new Processor();
  const later = (cost: number) => async () => {
    await Promise.resolve();
    cpu.spent += cost;
  };
  const { median } = await compare(later(6), later(3), { rounds: 3, least: 1 }, () => cpu.spent);
  assert.is(median, 2);
});

test.run();
