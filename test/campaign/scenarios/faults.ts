import type { Fault } from "../network/faults.ts";
import { ACCOUNTS, type CallSketch } from "../trail.ts";
import { CHANNEL, SECOND_CHANNEL, TOKEN_SECRET, TOPIC } from "../world.ts";
import { atMost, exactly, putCalls, type Scenario } from "./scenario.ts";

const KINDS: readonly CallSketch["kind"][] = [
  "denied",
  "denied",
  "denied",
  "change",
  "login",
  "root",
  "stop",
  "quiet",
];

const FAULTS: readonly Fault[] = [
  "error",
  "throttle",
  "lost",
  "late",
  "silence",
  "slow",
  "death-before",
  "death-after",
];

/** A small day on which everything goes wrong now and then, each seed in its own way. */
export const faults: Scenario = {
  name: "faults",
  about: "20 to 60 events; at every call each fault with a share of 0.2 to 5 percent",
  testShare: 1,
  world(random) {
    // Evenly over the orders of magnitude, so that seeds with few faults are as common as with many.
    const share = () => 0.002 * 25 ** (random.below(1_000) / 1_000);
    const shares = Object.fromEntries(FAULTS.map((fault) => [fault, share()]));
    const hasTopic = random.chance(0.4);
    const hasSecond = random.chance(0.4);
    return {
      faults: [{ of: () => true, shares }],
      mishaps: share(),
      hasHistory: random.chance(0.5),
      destinations: {
        slackTokenSecretId: TOKEN_SECRET,
        defaults: { slackChannel: CHANNEL, ...(hasTopic && { snsTopicArn: TOPIC }) },
        routes: hasSecond ? [{ accounts: [ACCOUNTS[2]], slackChannel: SECOND_CHANNEL }] : [],
      },
    };
  },
  load(world, random) {
    // Mostly few: a seed is soon run, and thousands are.
    const count = 20 + Math.min(random.below(41), random.below(41));
    const actors = 1 + random.below(6);
    const sketches = Array.from({ length: count }, (): CallSketch => {
      const resource = random.chance(0.7) ? `resource-${random.below(8)}` : undefined;
      return {
        kind: random.of(KINDS),
        time: world.start + random.below(600_000),
        actor: `role-${random.below(actors)}`,
        ...(resource !== undefined && { resource }),
      };
    }).sort((a, b) => a.time - b.time);
    const calls = sketches.map((sketch) => ({
      event: world.trail.event(sketch),
      kind: sketch.kind,
    }));
    // A file brings what happened some minutes before, and many events a second time.
    const files = 1 + random.below(6);
    for (let n = 0; n < files; n++) {
      const from = world.start + (600_000 / files) * n;
      const to = from + 600_000 / files;
      const own = calls.filter(
        ({ event }) =>
          event.time >= Math.floor(from / 1_000) * 1_000 &&
          event.time < Math.floor(to / 1_000) * 1_000,
      );
      if (own.length === 0) continue;
      world.putFile(to + random.below(60_000), own);
      const again = own.filter(() => random.chance(0.25));
      if (again.length > 0) world.putFile(to + random.below(200_000), again);
      // Some when the thread's next window is open.
      const late = random.chance(0.1) ? own.filter(() => random.chance(0.25)) : [];
      if (late.length > 0) world.putFile(to + 900_000 + random.below(300_000), late);
    }
  },
  healAfter: 240_000,
  musts: () => [],
};

/** Two in a hundred calls of the table fail while one actor is denied thousands of times. */
export const tableErrors: Scenario = {
  name: "table-errors",
  about: "2,000 events of one actor while 2 percent of the table's calls fail",
  testShare: 0.25,
  world: () => ({
    faults: [{ of: ({ service }) => service === "dynamodb", shares: { error: 0.02 } }],
  }),
  load(world, random, share) {
    for (let n = 0; n < 4; n++) {
      const sketches = Array.from(
        { length: Math.round(500 * share) },
        (_, i): CallSketch => ({
          kind: "denied",
          time: world.start + n * 60_000 + i * 100,
          actor: "role-busy",
          account: "111122223333",
          resource: `resource-${random.below(5)}`,
        }),
      );
      putCalls(world, world.start + (n + 1) * 60_000, sketches);
    }
  },
  musts: (figures) => [
    ...exactly("parents", figures.parents, 1),
    ...atMost("seconds until drained", figures.drainedSeconds, 60),
  ],
};
