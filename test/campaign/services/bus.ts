import type { VirtualTime } from "../../../src/backtest/virtual-time.ts";
import { type Matcher, patternMatcher } from "../../../src/core/pattern/match.ts";
import { checkEntry, requestEntryBytes } from "../../../src/local/events/entry-check.ts";
import type { Random } from "../../support/random.ts";
import type { Faults } from "../network/faults.ts";
import { ServiceError } from "./answer.ts";
import type { Queue } from "./queue.ts";

type Fields = Readonly<Record<string, unknown>>;

/** An AWS rule: what fits its pattern goes to its queue. */
export interface BusRule {
  readonly name: string;
  readonly pattern: unknown;
  readonly queue: Queue;
}

/** What a bus needs. */
export interface BusOptions {
  readonly name: string;
  readonly rules: readonly BusRule[];
  readonly time: VirtualTime;
  readonly random: Random;
  readonly faults: Faults;
  /** Share of entries that the bus refuses although the call succeeds. */
  readonly entryFailures: number;
  /** Share of deliveries to a target that come twice. */
  readonly duplicates: number;
}

/** One event a bus took. */
export interface BusEvent {
  readonly at: number;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

const MAX_ENTRIES = 10;
const MAX_BYTES = 1024 * 1024;

/** An event bus with its rules: at least once to each target, in no order, after some time. */
export class Bus {
  readonly #options: BusOptions;
  readonly #rules: readonly (BusRule & { readonly matches: Matcher })[];
  #ids = 0;
  /** Events that are no records: notices, and alerts as events. */
  readonly others: BusEvent[] = [];
  /** When each record came on the bus first, by its event's id. */
  readonly acceptedAt = new Map<string, number>();
  /** Entries taken, those sent again counted again. */
  accepted = 0;

  constructor(options: BusOptions) {
    this.#options = options;
    this.#rules = options.rules.map((rule) => ({ ...rule, matches: patternMatcher(rule.pattern) }));
  }

  /** Answers PutEvents. */
  put(input: Fields): Fields {
    const entries = (input.Entries ?? []) as Fields[];
    if (entries.length === 0 || entries.length > MAX_ENTRIES) {
      throw new ServiceError(
        "ValidationException",
        `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length from 1 to ${MAX_ENTRIES}`,
      );
    }
    if (entries.reduce((sum, entry) => sum + requestEntryBytes(entry), 0) >= MAX_BYTES) {
      throw new ServiceError(
        "ValidationException",
        "Total size of the entries in the request is over the limit.",
      );
    }
    const Entries = entries.map((entry) => this.#putEntry(entry));
    return { Entries, FailedEntryCount: Entries.filter((entry) => "ErrorCode" in entry).length };
  }

  #putEntry(entry: Fields): Fields {
    const { faults, time, name } = this.#options;
    const checked = checkEntry(entry);
    if ("ErrorCode" in checked) return { ...checked };
    if (checked.bus !== name) {
      return {
        ErrorCode: "ResourceNotFoundException",
        ErrorMessage: `Event bus ${checked.bus} does not exist.`,
      };
    }
    if (faults.happens(this.#options.entryFailures)) {
      return { ErrorCode: "InternalFailure", ErrorMessage: "An internal error occurred." };
    }
    this.accepted++;
    const id = `event-${++this.#ids}`;
    const envelope = {
      version: "0",
      id,
      "detail-type": checked.detailType,
      source: checked.source,
      account: "111122223333",
      time: new Date(checked.time ?? time.now()).toISOString().replace(/\.\d+Z$/, "Z"),
      region: "us-east-1",
      resources: checked.resources,
    };
    if (!("trailbridge" in checked.detail) || !("record" in checked.detail)) {
      this.others.push({ at: time.now(), detailType: checked.detailType, detail: checked.detail });
    }
    const { eventID } = checked.detail;
    if (typeof eventID === "string" && !this.acceptedAt.has(eventID)) {
      this.acceptedAt.set(eventID, time.now());
    }
    const parsed = { ...envelope, detail: checked.detail };
    let text: string | undefined;
    for (const rule of this.#rules) {
      if (!rule.matches(parsed)) continue;
      text ??= `${JSON.stringify(envelope).slice(0, -1)},"detail":${checked.detailText}}`;
      this.#deliver(rule.queue, text);
    }
    return { EventId: id };
  }

  #deliver(queue: Queue, text: string): void {
    const { random, faults, time, duplicates } = this.#options;
    const times = faults.happens(duplicates) ? 2 : 1;
    for (let i = 0; i < times; i++) {
      // Half a second at most as a rule; now and then EventBridge takes its time.
      const wait = 20 + random.below(300) + (random.chance(0.01) ? random.below(2_000) : 0);
      time.after(wait, () => queue.send(text));
    }
  }
}
