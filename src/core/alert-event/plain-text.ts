import { textStart } from "../record/text-start.ts";

/**
 * Text for a place where nobody escapes it. EventBridge puts values into an input template as they
 * are, so a quote in one would end the text around it and let what follows pass for the template's
 * own: what JSON escapes, and `<` and `>`, which mark a template's variables, become characters
 * that look alike.
 *
 * @param max Characters at most.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-issues
 */
export function plainText(text: string, max: number): string {
  const plain = text
    .replace(SPACES, " ")
    .replace(UNPAIRED, "\ufffd")
    .replace(MARKS, (mark) => LOOK_ALIKES[mark] ?? " ")
    .trim();
  return plain.length <= max ? plain : `${textStart(plain, max - 1)}…`;
}

/** Control characters, line and paragraph ends, and what turns the direction of the text after it. */
const SPACES = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]+/gu;

const UNPAIRED = /\p{Cs}/gu;

const MARKS = /["\\<>]/g;

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '"': "'",
  "\\": "/",
  "<": "‹",
  ">": "›",
};
