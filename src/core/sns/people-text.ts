import { textStart } from "../record/text-start.ts";

/** What people are told by e-mail. Texts may be of any length and hold anything. */
export interface PeopleText {
  /** `HIGH: Console login without MFA in production`. */
  readonly title: string;
  /** Of a summary: facts about all events, before those of the first. */
  readonly summary?: PeopleText["facts"];
  /** Labelled facts; those without a value are left out. */
  readonly facts: readonly (readonly [label: string, value: string | undefined])[];
  /** Headed paragraphs; those without a text are left out. */
  readonly paragraphs?: readonly (readonly [heading: string, text: string | undefined])[];
  /** Address to look at, whole on a line of its own. */
  readonly link?: string | undefined;
  /** Command that has the like of it ignored, whole on a line of its own. */
  readonly command?: string | undefined;
}

/**
 * Plain text for e-mail: facts under each other, lines of at most 78 characters, as mail programs
 * keep them. An address alone may be longer, for it would not be one if it were broken.
 */
export function emailText({
  title,
  summary = [],
  facts,
  paragraphs = [],
  link,
  command,
}: PeopleText): string {
  const all = rows(summary);
  const one = rows(facts);
  const isBoth = all.length > 0 && one.length > 0;
  const texts = paragraphs.flatMap(([heading, text]) =>
    text === undefined || text.trim() === ""
      ? []
      : [
          "",
          heading,
          ...wrapped(textStart(legible(text), MAX_PARAGRAPH), LINE - INDENT.length).map(
            (it) => INDENT + it,
          ),
        ],
  );
  return [
    ...wrapped(textStart(legible(title), MAX_VALUE), LINE),
    "",
    ...all,
    ...(isBoth ? ["", "The first of them:", ""] : []),
    ...one,
    ...texts,
    ...(link === undefined ? [] : ["", "Look at it in CloudTrail:", link]),
    ...(command === undefined ? [] : ["", "Write an ignore rule for it:", command]),
    "",
  ].join("\n");
}

/**
 * A short message: ASCII, for a single character beyond its alphabet halves what one has room for.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html
 * @param parts The first two are kept if need be cut, of the others those that have room.
 */
export function smsText(parts: readonly (string | undefined)[]): string {
  let text = "";
  for (const part of parts) {
    if (part === undefined) continue;
    const plain = ascii(part);
    const room = MAX_SMS - text.length;
    if (plain.length <= room) text += plain;
    else if (text === "") text = `${plain.slice(0, room - 3)}...`;
  }
  return text;
}

/** One line of ASCII, `?` for anything else. */
export function ascii(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[^\x20-\x7E]+/g, "?");
}

const LINE = 78;
const INDENT = "  ";
const MAX_SMS = 140;
const MAX_VALUE = 1_200;
const MAX_PARAGRAPH = 1_500;

/** Columns of a label. */
const LABEL = 13;

function rows(facts: PeopleText["facts"]): string[] {
  return facts.flatMap(([label, value]) =>
    value === undefined || value === "" ? [] : row(label, textStart(legible(value), MAX_VALUE)),
  );
}

function row(label: string, value: string): string[] {
  return wrapped(value, LINE - LABEL).map(
    (line, index) => (index === 0 ? label.padEnd(LABEL) : " ".repeat(LABEL)) + line,
  );
}

/** Lines of so many characters at most, broken at spaces, in a word only if it must be. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(/\s+/).filter(Boolean)) {
      const joined = line === "" ? word : `${line} ${word}`;
      if (joined.length <= width) {
        line = joined;
        continue;
      }
      if (line !== "") lines.push(line);
      let rest = word;
      while (rest.length > width) {
        const start = textStart(rest, width);
        lines.push(start);
        rest = rest.slice(start.length);
      }
      line = rest;
    }
    if (line !== "") lines.push(line);
  }
  return lines;
}

/** Characters that would deceive the reader, or that no mail carries, as escapes. */
function legible(text: string): string {
  return text.replace(/[\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]|(?![\t\n])[\p{Cc}\p{Cf}]/gu, (character) =>
    character === "\r" ? "" : `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}
