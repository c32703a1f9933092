import { textStart } from "../record/text-start.ts";
import { jsonInText } from "./json-in-text.ts";

/** The beginning of a JSON text, readable by people. */
export interface JsonExcerpt {
  readonly text: string;
  /** True when the value has more than `text` shows. */
  readonly cut: boolean;
}

/**
 * Writes a value as indented JSON, whole if there is room. Else lists and strings are shortened
 * step by step, so that what follows a long one is seen too, and at last the end is left out.
 *
 * Containers that fit one short line stay on one; a string that holds a JSON object or list, as
 * policies are carried, is shown as that. What is walked is bounded by the limits, not by the
 * value: neither a string of a megabyte nor a nesting of 100,000 levels is.
 *
 * @param maxChars UTF-16 units of the text at most.
 * @param maxLines Lines of the text at most.
 */
export function jsonExcerpt(
  value: unknown,
  { maxChars, maxLines }: { readonly maxChars: number; readonly maxLines: number },
): JsonExcerpt {
  const unfold = unfolder();
  const drawn = (limits: Limits): Page => {
    const page = new Page(maxChars, maxLines, limits, unfold);
    write(page, value, "");
    return page;
  };
  let page = drawn(WHOLE);
  for (const limits of SHORTER) {
    if (!page.full) break;
    page = drawn(limits);
  }
  return { text: page.text, cut: page.cut };
}

/** How much of lists and strings is shown. */
interface Limits {
  readonly items: number;
  readonly chars: number;
  /** Up to which a container stays on one line; indentation counts. */
  readonly width: number;
}

/** Without a loss but for what is out of all measure. */
const WHOLE: Limits = { items: 10_000, chars: 4_000, width: 72 };

/** Tried in order, until the value's end is seen. */
const SHORTER: readonly Limits[] = [
  { items: 10_000, chars: 4_000, width: 150 },
  { items: 200, chars: 2_500, width: 150 },
  { items: 50, chars: 1_200, width: 150 },
  { items: 20, chars: 600, width: 150 },
  { items: 8, chars: 400, width: 150 },
  { items: 4, chars: 200, width: 150 },
];

const ELLIPSIS = " …";

type Unfold = (text: string) => object | undefined;

/** Reads each text at most once, however many times it is asked about, and only so many bytes. */
function unfolder(): Unfold {
  const known = new Map<string, object | undefined>();
  let room = MAX_UNFOLDED;
  return (text) => {
    if (known.has(text)) return known.get(text);
    room -= text.length;
    const value = room < 0 ? undefined : jsonInText(text);
    known.set(text, value);
    return value;
  };
}

/** UTF-16 units of strings looked into for JSON, of one value. */
const MAX_UNFOLDED = 262_144;

class Page {
  text = "";
  /** Nothing more fits. */
  full = false;
  /** Something was left out: the end, that of a long string, or of a long list. */
  cut = false;
  readonly limits: Limits;
  readonly unfold: Unfold;
  /** UTF-16 units of the text at most, the ellipsis left out. */
  readonly maxChars: number;
  #linesLeft: number;

  constructor(maxChars: number, maxLines: number, limits: Limits, unfold: Unfold) {
    this.maxChars = maxChars - ELLIPSIS.length;
    this.#linesLeft = maxLines;
    this.limits = limits;
    this.unfold = unfold;
  }

  /** Adds text of one line; once the page is full, nothing more. */
  add(text: string): void {
    if (this.full) return;
    const room = this.maxChars - this.text.length;
    if (text.length > room) this.#close(textStart(text, room));
    else this.text += text;
  }

  newLine(indent: string): void {
    if (this.full) return;
    this.#linesLeft--;
    if (this.#linesLeft === 0) this.#close("");
    else this.add(`\n${indent}`);
  }

  #close(last: string): void {
    this.text = `${(this.text + last).trimEnd()}${ELLIPSIS}`;
    this.full = true;
    this.cut = true;
  }
}

/** @param inText Whether the value came out of a string: what it holds is undone no further. */
function write(page: Page, value: unknown, indent: string, inText = false): void {
  const held = typeof value === "string" && !inText ? page.unfold(value) : undefined;
  const line = oneLine(page, value, Math.max(0, page.limits.width - indent.length), inText);
  if (line !== undefined) page.add(line);
  else if (held !== undefined) writeContainer(page, held, indent, true);
  else if (typeof value === "object" && value !== null) writeContainer(page, value, indent, inText);
  else if (typeof value === "string" && value.length > page.limits.chars) {
    page.add(scalar(`${textStart(value, page.limits.chars)}${ELLIPSIS}`, page.maxChars));
    page.cut = true;
  } else page.add(scalar(value, page.maxChars));
}

function writeContainer(page: Page, container: object, indent: string, inText: boolean): void {
  const list = Array.isArray(container);
  const deeper = `${indent}  `;
  let separator = "";
  let left = page.limits.items;
  page.add(list ? "[" : "{");
  for (const key in container) {
    if (page.full) return;
    page.add(separator);
    page.newLine(deeper);
    if (list && left-- === 0) {
      page.add(`… ${container.length - page.limits.items} more`);
      page.cut = true;
      break;
    }
    if (!list) page.add(`${scalar(key, page.maxChars)}: `);
    write(page, (container as Record<string, unknown>)[key], deeper, inText);
    separator = ",";
  }
  page.newLine(indent);
  page.add(list ? "]" : "}");
}

/** A scalar's JSON; of a string that has no room as much as shows that it has none. */
function scalar(value: unknown, room: number): string {
  return JSON.stringify(typeof value === "string" ? textStart(value, room) : value);
}

/** The value on one line with spaces after commas and colons; undefined if that takes more than `room`. */
function oneLine(page: Page, value: unknown, room: number, inText: boolean): string | undefined {
  if (typeof value !== "object" || value === null) {
    const held = typeof value === "string" && !inText ? page.unfold(value) : undefined;
    if (held !== undefined) return oneLine(page, held, room, true);
    const text = scalar(value, room);
    return text.length <= room ? text : undefined;
  }
  const list = Array.isArray(value);
  let text = list ? "[" : "{";
  let separator = "";
  for (const key in value) {
    if (text.length >= room) return undefined;
    text += `${separator}${list ? "" : `${scalar(key, room)}: `}`;
    const child = oneLine(
      page,
      (value as Record<string, unknown>)[key],
      room - text.length,
      inText,
    );
    if (child === undefined) return undefined;
    text += child;
    separator = ", ";
  }
  text += list ? "]" : "}";
  return text.length <= room ? text : undefined;
}
