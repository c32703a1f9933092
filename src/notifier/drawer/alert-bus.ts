import { DeliveryError } from "../../core/alert/delivery-error.ts";
import { subjectOfText } from "../../core/alert/subject.ts";
import { type AlertEventContext, alertEvent } from "../../core/alert-event/alert-event.ts";
import { alertEntry } from "../../core/alert-event/entry.ts";
import type { EventBus, Refusal } from "../../ports.ts";
import type { AlertBus } from "../pen/bus-pen.ts";

/** Puts alerts on the record bus, for whatever EventBridge can reach. */
export function createAlertBus(bus: EventBus, context: AlertEventContext): AlertBus {
  return {
    async put({ id, severity, subject: text }, tally, state) {
      const subject = subjectOfText(text);
      if (subject === undefined || subject.kind === "notice") {
        throw new DeliveryError("refused", "window_of_no_alert");
      }
      const entry = alertEntry(alertEvent(subject, { id, state, severity, tally }, context));
      let refusal: Refusal | undefined;
      try {
        [refusal] = await bus.put([entry]);
      } catch (cause) {
        throw new DeliveryError("later", "request_failed", { cause });
      }
      // One that is refused for what it is must not hold up the others.
      if (refusal) throw new DeliveryError(refusal.isFinal ? "refused" : "later", refusal.code);
    },
  };
}
