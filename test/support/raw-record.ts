import { RecordScanner } from "../../src/core/log/record-scanner.ts";
import type { RawRecord } from "../../src/core/record/record.ts";

/** A record as the log reader hands it on, from its JSON text or its value; an empty one too. */
export function rawRecord(record: string | object): RawRecord {
  const scanner = new RecordScanner();
  const text = typeof record === "string" ? record : JSON.stringify(record);
  scanner.push(Buffer.from(`{"Records":[${text}]}`));
  const item = scanner.next();
  if (text === "{}") return { text, value: {}, index: 0, depth: 1, members: 0 };
  if (item === undefined || "rejected" in item) throw new Error(`no record: ${text.slice(0, 80)}`);
  return item;
}
