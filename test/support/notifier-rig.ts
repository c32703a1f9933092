import * as assert from "uvu/assert";
import { brokenSums, sumText } from "../../src/contract.ts";
import type { Verdict } from "../../src/core/rule/judge.ts";
import { isStateful, type RuleSet } from "../../src/core/rule/rule.ts";
import type { RuntimeSettings } from "../../src/core/settings/config.ts";
import type { AssessDeps, Incoming } from "../../src/notifier/assess.ts";
import type { NotifyCounters } from "../../src/notifier/counters.ts";
import { createGoAlone } from "../../src/notifier/go-alone.ts";
import { createRecall } from "../../src/notifier/memory/recall.ts";
import { createNotifier, type NotifyReport } from "../../src/notifier/notify.ts";
import type { Delivery } from "../../src/notifier/record/delivery.ts";
import { createDeliveryMaker } from "../../src/notifier/record/delivery-maker.ts";
import { createRecorder } from "../../src/notifier/record/recorder.ts";
import type { Clock, DeadLetter, MetricValue } from "../../src/ports.ts";
import { type MemoryRecords, memoryRecords } from "./memory-records.ts";
import { type MemoryRuleMemory, memoryRuleMemory } from "./memory-rule-memory.ts";
import { ruleOf, ruleSetOf } from "./rules.ts";

/** The half of the notifier that records, between fakes that remember what reached them. */
export interface Rig {
  readonly table: MemoryRecords;
  /** What rules of several events remember. */
  readonly memory: MemoryRuleMemory;
  readonly clock: Clock & { at: number };
  /** Channel and due of each turn asked for. */
  readonly asked: (readonly [channel: string, due: number])[];
  /** What went out without being recorded. */
  readonly alone: Delivery[];
  /** Canaries that came: by which way, and when they set out. */
  readonly canaries: [way: string, at: number][];
  readonly metricCalls: { readonly namespace: string; readonly values: readonly MetricValue[] }[];
  readonly deadLetters: DeadLetter[];
  readonly postponed: Map<string, number>;
  readonly logged: { readonly level: string; readonly message: string; readonly fields: unknown }[];
  readonly counted: Readonly<Record<string, unknown>>[];
  /** Another notifier over the same fakes. */
  another(): Rig["send"];
  /** Sends one batch; asserts the sums. */
  send(events: readonly unknown[], options?: SendOptions): Promise<NotifyReport>;
}

/** How a batch comes. */
export interface SendOptions {
  readonly receiveCount?: number;
  /** Milliseconds it has been in its queue. */
  readonly age?: number;
}

/** What a test may set. */
export interface RigOptions {
  readonly settings?: Partial<RuntimeSettings>;
  readonly ruleSet?: RuleSet;
  readonly judge?: AssessDeps["judge"];
  readonly deadLettersFail?: boolean;
  /** Whether no turn can be asked for. */
  readonly turnsFail?: boolean;
  /** Throws to refuse what goes out alone. */
  readonly onAlone?: (delivery: Delivery) => void;
}

/** Settings with one Slack channel and nothing else. */
export const SETTINGS = {
  destinations: { slackTokenSecretId: "token", defaults: { slackChannel: "C_ALL" }, routes: [] },
  accountNames: { "111122223333": "prod" },
  threads: {
    windowSeconds: 900,
    maxReplies: 3,
    groupWaitSeconds: 5,
    groupIntervalSeconds: 15,
    repeatIntervalSeconds: 600,
  },
  accessDeniedMetrics: true,
  ruleFaultNotices: true,
  removedObjectAlerts: true,
  logPrefix: "AWSLogs/",
  inhibit: false,
  pageReplays: false,
  alertEvents: false,
  snsRepeats: "fold",
  slackLayout: "compact",
} as const satisfies Omit<RuntimeSettings, "publish" | "includeRecord" | "maxRequestBytes">;

/** Milliseconds since the epoch at which every rig starts. */
export const START = Date.UTC(2026, 0, 24, 0, 6);

/** Puts a notifier between fakes. Its judge matches `StopLogging` and ignores `Ignored…`. */
export function rig(options: RigOptions = {}): Rig {
  const settings = { ...SETTINGS, ...options.settings };
  const clock: Rig["clock"] = {
    at: START,
    now: () => clock.at,
    async sleep(milliseconds) {
      clock.at += milliseconds;
      await Promise.resolve();
    },
  };
  const ruleSet = options.ruleSet ?? ruleSetOf(ruleOf("rule"));
  const table = memoryRecords();
  const memory = memoryRuleMemory();
  const { records } = table;
  const log = (level: string) => (message: string, fields: unknown) => {
    made.logged.push({ level, message, fields });
  };
  const logs = {
    ...{ info: log("info"), warn: log("warn"), error: log("error") },
    metrics: (counters: object, dimensions?: object) =>
      void made.counted.push({ ...counters, ...dimensions }),
  };
  let randoms = 0;

  const sender = (): Rig["send"] => {
    const notify = createNotifier({
      settings,
      judge: options.judge ?? judgeByName,
      deliveryMaker: createDeliveryMaker(ruleSet, settings, {
        accountNames: settings.accountNames,
        ruleById: (id) => ruleSet.rules.find((rule) => rule.id === id),
      }),
      records,
      statefulRules: new Map(ruleSet.rules.filter(isStateful).map((rule) => [rule.id, rule])),
      recall: createRecall({ memory: memory.memory, clock, log: logs }),
      record: createRecorder({
        records,
        turns: {
          async ask(channel, due) {
            if (options.turnsFail) throw new Error("queue is down");
            made.asked.push([channel, due]);
          },
        },
        clock,
        log: logs,
        options: {
          windowSeconds: settings.threads.windowSeconds,
          groupWaitSeconds: settings.threads.groupWaitSeconds,
          snsEach: settings.snsRepeats === "each",
          random: () => `r${++randoms}`,
        },
      }),
      goAlone: createGoAlone({
        async postAlone(delivery) {
          options.onAlone?.(delivery);
          made.alone.push(delivery);
        },
        clock,
        log: logs,
      }),
      canaries: {
        async received(way, at) {
          made.canaries.push([way, at]);
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
      queues: {
        async postpone({ handle }, seconds) {
          made.postponed.set(handle, seconds);
        },
      },
      clock,
      log: logs,
    });
    return async (events, { receiveCount = 1, age = 0 } = {}) => {
      const deadlines = { record: clock.now() + 10_000, all: clock.now() + 25_000 };
      const sentAt = clock.now() - age;
      const report = await notify(batchOf(events, receiveCount, sentAt), deadlines);
      assertSums(report.counters);
      return report;
    };
  };

  const made: Rig = {
    table,
    memory,
    clock,
    asked: [],
    alone: [],
    canaries: [],
    metricCalls: [],
    deadLetters: [],
    postponed: new Map(),
    logged: [],
    counted: [],
    another: sender,
    send: sender(),
  };
  return made;
}

/** The sums every batch must keep. */
export function assertSums(counters: Readonly<NotifyCounters>): void {
  assert.equal(brokenSums("notifier", { ...counters }).map(sumText), [], JSON.stringify(counters));
}

function batchOf(events: readonly unknown[], receiveCount: number, sentAt: number): Incoming[] {
  return events.map((body, i) => ({
    id: `m${i}`,
    receipt: { queue: "buffer", handle: `r${i}` },
    receiveCount,
    sentAt,
    body,
  }));
}

function judgeByName({ eventName }: Readonly<Record<string, unknown>>): Verdict {
  const name = String(eventName ?? "");
  if (name.startsWith("Ignored")) return { matched: [], ignoredBy: "quiet", faults: [] };
  return { matched: name === "StopLogging" ? ["rule"] : [], faults: [] };
}
