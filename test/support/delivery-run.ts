import type { Alert } from "../../src/core/alert/alert.ts";
import { firstState } from "../../src/core/alert/thread.ts";
import type { SlackMessage } from "../../src/core/slack/block.ts";
import { sightingOfSubject } from "../../src/core/slack/subject.ts";
import type { Delivery, Outcome } from "../../src/notifier/delivery/delivery.ts";
import { openLine } from "../../src/notifier/delivery/destination-line.ts";
import type { DeliveryRun, Work } from "../../src/notifier/delivery/run.ts";
import { batchTable } from "../../src/notifier/delivery/table.ts";
import type { Thread } from "../../src/ports.ts";
import { alertWith } from "./alerts.ts";
import { type MemoryTable, memoryTable } from "./memory-table.ts";

/** One call a destination got. */
export interface Call {
  readonly name: "post" | "reply" | "update" | "webhook" | "publish";
  /** Channel, secret or topic. */
  readonly to: string;
  readonly message: SlackMessage;
  /** Of the message that is replied to or edited. */
  readonly ts?: string;
}

/** A run over fakes, and what reached them. */
export interface RunRig {
  readonly run: DeliveryRun;
  readonly memory: MemoryTable;
  readonly calls: Call[];
  readonly logged: (readonly [level: string, message: string, fields: unknown])[];
  readonly clock: { at: number };
  readonly settled: [Delivery, Outcome][];
  readonly settle: (work: Work, outcome: Outcome) => Promise<void>;
  /** Called before each call; throws to refuse it. */
  onCall: (call: Call) => void | Promise<void>;
}

/** Key of the thread that {@linkcode RunRig} fakes know. */
export const THREAD_KEY = "thread#slack:C1#t";

/** Puts a destination's run between fakes, with three replies to a thread. */
export function runRig(): RunRig {
  const clock = { at: 0, now: () => clock.at, sleep: async () => {} };
  const memory = memoryTable(clock);
  const log = (level: string) => (message: string, fields: unknown) => {
    made.logged.push([level, message, fields]);
  };
  const logs = { info: log("info"), warn: log("warn"), error: log("error"), metrics: () => {} };
  const call = async (one: Call): Promise<string> => {
    await made.onCall(one);
    made.calls.push(one);
    return `ts-${made.calls.length}`;
  };
  const run: DeliveryRun = {
    slackApp: {
      post: (to, message, ts) =>
        call({ name: ts === undefined ? "post" : "reply", to, message, ...(ts && { ts }) }),
      update: async (to, ts, message) => {
        await call({ name: "update", to, message, ts });
      },
      probe: async () => {},
      find: async () => undefined,
    },
    slackWebhooks: {
      post: async (to, message) => {
        await call({ name: "webhook", to, message });
      },
    },
    topics: {
      publish: async (to, message) => {
        await call({ name: "publish", to, message: message as unknown as SlackMessage });
      },
    },
    clock,
    log: logs,
    messageContext: { accountNames: {}, ruleById: () => undefined },
    maxReplies: 3,
    line: openLine(clock, 60_000),
    table: batchTable(memory.claims, memory.threads, logs),
  };
  const made: RunRig = {
    run,
    memory,
    clock,
    calls: [],
    logged: [],
    settled: [],
    settle: async ({ delivery }, outcome) => {
      made.settled.push([delivery, outcome]);
    },
    onCall: () => {},
  };
  return made;
}

/** A delivery of an alert to `C1`, by an id of its own. */
export function deliveryOf(id: string, fields: Partial<Alert> = {}): Delivery {
  return {
    subject: alertWith({ identity: id, ...fields }),
    destination: { kind: "slack-app", channel: "C1" },
    channel: "slack:C1",
    identity: id,
    thread: "t",
    claimKey: `repeat#${id}`,
    threadKey: THREAD_KEY,
    sns: () => ({ subject: id, body: "{}", attributes: {} }),
  };
}

/** A thread in the table, begun by this alert. */
export async function begunThread({ memory }: RunRig, parent = alertWith()): Promise<Thread> {
  const opening = await memory.threads.open(THREAD_KEY);
  if (opening.kind !== "claimed") throw new Error("the thread is there already");
  const state = firstState(sightingOfSubject(parent, 0));
  const thread = { ts: "parent", state, subject: JSON.stringify(parent) };
  await memory.threads.begin(THREAD_KEY, opening.lease, thread);
  return { ...thread, drawn: 1 };
}
