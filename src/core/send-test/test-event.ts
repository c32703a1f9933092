import { ALERT_DETAIL_TYPE, EVENT_SOURCE, RECORD_DETAIL_TYPES } from "../../contract.ts";
import { ALERT_EVENT_VERSION, ALERT_LEVELS, type AlertEvent } from "../alert-event/alert-event.ts";
import { alertDisplay } from "../alert-event/display.ts";
import { type BusEntry, MAX_REQUEST_BYTES, toBusEntry } from "../entry/bus-entry.ts";
import { patternMatcher } from "../pattern/match.ts";
import { isObject } from "../record/event-text.ts";
import type { Scalar } from "../record/flatten.ts";
import { unflatten } from "../record/unflatten.ts";
import { type AlertFilter, takesAlerts } from "../settings/consumer-check.ts";
import type { ConsumerSettings, Settings } from "../settings/settings.ts";

/** Who sends a test, when, and by which name it is found again. */
export interface TestRun {
  /** In each message: `send-test-2026-…`. */
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Events that are to be put on the bus so that its consumers get one each. */
export interface TestEvents {
  readonly events: readonly BusEntry[];
  /** Consumers whose `only` takes none that can be made up. */
  readonly unreached: readonly string[];
}

/** Name of the call of a test's record; CloudTrail writes none like it. */
export const TEST_EVENT_NAME = "TrailbridgeTest";

/**
 * Makes events that the consumers take: as few as their `only` allows, as each goes to all of
 * them that take it. A record is marked as a replay, so that a rule which matches it tells nobody.
 */
export function testEvents(
  { consumers, account }: Pick<Settings, "consumers" | "account">,
  run: TestRun,
): TestEvents {
  const events: BusEntry[] = [];
  const unreached: string[] = [];
  for (const [name, consumer] of Object.entries(consumers)) {
    const takes = takerOf(consumer);
    if (events.some(takes)) continue;
    const event = takesAlerts(consumer)
      ? testAlert((consumer.only ?? {}) as AlertFilter, account, run)
      : testRecord(consumer.only ?? {}, account, run);
    if (takes(event)) events.push(event);
    else unreached.push(name);
  }
  return { events, unreached };
}

function takerOf(consumer: ConsumerSettings): (event: BusEntry) => boolean {
  const { only = {} } = consumer;
  const isAlerts = takesAlerts(consumer);
  const { severity, rule, account, state } = only as AlertFilter;
  const detail = isAlerts
    ? {
        ...(severity && { severity }),
        ...(rule && { ruleIds: rule }),
        ...(account && { account: { id: account } }),
        state: consumer.pagerduty || consumer.teams ? ["began"] : (state ?? ["began", "closed"]),
      }
    : only;
  const takes = patternMatcher({
    source: [EVENT_SOURCE],
    "detail-type": isAlerts ? [ALERT_DETAIL_TYPE] : RECORD_DETAIL_TYPES,
    ...(Object.keys(detail).length > 0 && { detail }),
  });
  return ({ source, detailType, detail: text }) =>
    takes({ source, "detail-type": detailType, detail: JSON.parse(text) });
}

function testRecord(
  only: NonNullable<ConsumerSettings["only"]>,
  account: string | undefined,
  { name, now }: TestRun,
): BusEntry {
  const fields = new Map<string, Scalar>([
    ["eventVersion", "1.11"],
    ["eventID", name],
    ["eventName", TEST_EVENT_NAME],
    ["eventSource", "trailbridge.test"],
    ["eventTime", `${new Date(now).toISOString().slice(0, 19)}Z`],
    ["userAgent", "trailbridge send-test"],
    ["additionalEventData.test", "This is a test of trailbridge: nothing has happened"],
    ...(account === undefined ? [] : [["recipientAccountId", account] as const]),
  ]);
  for (const [key, alternatives] of Object.entries(only)) {
    const value = sampleOf(alternatives[0]);
    if (value === undefined) fields.delete(key);
    else if (!alternatives.includes(fields.get(key) ?? null)) fields.set(key, value);
  }
  const value = unflatten(fields);
  const text = JSON.stringify(value);
  const shape = { depth: 64, members: fields.size * 8 };
  const object = { bucket: "trailbridge-test", key: name, replay: name };
  const options = { includeRecord: true, maxBytes: MAX_REQUEST_BYTES };
  return toBusEntry({ value, text, index: 0, ...shape }, object, options);
}

/** A value that an alternative of a pattern takes, as far as one can be made up. */
function sampleOf(alternative: unknown): Scalar | undefined {
  if (!isObject(alternative)) return alternative as Scalar;
  const [[operator, operand] = []] = Object.entries(alternative);
  switch (operator) {
    case "exists":
      return operand === true ? "trailbridge-test" : undefined;
    case "prefix":
    case "suffix":
    case "equals-ignore-case":
      return isObject(operand) ? sampleOf(operand) : String(operand);
    case "wildcard":
      return String(operand).replace(/\\?\*/g, (found) => (found === "*" ? "" : "*"));
    case "cidr":
      return String(operand).split("/")[0];
    default:
      return "trailbridge-test";
  }
}

function testAlert(only: AlertFilter, home: string | undefined, { name, now }: TestRun): BusEntry {
  const severity = only.severity?.[0] ?? "info";
  const account = only.account?.[0] ?? home;
  const at = new Date(now).toISOString();
  const event: Omit<AlertEvent, "display"> = {
    version: ALERT_EVENT_VERSION,
    id: name,
    state: only.state?.[0] ?? "began",
    kind: "alert",
    title: "TEST: nothing has happened",
    severity,
    level: ALERT_LEVELS[severity],
    ruleIds: only.rule?.slice(0, 1) ?? ["trailbridge-test"],
    tags: ["test"],
    actor: { name: "trailbridge send-test", type: "Test" } as AlertEvent["actor"],
    account: { ...(account !== undefined && { id: account }) },
    eventName: TEST_EVENT_NAME,
    resources: [],
    count: 1,
    firstSeen: at,
    lastSeen: at,
    references: [],
    record: { bucket: "trailbridge-test", key: name },
  };
  return {
    source: EVENT_SOURCE,
    detailType: ALERT_DETAIL_TYPE,
    time: now,
    resources: [],
    detail: JSON.stringify({ ...event, display: alertDisplay(event) }),
  };
}
