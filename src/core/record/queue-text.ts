/**
 * Makes JSON text that SQS and SNS take: U+FFFE and U+FFFF, which they refuse, become the escapes
 * that mean the same. Other characters they refuse JSON escapes by itself.
 *
 * @param json JSON text. Such a character can only stand inside a string of it.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function queueText(json: string): string {
  if (!REFUSED.test(json)) return json;
  return json.replaceAll("\ufffe", "\\ufffe").replaceAll("\uffff", "\\uffff");
}

const REFUSED = /[\ufffe\uffff]/;
