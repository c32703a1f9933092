import { MAX_RECORD_BYTES } from "../../core/log/json-token.ts";
import { RecordScanner } from "../../core/log/record-scanner.ts";
import { LogFileError } from "../../core/log/unreadable.ts";
import type { RawRecord, RejectedRecord } from "../../core/record/record.ts";
import { type JsonText, type NoJson, readJsonText } from "./json-text.ts";
import { listElements } from "./list-elements.ts";
import { type NextDocument, nextDocument } from "./next-document.ts";
import { type FoundRecord, foreignKind, recordIn } from "./records-in.ts";
import { TextSource } from "./text-source.ts";

/** One thing found in what a person gave: a record, or something that is none, and where it stands. */
export type InputItem = (RawRecord | RejectedRecord) & {
  /** e.g. `line 3` or `record 0`. */
  readonly where: string;
};

/** What a person gave, opened. */
export interface OpenedInput {
  /** Whether it is a log file as CloudTrail writes it, which the splitter reads as it is. */
  readonly isLogFile: boolean;
  /**
   * Its records in order.
   *
   * @throws {LogFileError} If it cannot be read to its end; all that could be read was yielded before.
   */
  readonly items: AsyncGenerator<InputItem>;
  close(): Promise<void>;
}

/**
 * Opens whatever people have their CloudTrail records in, by its content alone: log files, JSON
 * arrays, one JSON value a line, output of `aws cloudtrail lookup-events`, EventBridge events,
 * single records, any of these one after another, gzipped or not. Memory stays within one record.
 *
 * @throws {LogFileError} If it is none of these.
 */
export async function openInput(bytes: AsyncIterable<Uint8Array>): Promise<OpenedInput> {
  const text = await TextSource.open(bytes);
  try {
    const first = await next(text);
    if (first === undefined) {
      throw new LogFileError("Cannot read log file as it must hold JSON: it is empty");
    }
    return {
      isLogFile: first.kind === "log-file",
      items: numbered(text),
      close: () => text.close(),
    };
  } catch (cause) {
    await text.close();
    throw cause;
  }
}

/** An item before it has its number; `line` is set where its line says more than its number would. */
type Unnumbered = FoundRecord & { readonly line?: number };

async function* numbered(text: TextSource): AsyncGenerator<InputItem> {
  let index = 0;
  try {
    for await (const { line, ...found } of documents(text)) {
      yield { ...found, index, where: line === undefined ? `record ${index}` : `line ${line}` };
      index++;
    }
  } finally {
    await text.close();
  }
}

/** @param isInner Whether the text is a value of another one: it is looked into no further. */
async function* documents(text: TextSource, isInner = false): AsyncGenerator<Unnumbered> {
  const found = (value: JsonText | NoJson) => recordsIn(value, isInner);
  for (let it = await next(text); it !== undefined; it = await next(text)) {
    if (it.kind === "log-file") {
      yield* logFile(text);
    } else if (it.kind === "list") {
      text.take(it.after);
      for await (const element of listElements(text, it.inObject)) {
        if ("value" in element && Array.isArray(element.value)) yield recordIn(element);
        else yield* found(element);
      }
    } else if (it.kind === "object") {
      const { line } = text;
      const value = readJsonText(text.take(it.bytes));
      if (!("value" in value)) yield { ...value, line };
      else yield* found(value);
    } else {
      yield* lines(text);
    }
  }
}

async function next(
  text: TextSource,
): Promise<Exclude<NextDocument, { kind: "unclear" | "unreadable" }> | undefined> {
  if ((await text.skipBlanks()) === undefined) return undefined;
  for (;;) {
    const document = nextDocument(text.unread, text.ended);
    if (document.kind === "unreadable") {
      throw new LogFileError(`Cannot read log file as ${document.why}, from line ${text.line} on`);
    }
    if (document.kind !== "unclear") return document;
    await text.more();
  }
}

async function* logFile(text: TextSource): AsyncGenerator<Unnumbered> {
  const scanner = new RecordScanner(undefined, { stopsAtEnd: true });
  for (;;) {
    const chunk = text.take(text.unread.length);
    scanner.push(chunk);
    for (let item = scanner.next(); item !== undefined; item = scanner.next()) {
      const { index, ...found } = item;
      const foreign = "value" in found ? foreignKind(found.value) : undefined;
      yield foreign === undefined ? found : { rejected: foreign };
    }
    if (scanner.rest !== undefined) text.unread = scanner.rest;
    if (scanner.rest !== undefined || !(await text.more())) break;
  }
  scanner.finish();
}

/** One JSON value a line, to the end. */
async function* lines(text: TextSource): AsyncGenerator<Unnumbered> {
  for (;;) {
    const { line } = text;
    const bytes = await nextLine(text);
    if (bytes === undefined) return;
    if (bytes === "too long") {
      yield { rejected: `it has more than ${MAX_RECORD_BYTES} bytes`, line };
      continue;
    }
    const value = readJsonText(bytes);
    if ("value" in value) {
      for await (const it of recordsIn(value, false)) yield { ...it, line };
    } else if (value.rejected !== "it is empty") {
      yield { ...value, line };
    }
  }
}

async function nextLine(text: TextSource): Promise<Buffer | "too long" | undefined> {
  let isTooLong = false;
  for (;;) {
    const end = text.unread.indexOf(0x0a);
    if (end !== -1) {
      const bytes = text.take(end + 1);
      return isTooLong ? "too long" : bytes;
    }
    if (text.unread.length > MAX_RECORD_BYTES) {
      isTooLong = true;
      text.take(text.unread.length);
    }
    if (await text.more()) continue;
    if (isTooLong) {
      text.take(text.unread.length);
      return "too long";
    }
    return text.unread.length === 0 ? undefined : text.take(text.unread.length);
  }
}

/** A value by itself: a record, or a whole list of them. */
async function* recordsIn(value: JsonText | NoJson, isInner: boolean): AsyncGenerator<Unnumbered> {
  if (isInner || !("value" in value) || !holdsList(value.value)) {
    yield recordIn(value);
    return;
  }
  const bytes = Buffer.from(value.text);
  const text = await TextSource.open(
    (async function* () {
      yield bytes;
    })(),
  );
  for await (const { line, ...it } of documents(text, true)) yield it;
}

function holdsList(value: unknown): boolean {
  if (Array.isArray(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  return (
    ("Records" in value && Array.isArray(value.Records)) ||
    ("Events" in value && Array.isArray(value.Events))
  );
}
