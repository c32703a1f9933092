import { type Detail, isObject, partOf } from "../record/event-text.ts";
import { textStart } from "../record/text-start.ts";
import { jsonExcerpt } from "./json-excerpt.ts";

/** The beginning of one part of the record. */
export interface AlertPart {
  /** Field of the record. */
  readonly name: string;
  /** Its value as JSON. */
  readonly text: string;
  /** Whether something of it was left out. */
  readonly cut: boolean;
}

/** Parts that say what happened; the others say what came of it. */
export const LEADING_PARTS: readonly string[] = [
  "requestParameters",
  "serviceEventDetails",
  "resources",
];

/** Excerpts of the record's larger parts, in a fixed order, those that are not empty. */
export function partsOf(detail: Detail, account: string | undefined): AlertPart[] {
  const present = PARTS.flatMap(([name, maxChars]) => {
    const value = partOf(detail, name);
    return value === undefined ? [] : [{ name, maxChars, value }];
  });
  let room = MAX_ALL_CHARS - present.length * MIN_CHARS;
  return present.map(({ name, maxChars, value }) => {
    const limits = { maxChars: Math.min(maxChars, room + MIN_CHARS), maxLines: MAX_LINES };
    const lines = name === "resources" ? resourceLines(value, account) : undefined;
    const excerpt = lines === undefined ? jsonExcerpt(value, limits) : linesWithin(lines, limits);
    room -= Math.max(0, excerpt.text.length - MIN_CHARS);
    return { name, ...excerpt };
  });
}

/** Parts of a record worth showing, with how much of each a message has room for at most. */
const PARTS: readonly (readonly [name: string, maxChars: number])[] = [
  // A managed policy has at most 6,144 characters.
  ["requestParameters", 7_000],
  ["serviceEventDetails", 2_900],
  ["resources", 1_200],
  ["insightDetails", 2_900],
  ["responseElements", 2_000],
  ["additionalEventData", 1_500],
];

/** UTF-16 units of all parts together; the rest of a message is left to everything else. */
const MAX_ALL_CHARS = 9_000;

/** Kept for each part, however long those before it are. */
const MIN_CHARS = 500;

const MAX_LINES = 250;

/**
 * Resources one a line, `AWS::KMS::Key  arn:…`, with the account where it is another one.
 *
 * @returns Undefined if they are anything but a list of such; then their JSON says more.
 */
function resourceLines(value: unknown, account: string | undefined): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const lines: string[] = [];
  for (const resource of value.slice(0, MAX_RESOURCES)) {
    if (!isObject(resource)) return undefined;
    const { ARN, type, accountId, ...others } = resource;
    if (typeof ARN !== "string" || Object.keys(others).length > 0) return undefined;
    const owner =
      typeof accountId === "string" && accountId !== account && !ARN.includes(accountId)
        ? `  (account ${accountId})`
        : "";
    const line = `${typeof type === "string" ? `${type}  ` : ""}${ARN}${owner}`;
    lines.push(textStart(line, MAX_LINE));
  }
  const more = value.length - MAX_RESOURCES;
  return more > 0 ? [...lines, `… ${more} more`] : lines;
}

const MAX_RESOURCES = 10;
const MAX_LINE = 400;

function linesWithin(
  lines: readonly string[],
  { maxChars }: { readonly maxChars: number },
): { text: string; cut: boolean } {
  const text = lines.join("\n");
  const cut = text.length > maxChars || lines.at(-1)?.startsWith("… ") === true;
  return { text: text.length > maxChars ? `${textStart(text, maxChars - 2)} …` : text, cut };
}
