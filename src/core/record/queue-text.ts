/**
 * Makes JSON text that SQS and SNS take: U+FFFE and U+FFFF, which they refuse, become the escapes
 * that mean the same. Other characters they refuse JSON escapes by itself.
 *
 * @param json JSON text. Such a character can only stand inside a string of it.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function queueText(json: string): string {
  if (!REFUSED.test(json)) return json;
  // A third of what `replaceAll` takes of a text that is full of them.
  return json.split("\ufffe").join("\\ufffe").split("\uffff").join("\\uffff");
}

/** Plain text that they take: what they refuse of it becomes U+FFFD. */
export function plainQueueText(text: string): string {
  return text.replace(REFUSED_IN_TEXT, "\ufffd");
}

const REFUSED = /[\ufffe\uffff]/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const REFUSED_IN_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\p{Cs}\ufffe\uffff]/gu;
