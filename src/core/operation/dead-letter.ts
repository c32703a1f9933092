import { VALIDATION_HOURS } from "../../contract.ts";
import {
  type ValidationRequest,
  validationMessage,
  validationRequestOf,
} from "../entry/validation-request.ts";
import { jsonTextAt } from "../log/json-text.ts";
import { readNotification } from "../notification/notification.ts";
import { isObject, textOf } from "../record/event-text.ts";
import { textStart } from "../record/text-start.ts";
import { errandOf, withoutLetter } from "../thread/errand.ts";

/** Where dead letters lie, by who gave up. */
export const STAGES = ["splitter", "critical", "buffer", "notifier", "consumers"] as const;

/** A stage of the way; its dead letters go back to where they came from. */
export type Stage = (typeof STAGES)[number];

/** A message as a queue of dead letters holds it. */
export interface Letter {
  readonly body: string;
  /** Attributes that are text, by name: EventBridge says in them why and of which rule. */
  readonly attributes: Readonly<Record<string, string>>;
  /** When it was put there, milliseconds since the epoch. @default just now */
  readonly sentAt?: number;
}

/** What is to become of a dead letter. */
export type Redrive =
  /** To the queue it came from, as it is: whoever reads that understands dead letters. */
  | {
      readonly to: "queue";
      readonly what: string;
      readonly why?: string;
      /** What is sent, where the letter itself would not be understood. */
      readonly body?: string;
    }
  /** Onto the bus of the rule whose target did not take it. */
  | {
      readonly to: "bus";
      readonly what: string;
      readonly why?: string;
      readonly bus: string;
      readonly event: LostEvent;
    }
  /** Nowhere, as there is nothing to do again. */
  | { readonly to: "nowhere"; readonly what: string; readonly why?: string }
  /** It stays where it is: nobody would understand it. */
  | { readonly to: "stay"; readonly what: string; readonly why?: string };

/** An event that no target took. */
export interface LostEvent {
  readonly source: string;
  readonly detailType: string;
  /** As EventBridge wrote it; not an instant where it wrote none. */
  readonly time?: string;
  readonly resources: readonly string[];
  /** The text of its detail, as it was put. */
  readonly detail: string;
}

/**
 * Says of a dead letter what it is about, and where it belongs.
 *
 * @param now Milliseconds since the epoch.
 */
export function redriveOf(stage: Stage, letter: Letter, now: number): Redrive {
  const parsed = parse(letter.body);
  const why = reasonOf(parsed, letter);
  const redrive = stageRedrive(stage, parsed, letter, now);
  return { ...redrive, ...(why !== undefined && { why }) };
}

function stageRedrive(stage: Stage, parsed: unknown, letter: Letter, now: number): Redrive {
  switch (stage) {
    case "splitter":
      return splitterRedrive(parsed, letter, now);
    case "buffer":
    case "critical":
    case "notifier":
      return notifierRedrive(parsed);
    case "consumers":
      return consumerRedrive(parsed, letter);
  }
}

function splitterRedrive(parsed: unknown, { body, sentAt }: Letter, now: number): Redrive {
  const asked = withoutLetter(parsed);
  const order = validationRequestOf(asked, OWN_QUEUE);
  if (order !== undefined) return validationRedrive(order, now - (sentAt ?? now));
  if (isObject(asked) && isObject(asked.trailbridge) && "canary" in asked.trailbridge) {
    return { to: "nowhere", what: "a canary, which set out again since" };
  }
  // As the splitter's own queue hands it on.
  const eventSourceARN = `arn:aws:sqs:::${OWN_QUEUE}`;
  const { objects, skipped, faults } = readNotification(
    { Records: [{ messageId: "letter", eventSource: "aws:sqs", eventSourceARN, body }] },
    [OWN_QUEUE],
  );
  const [fault] = faults;
  if (fault !== undefined) return { to: "stay", what: fault.error.message };
  const [first, ...more] = objects;
  if (first === undefined) {
    return { to: "nowhere", what: `a message about no log file (${skipped})` };
  }
  const { bucket, key } = first.object;
  const others = more.length === 0 ? "" : ` and ${more.length} more`;
  const from = first.resume === undefined ? "" : `, from record ${first.resume.next} on`;
  return { to: "queue", what: `log file s3://${bucket}/${key}${from}${others}` };
}

/**
 * An order is sent anew: the splitter takes none in a letter. One for the last hours is for those that
 * it had meant, too.
 *
 * @param age Milliseconds since it was given up.
 */
function validationRedrive(order: ValidationRequest, age: number): Redrive {
  if (order.kind === "folder") {
    const { folder } = order;
    return {
      to: "queue",
      what: `the validation of ${folder}`,
      body: JSON.stringify(validationMessage(order)),
    };
  }
  // It was tried for as long as the schedule waits before it is asked for again.
  const hours = order.hours + VALIDATION_HOURS + Math.max(0, Math.ceil(age / 3_600_000));
  const body = JSON.stringify({ trailbridge: { validate: { hours } } });
  return { to: "queue", what: `the validation of the last ${hours} hours`, body };
}

const OWN_QUEUE = "continuations";

function notifierRedrive(parsed: unknown): Redrive {
  const asked = withoutLetter(parsed);
  const errand = errandOf(asked);
  if (errand?.kind === "redraw") {
    return { to: "queue", what: `what ${errand.channel} does not show: window ${errand.window}` };
  }
  if (errand !== undefined) {
    return { to: "nowhere", what: `a ${errand.kind}, which was asked for again since` };
  }
  const event = eventOf(asked);
  return event === undefined ? STRANGE : { to: "queue", what: event };
}

function consumerRedrive(parsed: unknown, { body, attributes }: Letter): Redrive {
  const what = eventOf(parsed);
  const { RULE_ARN } = attributes;
  if (RULE_ARN === undefined) {
    return { to: "queue", what: what ?? "what its reader did not take" };
  }
  // A rule of the default bus has no bus in its ARN.
  const [, bus = "default"] = /:rule\/(?:([^/]+)\/)?[^/]+$/.exec(RULE_ARN) ?? [];
  if (what === undefined) return STRANGE;
  const { source, resources, time } = Object(parsed);
  const detail = jsonTextAt(body, ["detail"]);
  if (detail === undefined) return STRANGE;
  return {
    to: "bus",
    what,
    bus,
    event: {
      source: String(source),
      detailType: String(Object(parsed)["detail-type"]),
      ...(typeof time === "string" && { time }),
      resources: Array.isArray(resources) ? resources.map(String) : [],
      detail,
    },
  };
}

const STRANGE: Redrive = {
  to: "stay",
  what: "neither an event nor what trailbridge writes: whoever sent it must say what it is",
};

/** What an event is about, in a few words; undefined if it is none. */
function eventOf(value: unknown): string | undefined {
  if (!isObject(value) || typeof value.source !== "string" || !isObject(value.detail)) {
    return undefined;
  }
  const { detail } = value;
  const name = textOf(detail, "eventName") ?? String(value["detail-type"]);
  const id = textOf(detail, "eventID") ?? value.id;
  return typeof id === "string" ? `${name} ${id}` : name;
}

/** Why it was given up, as whoever gave up wrote it. */
function reasonOf(parsed: unknown, { attributes }: Letter): string | undefined {
  const { responsePayload, requestContext } = isObject(parsed) ? parsed : {};
  const { errorType, errorMessage } = isObject(responsePayload) ? responsePayload : {};
  const { condition } = isObject(requestContext) ? requestContext : {};
  const { ERROR_CODE, ERROR_MESSAGE } = attributes;
  const said = [errorType ?? condition ?? ERROR_CODE, errorMessage ?? ERROR_MESSAGE]
    .filter((text) => typeof text === "string" && text !== "")
    .join(": ");
  return said === "" ? undefined : textStart(said, 300);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Whoever looks at it says that it is nothing known.
    return text;
  }
}
