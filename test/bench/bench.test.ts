import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { constantsOf, costPageOf } from "./cost/cost-page.ts";
import { alertDollars, wayDollars } from "./cost/dollars.ts";
import { type Figure, type FigureResult, resultOf } from "./figure.ts";
import { FIGURES } from "./figures/all.ts";
import { QUICK } from "./harness/rounds.ts";
import { readmeOf } from "./headline.ts";
import { measuredFigures, pageOf } from "./speed-page.ts";

const test = suite("npm run bench");

/** Need a process or minutes; `npm run bench` itself runs them. */
const LONG = /^(splitter|memory|cold|bundles|cost)/;

for (const figure of FIGURES.filter(({ name }) => !LONG.test(name))) {
  // No timing is asserted, nor that a goal is met: only that there is a figure to look at.
  test(`can measure ${figure.name}`, async () => {
    const result = await resultOf(figure, QUICK);
    if (result.skipped !== undefined) {
      console.error(`\nSKIPPED: ${figure.name} ${result.skipped}.\n`);
      return;
    }
    assert.ok(Number(result.ratio) > 0, JSON.stringify(result));
    assert.is(result.spread?.length, 2);
    for (const { load, ratio } of result.growth ?? []) assert.ok(ratio > 0, load);
  });
}

test("holds each figure against its goal, as it is printed", async () => {
  const figure = (median: number, goal?: number): Figure => ({
    ...{ name: "n", what: "w", yardstick: "y" },
    ...(goal !== undefined && { goal }),
    measure: async () => ({ median, middle: [median, median] }),
  });
  const holds = async (median: number, goal?: number) =>
    (await resultOf(figure(median, goal), QUICK)).holds;
  assert.equal(
    [await holds(1.01, 1), await holds(1.0001, 1), await holds(0.5, 1), await holds(9)],
    [false, true, true, null],
  );
});

test("says of what is skipped neither a ratio nor that it holds", async () => {
  const measure = async () => ({ skipped: "no corpus" });
  const result = await resultOf({ name: "n", what: "w", yardstick: "y", goal: 1, measure }, QUICK);
  assert.equal([result.ratio, result.spread, result.holds], [null, null, null]);
});

test("gives each figure a name of its own", () => {
  const names = FIGURES.map(({ name }) => name);
  assert.equal(names, [...new Set(names)]);
});

const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("has written the page's tables from the results beside it, of figures that there are", () => {
  const page = text("infra/docs/reference/speed.md");
  const figures: readonly FigureResult[] = measuredFigures();
  assert.is(page, pageOf(page, figures), "npm run bench -- --write");
  const readme = text("README.md");
  assert.is(readme, readmeOf(readme, figures), "npm run bench -- --write");
  const names = new Set(FIGURES.map(({ name }) => name));
  for (const { name } of figures) assert.ok(names.has(name), name);
});

test("has written the page on cost, and what the command cost goes by, from the same results", () => {
  const of = (name: string) => measuredFigures().find((it) => it.name === name);
  const costs = of("cost-all")?.costs;
  assert.ok(costs !== undefined, WRITE_COSTS);
  for (const [name, dollars] of [
    ["cost-all", wayDollars(300, "all", costs)],
    ["cost-matched", wayDollars(300, "matched", costs)],
    ["cost-alerts", alertDollars(costs)],
  ] as const) {
    assert.equal(of(name)?.costs, costs, WRITE_COSTS);
    assert.is(of(name)?.ratio, Number(dollars.toPrecision(3)), WRITE_COSTS);
  }
  const page = text("infra/docs/cost.md");
  assert.is(page, costPageOf(page, costs), WRITE_COSTS);
  const constants = text("src/core/cost/measured.ts");
  assert.is(constants, constantsOf(constants, costs), WRITE_COSTS);
});

const WRITE_COSTS = "npm run bench -- --only cost --write";

test.run();
