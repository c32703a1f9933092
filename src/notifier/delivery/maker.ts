import { type Alert, alertOf } from "../../core/alert/alert.ts";
import { noticeKey, repeatKey, threadTableKey } from "../../core/alert/claim-key.ts";
import type { Notice } from "../../core/alert/notice.ts";
import type { RemovedObject } from "../../core/alert/removed-object.ts";
import {
  type Destination,
  defaultDestinations,
  destinationId,
  routesFor,
} from "../../core/alert/route.ts";
import { removedObjectThreadKey, threadKeyOf } from "../../core/alert/thread.ts";
import type { Detail } from "../../core/record/event-text.ts";
import type { Verdict } from "../../core/rule/judge.ts";
import type { RuleSet } from "../../core/rule/rule.ts";
import type { RuntimeSettings } from "../../core/settings/config.ts";
import type { MessageContext } from "../../core/slack/alert-message.ts";
import { alertSns, noticeSns, removedSns } from "../../core/sns/message.ts";
import type { Delivery } from "./delivery.ts";

/** Makes the deliveries of whatever the notifier has to say: one per destination. */
export interface DeliveryMaker {
  alertDeliveries(detail: Detail, verdict: Verdict, source: Alert["source"]): AlertDeliveries;
  removedDeliveries(removed: RemovedObject): readonly Delivery[];
  /** @param except A destination the notice is about, which gets none. */
  noticeDeliveries(notice: Notice, except?: Destination): readonly Delivery[];
}

/** An alert and where it goes. */
export interface AlertDeliveries {
  readonly alert: Alert;
  readonly deliveries: readonly Delivery[];
}

/** Makes a delivery maker for one configuration. */
export function createDeliveryMaker(
  ruleSet: RuleSet,
  { destinations }: Pick<RuntimeSettings, "destinations">,
  messageContext: MessageContext,
): DeliveryMaker {
  return {
    alertDeliveries(detail, verdict, source) {
      const alert = alertOf(detail, verdict, ruleSet, source);
      const [leading] = alert.ruleIds;
      const rule = leading === undefined ? undefined : messageContext.ruleById(leading);
      const key = threadKeyOf(alert, detail, rule);
      const deliveries = routesFor(alert, destinations).map((destination): Delivery => {
        const id = destinationId(destination);
        return {
          subject: alert,
          destination,
          channel: id,
          identity: alert.identity,
          thread: key,
          claimKey: repeatKey(id, alert.identity),
          threadKey: threadTableKey(id, key),
          sns: () => alertSns(alert, detail, messageContext),
        };
      });
      return { alert, deliveries };
    },
    removedDeliveries: (removed) =>
      defaultDestinations(destinations).map((destination) => {
        const id = destinationId(destination);
        return {
          subject: removed,
          destination,
          channel: id,
          identity: `removed#${removed.identity}`,
          thread: removedObjectThreadKey(removed),
          claimKey: repeatKey(id, removed.identity),
          threadKey: threadTableKey(id, removedObjectThreadKey(removed)),
          sns: () => removedSns(removed, messageContext),
        };
      }),
    noticeDeliveries: (notice, except) =>
      defaultDestinations(destinations)
        .filter((destination) => !except || destinationId(destination) !== destinationId(except))
        .map((destination) => ({
          subject: notice,
          destination,
          channel: destinationId(destination),
          identity: `notice#${notice.identity}`,
          // Stands alone: what it is about, no other notice is.
          thread: `notice#${notice.identity}`,
          claimKey: noticeKey(destinationId(destination), notice.identity),
          sns: () => noticeSns(notice),
        })),
  };
}
