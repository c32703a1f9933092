import { numbersOf } from "../../core/log/json-text.ts";
import { isObject } from "../../core/record/event-text.ts";
import type { Input } from "../protocol/service.ts";

/** One entry that the bus takes. */
export interface CheckedEntry {
  readonly source: string;
  readonly detailType: string;
  /** JSON text as it came. */
  readonly detailText: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly resources: readonly string[];
  /** Name or ARN of the bus; absent means the default bus. */
  readonly bus?: string;
  /** Milliseconds since the epoch; absent means now. */
  readonly time?: number;
}

/** Why the bus does not take an entry, in the service's words. */
export interface EntryError {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/** Levels of nesting that the service takes in a detail. */
const MAX_DEPTH = 1000;

/** Characters of a detail type. */
const MAX_DETAIL_TYPE = 128;

/**
 * Checks one entry as the service does, detail by its source text.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
 */
export function checkEntry(entry: Input): CheckedEntry | EntryError {
  for (const name of ["Source", "DetailType", "Detail"]) {
    const value = entry[name];
    if (typeof value !== "string" || value === "") {
      return invalidArgument(name, `${name} is a required argument.`);
    }
  }
  const { Source, DetailType, Detail } = entry as Record<string, string>;
  if (Source?.startsWith("aws.")) {
    return {
      ErrorCode: "NotAuthorizedForSourceException",
      ErrorMessage: "Not authorized for the source.",
    };
  }
  if ([...String(DetailType)].length > MAX_DETAIL_TYPE) {
    return invalidArgument("DetailType", `DetailType must be <= ${MAX_DETAIL_TYPE} characters.`);
  }
  const resources = entry.Resources ?? [];
  if (!Array.isArray(resources) || !resources.every((arn) => typeof arn === "string")) {
    return invalidArgument("Resources", "Resources must be a list of text.");
  }
  const detailText = String(Detail);
  const detail = parseObject(detailText);
  if (detail === undefined) return malformed("Detail is malformed.");
  if (isDeeper(detail, MAX_DEPTH))
    return malformed(`Detail is nested deeper than ${MAX_DEPTH} levels.`);
  const number = refusedNumber(detailText);
  if (number !== undefined) return malformed(`Detail holds a number out of range: ${number}.`);
  return {
    source: String(Source),
    detailType: String(DetailType),
    detailText,
    detail,
    resources,
    ...(typeof entry.EventBusName === "string" && { bus: entry.EventBusName }),
    ...(typeof entry.Time === "number" && { time: entry.Time * 1000 }),
  };
}

/**
 * Size of an entry in bytes, counted as the service counts it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-send-events-size
 */
export function requestEntryBytes(entry: Input): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...[entry.Resources ?? []].flat()];
  const bytes = texts.reduce<number>((sum, text) => sum + Buffer.byteLength(String(text ?? "")), 0);
  return bytes + (entry.Time === undefined ? 0 : 14);
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isDeeper(value: object, levels: number): boolean {
  if (levels === 0) return true;
  for (const child of Object.values(value)) {
    if (typeof child === "object" && child !== null && isDeeper(child, levels - 1)) return true;
  }
  return false;
}

const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/** The first integer outside int64, or a number too large for a double; by the text, not the value. */
function refusedNumber(text: string): string | undefined {
  if (!/\d{19}|\d[eE]\+?\d{3}/.test(text)) return undefined;
  return numbersOf(text).find((number) => {
    if (!/^-?\d+$/.test(number)) return !Number.isFinite(Number(number));
    const value = BigInt(number);
    return value < INT64.min || value > INT64.max;
  });
}

function invalidArgument(name: string, reason: string): EntryError {
  const ErrorMessage = `Parameter ${name} is not valid. Reason: ${reason}`;
  return { ErrorCode: "InvalidArgument", ErrorMessage };
}

function malformed(ErrorMessage: string): EntryError {
  return { ErrorCode: "MalformedDetail", ErrorMessage };
}
