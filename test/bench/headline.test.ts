import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { FigureResult } from "./figure.ts";
import { readmeOf } from "./headline.ts";

const test = suite("readmeOf()");

const README = "- **Speed.** <!-- figures -->of old<!-- /figures --> The page.";

function figure(name: string, ratio: number | null): FigureResult {
  return { name, what: "w", yardstick: "y", ratio, spread: null, goal: null, holds: null };
}

test("says the figures as they were measured, and leaves the rest", () => {
  const readme = readmeOf(README, [figure("memory", 173), figure("cost-all", 1.03)]);
  assert.is(
    readme,
    "- **Speed.** <!-- figures -->a log file of 1 GB fits into 173 MB; a million records cost $1.03 from the bucket to the bus and the notifier's queue.<!-- /figures --> The page.",
  );
});

test("says nothing of what was skipped", () => {
  const readme = readmeOf(README, [figure("memory", null), figure("cost-all", 1.03)]);
  assert.not.match(readme, "1 GB");
});

test.run();
