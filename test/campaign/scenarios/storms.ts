import { ACCOUNTS, type CallSketch } from "../trail.ts";
import { CHANNEL, TOKEN_SECRET, TOPIC, type World } from "../world.ts";
import { atMost, exactly, pieces, putCalls, type Scenario } from "./scenario.ts";

/** All alerts into one channel, as a storm that is spread out is half a storm. */
const ONE_CHANNEL = {
  slackTokenSecretId: TOKEN_SECRET,
  defaults: { slackChannel: CHANNEL, snsTopicArn: TOPIC },
  routes: [],
};

/** CloudTrail brings what happened in some minutes at once, as several files. */
function putBursts(
  world: World,
  events: number,
  filesAtOnce: number,
  sketch: (time: number, n: number) => CallSketch,
): void {
  const calls = Array.from({ length: events }, (_, n) =>
    sketch(world.start + Math.floor((n * 300_000) / events), n),
  );
  const [first = [], second = []] = pieces(calls, 2);
  for (const [own, end] of [
    [first, 150_000],
    [second, 300_000],
  ] as const) {
    for (const file of pieces(own, filesAtOnce)) putCalls(world, world.start + 60_000 + end, file);
  }
}

const CRITICALS = 5;

/** Five hundred actors are denied a hundred calls each; five critical alerts come meanwhile. */
export const storm500: Scenario = {
  name: "storm-500",
  about: "500 actors in 3 accounts, 50,000 denied events in 5 minutes; 5 critical alerts meanwhile",
  testShare: 0.02,
  world: (random, start) => ({
    destinations: ONE_CHANNEL,
    partitionLimits: true,
    faults: [
      {
        // The drawer that is about to post one of the critical alerts is no more.
        of: ({ service, operation }) => service === "slack" && operation === "chat.postMessage",
        shares: { "death-before": 1 },
        from: start + 60_000 + 200_000,
        times: 1,
        until: start + 60_000 + 230_000 + random.below(10_000),
      },
    ],
  }),
  load(world, random, share) {
    const events = Math.round(50_000 * share);
    putBursts(world, events, 4, (time) => {
      const actor = random.below(500);
      return {
        kind: "denied",
        time,
        actor: `role-${actor}`,
        account: ACCOUNTS[actor % 3] as string,
        resource: `bucket-${random.below(40)}`,
      };
    });
    for (let n = 0; n < CRITICALS; n++) {
      // The last one meets the death of its drawer.
      const at = n === CRITICALS - 1 ? 200_000 : random.below(300_000);
      putCalls(world, world.start + 60_000 + at, [
        { kind: "stop", time: world.start + at, actor: `breakglass-${n}`, resource: `trail-${n}` },
      ]);
    }
  },
  musts: (figures) => [
    ...atMost("messages", figures.messages, 60),
    ...atMost("edits in one minute", figures.mostEditsInMinute, 50),
    ...atMost("seconds until drained", figures.drainedSeconds, 60),
    ...exactly("critical alerts", figures.criticalDelaySeconds.length, CRITICALS),
    ...atMost(
      "seconds of a critical alert whose drawer died",
      Math.max(...figures.criticalDelaySeconds),
      45,
    ),
    ...atMost(
      "seconds of the other critical alerts",
      [...figures.criticalDelaySeconds].sort((a, b) => a - b).at(-2) ?? 0,
      10,
    ),
  ],
};

/** One actor is denied fifty thousand times. */
export const storm1: Scenario = {
  name: "storm-1",
  about: "one actor, 50,000 denied events in 5 minutes",
  testShare: 0.02,
  world: () => ({ destinations: ONE_CHANNEL, partitionLimits: true }),
  load(world, random, share) {
    putBursts(world, Math.round(50_000 * share), 4, (time) => ({
      kind: "denied",
      time,
      actor: "role-loop",
      account: ACCOUNTS[0],
      resource: `bucket-${random.below(4)}`,
    }));
  },
  musts: (figures, world) => [
    ...atMost("messages", figures.messages, 40),
    ...atMost("429s after the first ten calls", limitedAfter(world, 10), 0),
    ...atMost("seconds until drained", figures.drainedSeconds, 60),
    ...atMost("parents", figures.parents, figures.windows),
  ],
};

/** A stolen key is tried on everything. */
export const enumeration: Scenario = {
  name: "enumeration",
  about: "one key, 200 distinct denied event names 50 times each, one account and Region, in 60 s",
  testShare: 0.1,
  world: () => ({ destinations: ONE_CHANNEL, partitionLimits: true }),
  load(world, _random, share) {
    const names = 200;
    const events = Math.round(10_000 * share);
    const sketches = Array.from(
      { length: events },
      (_, n): CallSketch => ({
        kind: "denied",
        time: world.start + Math.floor((n * 60_000) / events),
        actor: "role-stolen",
        account: ACCOUNTS[0],
        region: "us-east-1",
        address: "192.0.2.66",
        eventName: `List${"ABCDEFGHIJKLMNOPQRST"[n % 20]}${Math.floor((n % names) / 20)}Things`,
      }),
    );
    for (const file of pieces(sketches, 3)) putCalls(world, world.start + 60_000, file);
  },
  musts: (figures) => [
    ...atMost("messages", figures.messages, 20),
    ...atMost("seconds until drained", figures.drainedSeconds, 60),
  ],
};

/** Two hundred notifiers record events of one thread at once. */
export const race: Scenario = {
  name: "race",
  about: "200 notifiers, one event each, all of one thread at once",
  testShare: 0.25,
  world: () => ({ destinations: ONE_CHANNEL, concurrency: 200, batchSize: 1 }),
  load(world, _random, share) {
    const sketches = Array.from(
      { length: Math.round(200 * share) },
      (_, n): CallSketch => ({
        kind: "denied",
        time: world.start + n,
        actor: "role-race",
        account: ACCOUNTS[0],
        resource: "bucket-race",
      }),
    );
    putCalls(world, world.start + 30_000, sketches);
  },
  musts: (figures) => [
    ...exactly("parents", figures.parents, 1),
    ...exactly("windows of the channel", figures.windows, 1),
    ...atMost("seconds until drained", figures.drainedSeconds, 60),
  ],
};

/** Posts and edits are counted from the first call: 429s among the later ones. */
function limitedAfter(world: World, first: number): number {
  const { changes, limited } = world.slack;
  const calls = [...changes.map(({ at }) => at), ...limited.map(({ at }) => at)].sort(
    (a, b) => a - b,
  );
  const from = calls[first] ?? Number.POSITIVE_INFINITY;
  return limited.filter(({ at }) => at > from).length;
}
