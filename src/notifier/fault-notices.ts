import { faultNotice } from "../core/alert/notice.ts";
import type { Log } from "../ports.ts";
import type { Assessment } from "./assess.ts";
import type { Delivery } from "./record/delivery.ts";
import type { DeliveryMaker } from "./record/delivery-maker.ts";
import type { RecordOutcome } from "./record/recorder.ts";

/** Notices of rules that could not judge, once per rule per hour. */
export interface FaultNotices {
  /** Jobs of the notices a batch calls for, by the message that met the fault first. */
  deliveriesOf(
    assessments: readonly Assessment[],
    now: number,
  ): ReadonlyMap<Assessment, readonly Delivery[]>;
  /** Remembers what was recorded, so that the table is not asked again within the hour. */
  remember(delivery: Delivery, outcome: RecordOutcome): void;
}

/**
 * Makes the notices for as long as this function instance lives: the table keeps several instances
 * from repeating each other, the memory keeps one from asking for every event.
 *
 * @param enabled Whether there are notices; faults are logged in any case.
 */
export function createFaultNotices(
  deliveryMaker: DeliveryMaker,
  enabled: boolean,
  log: Log,
): FaultNotices {
  const recorded = new Set<string>();
  return {
    deliveriesOf(assessments, now) {
      const deliveries = new Map<Assessment, Delivery[]>();
      const seen = new Set<string>();
      for (const assessment of assessments) {
        for (const fault of assessment.faults) {
          if (seen.has(fault.ruleId)) continue;
          seen.add(fault.ruleId);
          log.warn("A rule cannot judge an event", { ...fault, ...assessment.origin });
          if (!enabled) continue;
          const notice = faultNotice(fault, assessment.origin ?? { source: "unknown" }, now);
          const due = deliveryMaker
            .noticeDeliveries(notice)
            .filter((delivery) => !recorded.has(keyOf(delivery)));
          const others = deliveries.get(assessment);
          if (others === undefined) deliveries.set(assessment, due);
          else others.push(...due);
        }
      }
      return deliveries;
    },
    remember(delivery, outcome) {
      if (outcome.kind === "later" || ("unasked" in outcome && outcome.unasked)) return;
      // An hour's worth of rules is far less; what is forgotten the table still knows.
      if (recorded.size >= MAX_REMEMBERED) recorded.clear();
      recorded.add(keyOf(delivery));
    },
  };
}

function keyOf({ channel, identity }: Delivery): string {
  return JSON.stringify([channel, identity]);
}

const MAX_REMEMBERED = 10_000;
