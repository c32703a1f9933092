import { type Alert, type AlertFacts, alertFacts, wholeAlert } from "../../core/alert/alert.ts";
import type { Notice } from "../../core/alert/notice.ts";
import type { RemovedObject } from "../../core/alert/removed-object.ts";
import {
  alertAt,
  type Destination,
  defaultDestinations,
  destinationId,
  type Way,
  waysFor,
} from "../../core/alert/route.ts";
import { removedObjectThreadKey, threadKeyAt, threadKeyOf } from "../../core/alert/thread.ts";
import type { Detail } from "../../core/record/event-text.ts";
import type { Verdict } from "../../core/rule/judge.ts";
import type { RuleSet } from "../../core/rule/rule.ts";
import type { RuntimeSettings } from "../../core/settings/config.ts";
import type { MessageContext } from "../../core/slack/alert-message.ts";
import { alertSns, noticeSns, removedSns } from "../../core/sns/message.ts";
import type { SeveralEvents } from "../../core/stateful/several-events.ts";
import { graveFaults } from "../../core/verdict/alerted-rules.ts";
import type { Delivery } from "./delivery.ts";

/** Makes the deliveries of whatever the notifier has to say: one per destination. */
export interface DeliveryMaker {
  /** Whether a rule that could not judge is grave enough for an alert: see {@linkcode graveFaults}. */
  isGrave(verdict: Verdict): boolean;
  /** @param several What matched rules of several events alert on. */
  alertDeliveries(
    detail: Detail,
    verdict: Verdict,
    source: Alert["source"],
    several?: readonly SeveralEvents[],
  ): AlertDeliveries;
  /**
   * Those of an alert that is made already.
   *
   * @param thread Its thread key.
   */
  madeDeliveries(alert: Alert, thread: string, detail: Detail): readonly Delivery[];
  removedDeliveries(removed: RemovedObject): readonly Delivery[];
  /** @param exceptChannel `destinationId` of one the notice is about, which gets none. */
  noticeDeliveries(notice: Notice, exceptChannel?: string): readonly Delivery[];
}

/** An alert and where it goes. */
export interface AlertDeliveries {
  readonly alert: AlertFacts;
  readonly deliveries: readonly Delivery[];
}

interface NamedWay extends Way {
  /** `destinationId` of its destination. */
  readonly channel: string;
}

/** Ways of alerts that are remembered; what is forgotten is found anew. */
const MAX_KNOWN = 10_000;

/** Makes a delivery maker for one configuration. */
export function createDeliveryMaker(
  ruleSet: RuleSet,
  { destinations, alertEvents }: Pick<RuntimeSettings, "destinations" | "alertEvents">,
  messageContext: MessageContext,
): DeliveryMaker {
  const bus: readonly Destination[] = alertEvents ? [{ kind: "bus" }] : [];
  const deliveriesTo = (
    to: readonly Destination[],
    what: Omit<Delivery, "destination" | "channel">,
  ): readonly Delivery[] =>
    to.map((destination) => ({ ...what, destination, channel: destinationId(destination) }));
  const known = new Map<string, readonly NamedWay[]>();
  /** An alert's account, severity and rules decide, and these are few. */
  const waysOf = (alert: AlertFacts): readonly NamedWay[] => {
    const { account, severity, ruleIds, leadingIds } = alert;
    // A rule's id, a file's name, has no slash; an account may hold any character, and comes last.
    const ids = [ruleIds.join("/"), leadingIds?.join("/"), account];
    const key = `${severity}//${ids.join("//")}`;
    let ways = known.get(key);
    if (ways === undefined) {
      const toBus = bus.map((destination) => ({ destination, severity }));
      ways = [...waysFor(alert, destinations), ...toBus].map((way) => ({
        ...way,
        channel: destinationId(way.destination),
      }));
      if (known.size >= MAX_KNOWN) known.clear();
      known.set(key, ways);
    }
    return ways;
  };
  const madeDeliveries = (
    alert: AlertFacts,
    thread: string,
    detail: Detail,
    made?: Alert,
  ): readonly Delivery[] => {
    let all = made;
    const whole = (): Alert => {
      all ??= wholeAlert(alert, detail);
      return all;
    };
    return waysOf(alert).map(({ destination, channel, severity }) => {
      const isOwn = severity === alert.severity;
      const told = isOwn ? whole : () => alertAt(whole(), severity);
      return {
        subject: isOwn ? alert : alertAt(alert, severity),
        whole: told,
        identity: alert.identity,
        thread: isOwn ? thread : threadKeyAt(thread, severity),
        sns: () => alertSns(told(), detail, messageContext),
        destination,
        channel,
      };
    });
  };
  return {
    madeDeliveries: (alert, thread, detail) => madeDeliveries(alert, thread, detail, alert),
    isGrave: (verdict) => graveFaults(verdict, ruleSet).length > 0,
    alertDeliveries(detail, verdict, source, several) {
      const alert = alertFacts(detail, verdict, ruleSet, source, several);
      const [leading] = alert.ruleIds;
      const rule = leading === undefined ? undefined : messageContext.ruleById(leading);
      const thread = threadKeyOf(alert, detail, rule);
      return { alert, deliveries: madeDeliveries(alert, thread, detail) };
    },
    removedDeliveries: (removed) =>
      deliveriesTo([...defaultDestinations(destinations), ...bus], {
        subject: removed,
        whole: () => removed,
        identity: `removed#${removed.identity}`,
        thread: removedObjectThreadKey(removed),
        sns: () => removedSns(removed, messageContext),
      }),
    noticeDeliveries: (notice, exceptChannel) =>
      deliveriesTo(defaultDestinations(destinations), {
        subject: notice,
        whole: () => notice,
        identity: `notice#${notice.identity}`,
        // Mostly it stands alone: what it is about, no other notice is.
        thread: `notice#${notice.thread ?? notice.identity}`,
        sns: () => noticeSns(notice),
      }).filter(({ channel }) => channel !== exceptChannel),
  };
}
