import * as assert from "uvu/assert";
import { RUNTIME_DEFAULTS } from "../../infra/shared/defaults.ts";
import { brokenSums, sumText } from "../../src/contract.ts";
import type { EventView } from "../../src/core/expression/event-view.ts";
import type { Verdict } from "../../src/core/rule/judge.ts";
import type { SlackMessage } from "../../src/core/slack/block.ts";
import type { SnsMessage } from "../../src/core/sns/message.ts";
import type { Incoming } from "../../src/notifier/assess.ts";
import type { NotifyCounters } from "../../src/notifier/counters.ts";
import { createNotifier, type NotifierDeps, type NotifyReport } from "../../src/notifier/notify.ts";
import type { Clock, DeadLetter, MetricValue } from "../../src/ports.ts";
import { type MemoryTable, memoryTable } from "./memory-table.ts";
import { ruleOf, ruleSetOf } from "./rules.ts";

/** One message in a fake channel. */
export interface Posted {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string;
  message: SlackMessage;
  edits: number;
}

/** The notifier between fakes that remember what reached them. */
export interface Rig {
  readonly table: MemoryTable;
  readonly clock: Clock & { at: number; readonly slept: number[] };
  readonly posted: Posted[];
  readonly hooked: { readonly secretId: string; readonly message: SlackMessage }[];
  readonly published: { readonly topicArn: string; readonly message: SnsMessage }[];
  readonly metricCalls: { readonly namespace: string; readonly values: readonly MetricValue[] }[];
  readonly deadLetters: DeadLetter[];
  readonly postponed: Map<string, number>;
  readonly logged: { readonly level: string; readonly message: string; readonly fields: unknown }[];
  readonly counted: Readonly<Record<string, unknown>>[];
  /** Called before each Slack or SNS call; throws to refuse it. */
  onCall: (call: string, detail: string) => void | Promise<void>;
  /** Another notifier over the same fakes. */
  another(): (events: readonly unknown[]) => Promise<NotifyReport>;
  /** Sends one batch; asserts the sums. */
  send(events: readonly unknown[], options?: { receiveCount?: number }): Promise<NotifyReport>;
}

/** What a test may set. */
export interface RigOptions {
  readonly settings?: Partial<NotifierDeps["settings"]>;
  readonly ruleSet?: NotifierDeps["ruleSet"];
  readonly judge?: NotifierDeps["judge"];
  /** Real parts instead of fakes. */
  readonly real?: Partial<Pick<NotifierDeps, "slackApp" | "claims" | "threads" | "clock">>;
  readonly deadLettersFail?: boolean;
  /** Sleeping takes no time: for many at once, whose waits would add up on the one clock. */
  readonly timeless?: boolean;
  /** Milliseconds a batch may take. @default 60_000 */
  readonly batchMilliseconds?: number;
  /** Milliseconds each call takes on the clock. */
  readonly callMilliseconds?: number;
}

/** Settings with one Slack channel and nothing else. */
export const SETTINGS: NotifierDeps["settings"] = {
  ...RUNTIME_DEFAULTS,
  destinations: { slackTokenSecretId: "token", defaults: { slackChannel: "C_ALL" }, routes: [] },
  accountNames: { "111122223333": "prod" },
  threads: { ...RUNTIME_DEFAULTS.threads, maxReplies: 3 },
};

/** Milliseconds since the epoch at which every rig starts. */
export const START = Date.UTC(2026, 0, 24, 0, 6);

/** Puts a notifier between fakes. Its judge matches `StopLogging` and ignores `Ignored…`. */
export function rig(options: RigOptions = {}): Rig {
  const settings = { ...SETTINGS, ...options.settings };
  const clock: Rig["clock"] = {
    at: START,
    slept: [],
    now: () => clock.at,
    async sleep(milliseconds) {
      clock.slept.push(milliseconds);
      if (!options.timeless) clock.at += milliseconds;
      await Promise.resolve();
    },
  };
  const table = memoryTable(clock, settings.threads.windowSeconds);
  let lastTs = 0;

  async function calling(call: string, detail: string): Promise<void> {
    await Promise.resolve();
    clock.at += options.callMilliseconds ?? 0;
    await made.onCall(call, detail);
  }

  const log = (level: string) => (message: string, fields: unknown) => {
    made.logged.push({ level, message, fields });
  };

  const deps: NotifierDeps = {
    ruleSet: options.ruleSet ?? ruleSetOf(ruleOf("rule")),
    settings,
    judge: options.judge ?? judgeByName,
    claims: table.claims,
    threads: table.threads,
    clock,
    slackApp: {
      async post(channel, message, threadTs) {
        await calling(threadTs === undefined ? "post" : "reply", channel);
        const ts = `1769213160.${String(++lastTs).padStart(6, "0")}`;
        made.posted.push({ channel, ts, message, edits: 0, ...(threadTs && { threadTs }) });
        return ts;
      },
      async update(channel, ts, message) {
        await calling("update", channel);
        const found = made.posted.find((one) => one.channel === channel && one.ts === ts);
        assert.ok(found, `no message ${ts} in ${channel}`);
        found.message = message;
        found.edits++;
      },
      probe: async () => {},
      find: async () => undefined,
    },
    slackWebhooks: {
      async post(secretId, message) {
        await calling("webhook", secretId);
        made.hooked.push({ secretId, message });
      },
    },
    topics: {
      async publish(topicArn, message) {
        await calling("publish", topicArn);
        made.published.push({ topicArn, message });
      },
    },
    metrics: {
      put(namespace, values) {
        made.metricCalls.push({ namespace, values });
      },
    },
    deadLetters: {
      async send(letter) {
        if (options.deadLettersFail) throw new Error("queue is down");
        made.deadLetters.push(letter);
      },
    },
    buffer: {
      async postpone(receiptHandle, seconds) {
        made.postponed.set(receiptHandle, seconds);
      },
    },
    log: {
      info: log("info"),
      warn: log("warn"),
      error: log("error"),
      metrics: (counters, dimensions) => made.counted.push({ ...counters, ...dimensions }),
    },
    ...options.real,
  };

  const sender = () => {
    const notify = createNotifier(deps);
    return async (events: readonly unknown[], { receiveCount = 1 } = {}) => {
      const deadline = deps.clock.now() + (options.batchMilliseconds ?? 60_000);
      const report = await notify(batchOf(events, receiveCount), deadline);
      assertSums(report.counters);
      return report;
    };
  };

  const made: Rig = {
    table,
    clock,
    posted: [],
    hooked: [],
    published: [],
    metricCalls: [],
    deadLetters: [],
    postponed: new Map(),
    logged: [],
    counted: [],
    onCall: () => {},
    another: sender,
    send: sender(),
  };
  return made;
}

/** The sums every batch must keep. */
export function assertSums(counters: Readonly<NotifyCounters>): void {
  assert.equal(brokenSums("notifier", { ...counters }).map(sumText), [], JSON.stringify(counters));
}

function batchOf(events: readonly unknown[], receiveCount: number): Incoming[] {
  return events.map((event, i) => ({
    id: `m${i}`,
    receiptHandle: `r${i}`,
    receiveCount,
    body: typeof event === "string" ? event : JSON.stringify(event),
  }));
}

function judgeByName(view: EventView): Verdict {
  const name = String(view.scalar("eventName") ?? "");
  if (name.startsWith("Ignored")) return { matched: [], ignoredBy: "quiet", faults: [] };
  return { matched: name === "StopLogging" ? ["rule"] : [], faults: [] };
}
