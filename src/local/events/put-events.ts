import { patternMatcher } from "../../core/pattern/match.ts";
import { AwsError } from "../protocol/aws-error.ts";
import { type Input, listMember, type Service, textMember } from "../protocol/service.ts";
import { busNameOf, type Place } from "../wiring/arn.ts";
import type { RuleWiring, SinkWiring } from "../wiring/wiring.ts";
import type { Buses } from "./buses.ts";
import { checkEntry, type EntryError, requestEntryBytes } from "./entry-check.ts";
import { createRuleLists } from "./list-rules.ts";
import { createRoutedEvent } from "./routed-event.ts";

/** What the EventBridge operations work on. */
export interface EventBridgeDeps {
  readonly buses: Buses;
  readonly place: Place;
  /** Rules that are listed. @default none */
  readonly rules?: readonly RuleWiring[] | undefined;
  /** What their targets are that the stack does not run. @default none */
  readonly sinks?: readonly SinkWiring[] | undefined;
  /** Decides for single entries whether the service fails them. */
  readonly failEntry?: (entry: Input) => EntryError | undefined;
}

/** Entries one PutEvents call takes. */
const MAX_ENTRIES = 10;

/**
 * Bytes one PutEvents call takes; it must stay below.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
const MAX_BYTES = 1024 * 1024;

/** The EventBridge operations: putting events, trying a pattern, listing rules and targets. */
export function createEventBridge({
  buses,
  place,
  rules = [],
  sinks = [],
  failEntry,
}: EventBridgeDeps): Service {
  const putEntry = (entry: Input) => {
    const checked = checkEntry(entry);
    if ("ErrorCode" in checked) return checked;
    const fault = failEntry?.(entry);
    if (fault !== undefined) return fault;
    const bus = busNameOf(checked.bus ?? "default", place);
    if (!buses.has(bus)) {
      const ErrorMessage = `Event bus ${bus} does not exist.`;
      return { ErrorCode: "ResourceNotFoundException", ErrorMessage };
    }
    const event = createRoutedEvent({ time: Date.now(), ...checked }, place);
    buses.put(bus, event);
    return { EventId: event.id };
  };
  return {
    ...createRuleLists(rules, sinks, buses, place),
    PutEvents(input) {
      const entries = listMember(input, "Entries");
      if (entries.length === 0 || entries.length > MAX_ENTRIES) {
        const rule = `Member must have length from 1 to ${MAX_ENTRIES}`;
        const message = `1 validation error detected: Value at 'entries' failed to satisfy constraint: ${rule}`;
        throw new AwsError("ValidationException", message);
      }
      if (entries.reduce((sum, entry) => sum + requestEntryBytes(entry), 0) >= MAX_BYTES) {
        const message = "Total size of the entries in the request is over the limit.";
        throw new AwsError("ValidationException", message);
      }
      const Entries = entries.map(putEntry);
      return { Entries, FailedEntryCount: Entries.filter((it) => "ErrorCode" in it).length };
    },
    TestEventPattern(input) {
      const pattern = parse(input, "EventPattern");
      const event = parse(input, "Event") as Record<string, unknown>;
      try {
        return { Result: patternMatcher(pattern)(event) };
      } catch (cause) {
        throw new AwsError("InvalidEventPatternException", (cause as Error).message, { cause });
      }
    },
  };
}

function parse(input: Input, name: string): unknown {
  try {
    return JSON.parse(textMember(input, name));
  } catch (cause) {
    if (cause instanceof AwsError) throw cause;
    throw new AwsError("InvalidEventPatternException", `${name} is no JSON`, { cause });
  }
}
