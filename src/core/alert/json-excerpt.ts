/** The beginning of a JSON text, readable by people. */
export interface JsonExcerpt {
  readonly text: string;
  /** True when the value goes on after `text`. */
  readonly cut: boolean;
}

/**
 * Writes a value as indented JSON until it is too long.
 *
 * Containers that fit one short line stay on one; of a long string the beginning is shown. The work done is bounded by the limits, not by
 * the value: neither a string of a megabyte nor a nesting of 100,000 levels is walked.
 *
 * @param maxChars UTF-16 units of the text at most.
 * @param maxLines Lines of the text at most.
 */
export function jsonExcerpt(
  value: unknown,
  { maxChars, maxLines }: { readonly maxChars: number; readonly maxLines: number },
): JsonExcerpt {
  const page = new Page(maxChars, maxLines);
  write(page, value, "");
  return { text: page.text, cut: page.cut };
}

/** Width up to which a container stays on one line. */
const LINE_CHARS = 72;

const ELLIPSIS = " …";

class Page {
  text = "";
  /** Nothing more fits. */
  full = false;
  /** Something was left out: the end, or that of a long string. */
  cut = false;
  readonly #maxChars: number;
  #linesLeft: number;

  constructor(maxChars: number, maxLines: number) {
    this.#maxChars = maxChars - ELLIPSIS.length;
    this.#linesLeft = maxLines;
  }

  /** Adds text of one line; once the page is full, nothing more. */
  add(text: string): void {
    if (this.full) return;
    const room = this.#maxChars - this.text.length;
    if (text.length > room) this.#close(text.slice(0, room));
    else this.text += text;
  }

  newLine(indent: string): void {
    if (this.full) return;
    this.#linesLeft--;
    if (this.#linesLeft === 0) this.#close("");
    else this.add(`\n${indent}`);
  }

  #close(last: string): void {
    this.text = `${(this.text + last).replace(/[\uD800-\uDBFF]$/, "").trimEnd()}${ELLIPSIS}`;
    this.full = true;
    this.cut = true;
  }
}

function write(page: Page, value: unknown, indent: string): void {
  const line = oneLine(value, Math.max(0, LINE_CHARS - indent.length));
  if (line !== undefined) page.add(line);
  else if (typeof value === "object" && value !== null) writeContainer(page, value, indent);
  else if (typeof value === "string" && value.length > MAX_STRING) {
    page.add(scalar(`${value.slice(0, MAX_STRING)}${ELLIPSIS}`, MAX_SCALAR));
    page.cut = true;
  } else page.add(scalar(value, MAX_SCALAR));
}

/** Of a longer string only the beginning is shown, so that what follows it is seen too. */
const MAX_STRING = 600;

function writeContainer(page: Page, container: object, indent: string): void {
  const list = Array.isArray(container);
  const deeper = `${indent}  `;
  let separator = "";
  page.add(list ? "[" : "{");
  for (const key in container) {
    if (page.full) return;
    page.add(separator);
    page.newLine(deeper);
    if (!list) page.add(`${scalar(key, MAX_SCALAR)}: `);
    write(page, (container as Record<string, unknown>)[key], deeper);
    separator = ",";
  }
  page.newLine(indent);
  page.add(list ? "]" : "}");
}

/** A string longer than this is cut before it is escaped: no page is that long. */
const MAX_SCALAR = 4_000;

function scalar(value: unknown, room: number): string {
  const max = Math.min(room, MAX_SCALAR) + 1;
  return JSON.stringify(typeof value === "string" ? value.slice(0, max) : value) ?? "null";
}

/** The value on one line with spaces after commas and colons; undefined if that takes more than `room`. */
function oneLine(value: unknown, room: number): string | undefined {
  if (typeof value !== "object" || value === null) {
    const text = scalar(value, room);
    return text.length <= room ? text : undefined;
  }
  const list = Array.isArray(value);
  let text = list ? "[" : "{";
  let separator = "";
  for (const key in value) {
    if (text.length >= room) return undefined;
    text += `${separator}${list ? "" : `${scalar(key, room)}: `}`;
    const child = oneLine((value as Record<string, unknown>)[key], room - text.length);
    if (child === undefined) return undefined;
    text += child;
    separator = ", ";
  }
  text += list ? "]" : "}";
  return text.length <= room ? text : undefined;
}
