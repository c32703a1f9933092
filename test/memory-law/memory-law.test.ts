import { suite } from "uvu";
import * as assert from "uvu/assert";
import { tryLaw } from "./law.ts";
import { plantedBugs } from "./planted.ts";

/** `npm run memory-law` tries a thousand. */
const SEEDS = 50;

const test = suite("rules of several events at many notifiers");

test("alert once, when the last event is written, with those of the first full window", async () => {
  let fired = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const run = await tryLaw(seed);
    assert.equal(run.broken, [], `seed ${seed}`);
    fired += run.fired;
  }
  assert.ok(fired > SEEDS / 2, `${fired} alerts`);
});

for (const [name, plant] of plantedBugs) {
  test(`would be found not to, had they the bug ${name}`, async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      if ((await tryLaw(seed, plant)).broken.length > 0) return;
    }
    assert.unreachable("not found");
  });
}

test.run();
