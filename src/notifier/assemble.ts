import type { Context, SQSBatchResponse } from "aws-lambda";
import { isStateful } from "../core/rule/rule.ts";
import type { FunctionConfig } from "../core/settings/config.ts";
import { errandOf } from "../core/thread/errand.ts";
import type {
  AlertRecords,
  CanaryReceipts,
  ChannelTurns,
  Clock,
  DeadLetters,
  Log,
  MessageQueues,
  Metrics,
  RuleMemory,
} from "../ports.ts";
import { createCanaryWatch } from "./canary/canary-watch.ts";
import type { ChannelDrawer } from "./draw/drawer.ts";
import type { DrawerShare } from "./drawer/assemble-drawer.ts";
import { lateDrawer } from "./drawer/late-drawer.ts";
import { runErrand } from "./errands.ts";
import { createGoAlone } from "./go-alone.ts";
import { batchResponse, incomingOf } from "./invocation.ts";
import { createRecall } from "./memory/recall.ts";
import { createNotifier, type NotifierDeps } from "./notify.ts";
import { createDeliveryMaker, type DeliveryMaker } from "./record/delivery-maker.ts";
import { createRecorder } from "./record/recorder.ts";
import { headOf } from "./record/window-facts.ts";

/** All that the notifier has of the world: nothing else in it reads time or chance, or calls out. */
export interface NotifierPorts {
  readonly config: FunctionConfig;
  readonly judge: NotifierDeps["judge"];
  /** Makes its deliveries of those that the configuration's own would make. @default they are taken as they are */
  readonly deliveryMaker?: (own: DeliveryMaker) => DeliveryMaker;
  readonly records: AlertRecords;
  /** What rules of several events remember. @default verdicts are taken as they are: someone has asked already */
  readonly memory?: RuleMemory;
  readonly turns: ChannelTurns;
  readonly receipts: CanaryReceipts;
  /** Makes the half that draws. Is asked when something is drawn first. */
  readonly drawer: (share: DrawerShare) => Promise<ChannelDrawer>;
  readonly deadLetters: DeadLetters;
  readonly queues: MessageQueues;
  readonly clock: Clock;
  /** A text no other call got, of whatever instance. */
  readonly random: () => string;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** The function as Lambda calls it. */
export type NotifierHandler = (
  event: unknown,
  context: Pick<Context, "getRemainingTimeInMillis">,
) => Promise<SQSBatchResponse>;

/** Milliseconds kept for settling after the last call. */
const SETTLE_MILLISECONDS = 3_000;

/**
 * Puts the notifier together: one function instance, with all its memory.
 *
 * The handler takes a batch of a queue, which may hold bus events and errands alike, or one of
 * either bare. It rejects if a bare one could not be handled: Lambda tries it again. A batch says
 * so per message in its response.
 */
export function assembleNotifier(ports: NotifierPorts): NotifierHandler {
  const { records, turns, deadLetters, queues, clock, random, log } = ports;
  const { ruleSet, settings } = ports.config;
  const rules = new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
  const context = {
    accountNames: settings.accountNames,
    ruleById: (id: string) => rules.get(id),
    layout: settings.slackLayout,
    ...(settings.accessPortalUrl !== undefined && { accessPortalUrl: settings.accessPortalUrl }),
  };
  const { windowSeconds, groupWaitSeconds } = settings.threads;
  const windows = {
    windowSeconds,
    groupWaitSeconds,
    snsEach: settings.snsRepeats === "each",
    random,
  };
  const own = createDeliveryMaker(ruleSet, settings, context);
  const deliveryMaker = ports.deliveryMaker?.(own) ?? own;
  const record = createRecorder({ records, turns, clock, log, options: windows });

  const drawer = lateDrawer(() =>
    ports.drawer({
      settings,
      context,
      turns,
      deadLetters,
      async tell(notice, exceptChannel) {
        const deadline = clock.now() + TELL_MILLISECONDS;
        await record(deliveryMaker.noticeDeliveries(notice, exceptChannel), deadline);
      },
      clock,
      log,
      random,
    }),
  );

  const canaries = createCanaryWatch({
    receipts: ports.receipts,
    ways: settings.canaries ?? [],
    clock,
    log,
  });

  const notify = createNotifier({
    settings,
    judge: ports.judge,
    ...(ports.memory && {
      statefulRules: new Map([...rules].filter(([, rule]) => isStateful(rule))),
      recall: createRecall({ memory: ports.memory, clock, log }),
    }),
    deliveryMaker,
    record,
    records,
    goAlone: createGoAlone({
      postAlone: (delivery) => drawer.postAlone(headOf(delivery, clock.now(), windows)),
      clock,
      log,
    }),
    canaries,
    metrics: ports.metrics,
    deadLetters,
    queues,
    clock,
    log,
  });

  return async (event, invocation) => {
    const now = clock.now();
    const left = invocation.getRemainingTimeInMillis() - SETTLE_MILLISECONDS;
    const incoming = incomingOf(event);
    const errands = incoming.flatMap((one) => {
      const errand = errandOf(one.body);
      return errand === undefined ? [] : [{ one, errand }];
    });
    const events = incoming.filter((one) => errandOf(one.body) === undefined);
    const [{ failed }, again] = await Promise.all([
      // Half of the time is for the table: what cannot be recorded needs the other.
      events.length === 0
        ? { failed: [] }
        : notify(events, { record: now + left / 2, all: now + left }),
      Promise.all(
        errands.map(async ({ one, errand }) => {
          const again = await runErrand(one, errand, {
            drawer,
            turns,
            canaries,
            queues,
            clock,
            log,
          });
          return again ? [one.id] : [];
        }),
      ),
    ]);
    return batchResponse(incoming, [...failed, ...again.flat()]);
  };
}

/** Milliseconds in which a notice about a destination is recorded. */
const TELL_MILLISECONDS = 5_000;
