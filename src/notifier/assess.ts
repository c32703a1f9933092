import type { AlertFacts } from "../core/alert/alert.ts";
import { alertIdentity } from "../core/alert/alert-identity.ts";
import { isOfSplitter, UNNAMED_KEYS } from "../core/alert/removed-object.ts";
import { viewOfDetail } from "../core/expression/event-view.ts";
import { clip } from "../core/record/event-text.ts";
import { instantOf } from "../core/record/event-time.ts";
import { isAccessDenied, type RuleFault, type Verdict } from "../core/rule/judge.ts";
import type { Rule } from "../core/rule/rule.ts";
import type { RuntimeSettings } from "../core/settings/config.ts";
import type { SeveralEvents } from "../core/stateful/several-events.ts";
import { STATEFUL_KINDS } from "../core/stateful/stateful.ts";
import type { DetailJudge } from "../core/verdict/detail-judge.ts";
import type { Log, MessageReceipt } from "../ports.ts";
import { type BusEvent, busEventOf } from "./bus-event.ts";
import type { Open } from "./memory/conclude.ts";
import type { Found } from "./memory/recall.ts";
import type { Delivery } from "./record/delivery.ts";
import type { DeliveryMaker } from "./record/delivery-maker.ts";

/** One message as it comes from the queue, or a bare EventBridge event. */
export interface Incoming {
  readonly id: string;
  /** The event, parsed or as JSON text. */
  readonly body: unknown;
  /** Where it lies in a queue; absent for a bare event. */
  readonly receipt?: MessageReceipt;
  /** When it was sent to its queue, milliseconds since the epoch. */
  readonly sentAt?: number;
  /** Times it was received, this one included. */
  readonly receiveCount: number;
}

/** What a message asks for. */
export interface Assessment {
  readonly incoming: Incoming;
  readonly kind:
    | "unmatched"
    | "ignored"
    /** Matched, but nobody is to be told: a replay of the archive, or no more than one of several events. */
    | "held"
    | "matched"
    | "notice"
    | "removed"
    | "canary"
    | "skipped"
    | "malformed";
  /** What it is to be told, where. */
  readonly deliveries: readonly Delivery[];
  /** Of a matched record. */
  readonly alert?: AlertFacts;
  readonly faults: readonly RuleFault[];
  readonly denied: boolean;
  /** Where faults were met. */
  readonly origin?: { readonly eventId?: string; readonly source: string };
  /** Of a canary: by which way it came, and when it set out. */
  readonly canary?: { readonly way: string; readonly at: number };
  /** Why it is malformed. */
  readonly reason?: string;
  /** What is to be asked before it can be said: rules of several events matched. */
  readonly open?: Open<Partial<Assessment>>;
  /** Whether the table could not be asked that: it is not recorded, and comes again. */
  readonly unanswered?: true;
}

/** What an assessment needs. */
export interface AssessDeps {
  readonly judge: DetailJudge;
  readonly deliveryMaker: Omit<DeliveryMaker, "madeDeliveries">;
  readonly settings: Pick<RuntimeSettings, "removedObjectAlerts" | "logPrefix" | "pageReplays">;
  /** Rules that ask several events, by their ids. @default what matches them alerts as it is */
  readonly statefulRules?: ReadonlyMap<string, Rule>;
  readonly log: Log;
}

/** Finds out what a message asks for. Never throws: what cannot be assessed is malformed. */
export function assess(incoming: Incoming, deps: AssessDeps): Assessment {
  const base = { incoming, deliveries: [], faults: [], denied: false };
  try {
    const event = busEventOf(incoming.body);
    const isHeld = event.kind !== "malformed" && event.isReplay && !deps.settings.pageReplays;
    return event.kind === "record"
      ? assessRecord(incoming, event, isHeld, deps)
      : { ...base, ...assessOther(event, isHeld, deps) };
  } catch (error) {
    deps.log.error("An event cannot be assessed", { messageId: incoming.id, error });
    const why = error instanceof Error ? error.message : String(error);
    return { ...base, kind: "malformed", reason: `Cannot assess bus event: ${why}` };
  }
}

type Assessed = Pick<Assessment, "kind"> & Partial<Assessment>;

/** What asks for something and is no record. */
function assessOther(
  event: Exclude<BusEvent, { kind: "record" }>,
  isHeld: boolean,
  { deliveryMaker, settings }: AssessDeps,
): Assessed {
  switch (event.kind) {
    case "malformed":
      return event;
    case "notice":
      return isHeld
        ? { kind: "skipped" }
        : { kind: "notice", deliveries: deliveryMaker.noticeDeliveries(event.notice) };
    case "canary":
      // What the archive brings again set out long ago.
      return event.isReplay ? { kind: "skipped" } : { kind: "canary", canary: event };
    case "removed-object": {
      // What the splitter tells of is the trail's, and no news that S3 was asked for.
      const isAsked =
        settings.removedObjectAlerts &&
        !event.expired &&
        (event.removed.key === UNNAMED_KEYS || event.removed.key.startsWith(settings.logPrefix));
      const alerts = !isHeld && (isAsked || isOfSplitter(event.removed));
      return alerts
        ? { kind: "removed", deliveries: deliveryMaker.removedDeliveries(event.removed) }
        : { kind: "skipped" };
    }
  }
}

/** Puts its parts where they belong: each event makes one of these, and merging costs more than all that is in it. */
function assessRecord(
  incoming: Incoming,
  { detail, source }: Extract<BusEvent, { kind: "record" }>,
  isHeld: boolean,
  { judge, deliveryMaker, statefulRules = NO_RULES }: AssessDeps,
): Assessment {
  const verdict = judge(detail);
  const { faults } = verdict;
  const { eventID } = detail;
  // What is replayed was counted when it happened.
  const denied = !isHeld && isAccessDenied(viewOfDetail(detail));
  const place = `s3://${source.bucket}/${source.key}`;
  const origin =
    typeof eventID === "string" ? { eventId: eventID, source: place } : { source: place };
  const silent = (kind: Assessment["kind"]): Assessment => {
    return { incoming, kind, deliveries: [], faults, denied, origin };
  };
  const isGrave = deliveryMaker.isGrave(verdict);
  if (verdict.ignoredBy !== undefined && !isGrave) return silent("ignored");
  if (verdict.matched.length === 0 && !isGrave) return silent("unmatched");
  if (isHeld) return silent("held");
  const rules = verdict.matched.flatMap((id) => statefulRules.get(id) ?? []);
  const alert = (judged: Verdict, several: readonly SeveralEvents[]): Assessment => {
    const { alert, deliveries } = deliveryMaker.alertDeliveries(detail, judged, source, several);
    return { incoming, kind: "matched", deliveries, faults, denied, origin, alert };
  };
  if (rules.length === 0) return alert(verdict, []);
  const event = {
    view: viewOfDetail(detail),
    identity: alertIdentity(detail),
    // One without a time of its own happened when it was sent here.
    time: instantOf(detail.eventTime) ?? incoming.sentAt ?? 0,
    ...(verdict.severities && { severities: verdict.severities }),
  };
  return {
    ...silent("held"),
    open: {
      asked: { rules, event, ...(verdict.steps && { steps: verdict.steps }) },
      conclude({ alerts, unanswered, standsFor }) {
        const matched = verdict.matched.filter(
          (id) => !statefulRules.has(id) || alerts.has(id) || standsFor.includes(id),
        );
        const again = unanswered.length > 0 ? { unanswered: true as const } : {};
        if (matched.length === 0 && !isGrave) return { ...silent("held"), ...again };
        const several = [...alerts].map(([ruleId, fired]) => toSeveral(ruleId, fired));
        return { ...alert({ ...verdict, matched }, several), ...again };
      },
    },
  };
}

/** UTF-16 units of a value of `by`. */
const MAX_BY = 300;

const NO_RULES: ReadonlyMap<string, Rule> = new Map();

/** What an alert of several events says. */
function toSeveral(ruleId: string, { rule, key, by, values, alert }: Found): SeveralEvents {
  const { first, last, sightings } = alert;
  const kind = STATEFUL_KINDS.find((it) => rule[it] !== undefined) ?? "threshold";
  const events = sightings.map(({ identity, step, ...event }) => event);
  const shown = by.map((value) => value && clip(value, MAX_BY));
  return { ruleId, kind, key, by: shown, first, last, events, values };
}
