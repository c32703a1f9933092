import { ALERT_DETAIL_TYPE } from "../../../src/contract.ts";
import type { MeasuredCosts } from "../../../src/core/cost/measured.ts";
import { ACCOUNTS } from "../../campaign/trail.ts";
import { CHANNEL, TOKEN_SECRET, World } from "../../campaign/world.ts";
import { LINE_BYTES } from "../load/splitter-process.ts";

/** Events of a thread, the log files they come in, and minutes between those. */
const EVENTS = 10;
const FILES = 2;
const MINUTES_BETWEEN = 5;

/** Hours over which threads begin, and until all is shown and their windows have ended. */
const HOURS = 4;
const HOURS_IN_ALL = 6;

/**
 * What an alert costs, by the deployment in virtual time that the campaign runs: the functions' real
 * code and SDK clients, and a table that counts units as DynamoDB does. Its calls wait as long as
 * AWS's do; its CPU is the whole simulator's, so that the notifier's own is less.
 */
export async function measureNotifier(
  threads: number,
): Promise<Pick<MeasuredCosts, "queued" | "alert">> {
  const idle = await run(0);
  const busy = await run(threads);
  const alerts = busy.counters.alerted ?? 0;
  if (alerts !== threads * EVENTS || busy.counters.drawn !== busy.counters.recorded) {
    throw new Error(`Cannot measure as all must alert: ${JSON.stringify(busy.counters)}`);
  }
  const { turns = 0 } = busy.counters;
  const batches = busy.invocations - idle.invocations - turns;
  const each = (count: number) => count / alerts;
  return {
    queued: {
      // EventBridge sends it; Lambda receives and deletes a batch.
      requests: each(busy.deliveries + 2 * batches),
      invocations: each(batches),
    },
    alert: {
      writes: each(busy.units.write - idle.units.write),
      reads: each(busy.units.read - idle.units.read),
      requests: each(busy.queueCalls + 2 * turns),
      invocations: each(turns),
      cpu: each(busy.cpu - idle.cpu),
      waited: each(busy.milliseconds - idle.milliseconds),
      events: each(busy.alertEvents),
      logBytes: each(busy.logBytes - idle.logBytes),
    },
  };
}

/** Everyday alerts of three severities, so far apart that they are no storm. */
async function run(threads: number) {
  const units = { read: 0, write: 0 };
  let logBytes = 0;
  const world = new World({
    seed: 1,
    onNotifierLine(line) {
      logBytes += Buffer.byteLength(line) + LINE_BYTES;
    },
    partitionLimits: {
      take(_pk, kind, bytes) {
        units[kind] += Math.max(1, Math.ceil(bytes / (kind === "read" ? 4_096 : 1_024)));
        return true;
      },
    },
    destinations: {
      slackTokenSecretId: TOKEN_SECRET,
      defaults: { slackChannel: CHANNEL },
      routes: [],
    },
  });
  try {
    for (let thread = 0; thread < threads; thread++) putThread(world, thread, threads);
    const before = process.cpuUsage();
    await world.runTo(world.start + HOURS_IN_ALL * 3_600_000);
    const { user, system } = process.cpuUsage(before);
    const { notifier, network, bus, counters } = world;
    const { calls } = network;
    const queueCalls = Object.entries(calls).flatMap(([name, count]) =>
      name.startsWith("sqs.") ? [count] : [],
    );
    return {
      units,
      counters,
      cpu: (user + system) / 1_000,
      invocations: notifier.invocations,
      milliseconds: notifier.milliseconds,
      logBytes,
      queueCalls: queueCalls.reduce((sum, count) => sum + count, 0),
      deliveries: bus.acceptedAt.size,
      alertEvents: bus.others.filter(({ detailType }) => detailType === ALERT_DETAIL_TYPE).length,
    };
  } finally {
    world.end();
  }
}

const KINDS = ["denied", "change", "login"] as const;

function putThread(world: World, thread: number, threads: number): void {
  const kind = KINDS[thread % KINDS.length] as (typeof KINDS)[number];
  const first = world.start + 600_000 + (thread * HOURS * 3_600_000) / threads;
  for (let file = 0; file < FILES; file++) {
    const at = first + file * MINUTES_BETWEEN * 60_000;
    const calls = Array.from({ length: EVENTS / FILES }, (_, n) => {
      const event = world.trail.event({
        kind,
        time: at - 200_000 + n * 10_000,
        actor: `role-${thread}`,
        session: "session",
        account: ACCOUNTS[thread % 2] as string,
        region: "us-east-1",
        address: "192.0.2.1",
        resource: `bucket-${thread}`,
      });
      return { event, kind };
    });
    world.putFile(at, calls);
  }
}
