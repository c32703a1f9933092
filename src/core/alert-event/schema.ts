import { SEVERITIES } from "../rule/rule.ts";
import { ALERT_EVENT_VERSION, ALERT_STATES, type AlertEvent } from "./alert-event.ts";
import type { AlertDisplay } from "./display.ts";

const TEXT = { type: "string" } as const;
const TEXTS = { type: "array", items: TEXT } as const;
const INSTANT = {
  type: "string",
  pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$",
} as const;

/** Text that nobody has to escape. */
const PLAIN = { type: "string", pattern: '^[^"\\\\<>\\u0000-\\u001f]+$' } as const;

/** The JSON Schema of a "Trailbridge Alert" event's `detail`, for whoever consumes them. */
export const ALERT_EVENT_SCHEMA = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Trailbridge Alert",
  description:
    "detail of an alert as an event on the bus: one when its thread begins, one when the thread's window closes",
  type: "object",
  additionalProperties: false,
  required: [
    "version",
    "id",
    "state",
    "kind",
    "title",
    "severity",
    "level",
    "ruleIds",
    "tags",
    "actor",
    "account",
    "resources",
    "count",
    "firstSeen",
    "lastSeen",
    "references",
    "record",
    "display",
  ] satisfies readonly (keyof AlertEvent)[],
  properties: {
    version: { const: ALERT_EVENT_VERSION, description: "of this shape" },
    id: { ...TEXT, minLength: 1, description: "of the thread's window: both its events have it" },
    state: { enum: ALERT_STATES, description: "whether the thread began or takes no more events" },
    kind: { enum: ["alert", "removed-object"], description: "a rule matched, or a log file went" },
    title: { ...TEXT, description: "title of the leading rule" },
    severity: { enum: SEVERITIES },
    severityReason: {
      ...TEXT,
      description: "why it is not the leading rule's own, about the first event",
    },
    level: {
      enum: ["critical", "error", "warning", "info"],
      description: "the severity in the four steps of paging services",
    },
    ruleIds: { ...TEXTS, maxItems: 10, description: "rules that matched, the leading one first" },
    tags: { ...TEXTS, description: "of the leading rule" },
    actor: {
      type: "object",
      additionalProperties: false,
      required: ["name"],
      properties: { name: TEXT, type: TEXT, session: TEXT, arn: TEXT, account: TEXT },
    },
    account: {
      type: "object",
      additionalProperties: false,
      description: "whose account it happened in",
      properties: { id: TEXT, name: TEXT },
    },
    region: TEXT,
    eventName: TEXT,
    eventSource: TEXT,
    outcome: { enum: ["succeeded", "failed", "refused"] },
    errorCode: TEXT,
    sourceIp: TEXT,
    resources: { ...TEXTS, maxItems: 10, description: "the most frequent" },
    count: { type: "integer", minimum: 1, description: "events of the thread so far" },
    firstSeen: { ...INSTANT, description: "when the first of them happened" },
    lastSeen: { ...INSTANT, description: "when the last of them happened" },
    runbook: { ...TEXT, description: "what to do, as the leading rule says" },
    references: { ...TEXTS, maxItems: 10, description: "of the leading rule" },
    link: { ...TEXT, description: "where the first event can be looked up" },
    record: {
      type: "object",
      additionalProperties: false,
      required: ["bucket", "key"],
      description: "the first event's record in its log file, or the file that was removed",
      properties: { bucket: TEXT, key: TEXT, index: { type: "integer", minimum: 0 } },
    },
    eventId: { ...TEXT, description: "CloudTrail's id of the first event" },
    events: {
      type: "array",
      maxItems: 200,
      description: "of a rule of several events, those it alerts on, by time",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["time"],
        properties: { time: INSTANT, eventName: TEXT, eventId: TEXT, values: TEXTS },
      },
    },
    exceptCommand: {
      ...PLAIN,
      description: "the command that writes an ignore rule for the like of the first event",
    },
    display: {
      type: "object",
      additionalProperties: false,
      description:
        "the same for people; no text is missing, and none holds what JSON or an input template would have to escape",
      required: [
        "title",
        "summary",
        "actor",
        "account",
        "region",
        "eventName",
        "address",
        "time",
        "count",
        "rules",
        "resources",
        "runbook",
        "link",
        "record",
      ] satisfies readonly (keyof AlertDisplay)[],
      properties: {
        title: PLAIN,
        summary: PLAIN,
        actor: PLAIN,
        account: PLAIN,
        region: PLAIN,
        eventName: PLAIN,
        address: PLAIN,
        time: PLAIN,
        count: PLAIN,
        rules: PLAIN,
        resources: PLAIN,
        runbook: PLAIN,
        link: PLAIN,
        record: PLAIN,
      } satisfies Record<keyof AlertDisplay, typeof PLAIN>,
    },
  } satisfies Record<keyof AlertEvent, object>,
} as const;
