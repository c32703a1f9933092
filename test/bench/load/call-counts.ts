import { requestEntryBytes } from "../../../src/local/events/entry-check.ts";
import type { Input } from "../../../src/local/protocol/service.ts";

/** What AWS would charge for of the calls that were made. */
export interface CallCounts {
  /** Calls, by operation: `GetObject`, `PutEvents`. */
  readonly calls: Readonly<Record<string, number>>;
  /** Entries put on the bus. */
  readonly entries: number;
  /** Of 64 KB begun each, as EventBridge counts them. */
  readonly entryUnits: number;
  /** Of all entries. */
  readonly entryBytes: number;
  /** Of a KB begun each, as DynamoDB counts what is written. */
  readonly writeUnits: number;
}

/** Counts calls as they are charged for. @see https://aws.amazon.com/eventbridge/pricing/ */
export class CallCounter {
  #calls: Record<string, number> = {};
  #sums = { entries: 0, entryUnits: 0, entryBytes: 0, writeUnits: 0 };

  note(operation: string, body: string): void {
    this.#calls[operation] = (this.#calls[operation] ?? 0) + 1;
    if (operation === "PutEvents") this.#putEvents(JSON.parse(body).Entries);
    if (operation === "UpdateItem") this.#sums.writeUnits += Math.ceil(itemBytes(body) / 1_024);
  }

  /** What was counted since it was last asked. */
  take(): CallCounts {
    const taken = { calls: this.#calls, ...this.#sums };
    this.#calls = {};
    this.#sums = { entries: 0, entryUnits: 0, entryBytes: 0, writeUnits: 0 };
    return taken;
  }

  #putEvents(entries: readonly Input[]): void {
    for (const entry of entries) {
      const bytes = requestEntryBytes(entry);
      this.#sums.entries++;
      this.#sums.entryBytes += bytes;
      this.#sums.entryUnits += Math.ceil(bytes / 65_536);
    }
  }
}

/**
 * At most: the key and each value that the request names, which the item may hold under two names,
 * and what the names take.
 */
function itemBytes(body: string): number {
  const { Key, ExpressionAttributeValues, UpdateExpression } = JSON.parse(body);
  return (
    JSON.stringify(Key).length +
    2 * JSON.stringify(ExpressionAttributeValues).length +
    UpdateExpression.length
  );
}
