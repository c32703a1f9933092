import { ACCOUNTS, type CallSketch } from "../trail.ts";
import { CHANNEL, TOKEN_SECRET, TOPIC } from "../world.ts";
import { atMost, putCalls, type Scenario } from "./scenario.ts";

const ONE_CHANNEL = {
  slackTokenSecretId: TOKEN_SECRET,
  defaults: { slackChannel: CHANNEL, snsTopicArn: TOPIC },
  routes: [],
};

const MINUTE = 60_000;

/** Slack takes nothing for hours, then everything that waits. */
export const outage: Scenario = {
  name: "outage",
  about:
    "Slack down for 4 hours at 10 alerts a minute into one channel, 10 percent high or critical",
  testShare: 0.05,
  world: (_random, start, share) => ({
    destinations: ONE_CHANNEL,
    faults: [
      {
        of: ({ service }) => service === "slack",
        shares: { error: 1 },
        until: start + 240 * share * MINUTE,
      },
    ],
  }),
  load(world, random, share) {
    for (let minute = 1; minute <= 240 * share; minute++) {
      const sketches = Array.from({ length: 10 }, (_, n): CallSketch => {
        const number = (minute - 1) * 10 + n;
        const kind = n > 0 ? "denied" : random.chance(0.5) ? "change" : "stop";
        return {
          kind,
          time: world.start + (minute - 1) * MINUTE + n * 6_000,
          actor: `role-${n === 0 ? "urgent" : "lesser"}-${number}`,
          account: ACCOUNTS[number % 3] as string,
          resource: `resource-${number}`,
        };
      });
      putCalls(world, world.start + minute * MINUTE, sketches);
    }
  },
  musts: (figures) => [
    ...atMost("seconds until drained", figures.drainedSeconds, 600),
    ...atMost("seconds at another destination", figures.slowestElsewhereSeconds, 5),
  ],
};

/** Slack does everything and says so too late. */
export const lateAnswers: Scenario = {
  name: "late-answers",
  about: "for an hour every answer of Slack's comes late, 60 alerts meanwhile",
  testShare: 0.2,
  world: (random, start, share) => ({
    destinations: ONE_CHANNEL,
    hasHistory: random.chance(0.5),
    faults: [
      {
        of: ({ service }) => service === "slack",
        shares: { late: 1 },
        until: start + 61 * share * MINUTE,
      },
    ],
  }),
  load(world, _random, share) {
    for (let n = 0; n < 60 * share; n++) {
      putCalls(world, world.start + (n + 1) * MINUTE, [
        {
          kind: n % 6 === 0 ? "change" : "denied",
          time: world.start + n * MINUTE,
          actor: `role-${n}`,
          account: ACCOUNTS[n % 3] as string,
          resource: `resource-${n}`,
        },
      ]);
    }
  },
  healAfter: MINUTE,
  musts: (figures, _world, share) => atMost("messages", figures.messages, Math.ceil(70 * share)),
};
