import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runsSlow } from "../support/shared.ts";
import { runSeed } from "./run-seed.ts";
import { SCENARIOS } from "./scenarios/all.ts";
import type { Scenario } from "./scenarios/scenario.ts";

const FIXED = 20;
const FRESH = 20;

/** Seeds that were never run before; a failing one says how to run it again. */
const fresh = Array.from({ length: FRESH }, () => 1_000 + Math.floor(Math.random() * 100_000_000));
const fixed = Array.from({ length: FIXED }, (_, n) => n + 1);

const campaign = suite("campaign");

if (runsSlow(campaign, "campaigns of forty seeds")) {
  for (const [title, seeds] of [
    ["fixed", fixed],
    ["fresh", fresh],
  ] as const) {
    campaign(
      `loses, repeats and miscounts nothing under faults of every kind (${title} seeds)`,
      async () => {
        const failed: string[] = [];
        for (const seed of seeds) failed.push(...(await holds(scenario("faults"), seed, 1)));
        assert.equal(failed, []);
      },
    );
  }

  for (const [name, one] of SCENARIOS) {
    if (name === "faults") continue;
    campaign(`${name}: ${one.about}`, async () => {
      assert.equal(await holds(one, 1, one.testShare), []);
    });
  }

  campaign("takes the same steps for the same seed", async () => {
    const [one, two, other] = await Promise.all([1, 1, 2].map((seed) => steps(seed)));
    assert.equal(one, two);
    assert.not.equal(one, other);
  });
}

campaign.run();

/** What is wrong with a seed, and how to run it again. */
async function holds(one: Scenario, seed: number, share: number): Promise<readonly string[]> {
  const { faults } = await runSeed(one, seed, share);
  if (faults.length === 0) return [];
  return [`npm run campaign -- --scenario ${one.name} --seeds ${seed}`, ...faults];
}

let last: Promise<unknown> = Promise.resolve();

/** Every call, and every message with its instant; worlds one after another, as each takes the timers. */
function steps(seed: number): Promise<object> {
  const run = async () => {
    const { world } = await runSeed(scenario("faults"), seed);
    const { network, slack, time } = world;
    const messages = slack.changes.map(({ at, kind, channel, message }) => [
      at,
      kind,
      channel,
      message.ts,
    ]);
    return { calls: network.calls, steps: time.steps, messages };
  };
  const mine = last.then(run);
  last = mine;
  return mine;
}

function scenario(name: string): Scenario {
  const found = SCENARIOS.get(name);
  if (found === undefined) throw new Error(`Cannot run "${name}" as there is no such scenario`);
  return found;
}
