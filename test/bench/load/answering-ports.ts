import type { RuleSet } from "../../../src/core/rule/rule.ts";
import type { RuntimeSettings } from "../../../src/core/settings/config.ts";
import type { AssessDeps, Incoming } from "../../../src/notifier/assess.ts";
import { createGoAlone } from "../../../src/notifier/go-alone.ts";
import { createNotifier, type NotifyReport } from "../../../src/notifier/notify.ts";
import { createDeliveryMaker } from "../../../src/notifier/record/delivery-maker.ts";
import { createRecorder } from "../../../src/notifier/record/recorder.ts";
import type { AlertRecords, OpenWindow } from "../../../src/ports.ts";
import { SETTINGS, START } from "../../support/notifier-rig.ts";

/** What stands around a notifier that is measured. */
export interface AnsweringOptions {
  readonly ruleSet: RuleSet;
  readonly judge: AssessDeps["judge"];
  readonly destinations?: RuntimeSettings["destinations"];
}

/**
 * The half of the notifier that records, between ports that answer and do nothing else: what it
 * costs is its own. Every event is new to the table, as nearly all are.
 *
 * @returns Handles one batch of events, each as a queue's text.
 */
export function answeredNotifier({
  ruleSet,
  judge,
  destinations = SETTINGS.destinations,
}: AnsweringOptions): (texts: readonly string[]) => Promise<NotifyReport> {
  const settings = { ...SETTINGS, destinations };
  const rules = new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
  const { clock, log, records } = { clock: CLOCK, log: LOG, records: answeringRecords() };
  const notify = createNotifier({
    settings,
    judge,
    deliveryMaker: createDeliveryMaker(ruleSet, settings, {
      accountNames: settings.accountNames,
      ruleById: (id) => rules.get(id),
    }),
    records,
    record: createRecorder({
      records,
      turns: { ask: done },
      clock,
      log,
      options: { ...settings.threads, snsEach: false, random: () => "r1" },
    }),
    goAlone: createGoAlone({ postAlone: done, clock, log }),
    canaries: { received: done },
    metrics: { put() {} },
    deadLetters: { send: done },
    queues: { postpone: done },
    clock,
    log,
  });
  const deadlines = { record: START + 10_000, all: START + 25_000 };
  return (texts) => notify(texts.map(incomingOf), deadlines);
}

const CLOCK = { now: () => START, async sleep() {} };

const LOG = { info() {}, warn() {}, error() {}, metrics() {} };

async function done(): Promise<void> {}

/** Only which window a thread has is remembered: by that it is decided what is written. */
function answeringRecords(): AlertRecords {
  const windows = new Map<string, OpenWindow>();
  return {
    currentWindow: async (channel, thread) => windows.get(channel + thread),
    async openWindow(head) {
      windows.set(head.channel + head.threadKey, head);
      return head;
    },
    claimed: async () => undefined,
    claim: async (_channel, _identity, { window, shard }) => ({ isNew: true, window, shard }),
    addMembers: done,
    widen: done,
    mark: done,
    register: done,
  };
}

function incomingOf(body: string, n: number): Incoming {
  const receipt = { queue: "buffer", handle: `r${n}` };
  return { id: `m${n}`, receipt, receiveCount: 1, sentAt: START, body };
}
