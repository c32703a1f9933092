/**
 * The ARNs a record names in its `resources`, each once, in their order.
 *
 * @param resources The record's `resources`; anything but a list of objects with an `ARN` or
 * `arn` gives none.
 * @param maxBytes Bytes of all of them; the first that does not fit ends the list.
 */
export function resourceArns(resources: unknown, maxBytes = Number.POSITIVE_INFINITY): string[] {
  if (!Array.isArray(resources)) return [];
  const arns = new Set<string>();
  let bytes = 0;
  for (const resource of resources) {
    const arn = arnOf(resource);
    if (arn === undefined || arns.has(arn)) continue;
    bytes += Buffer.byteLength(arn);
    if (bytes > maxBytes) break;
    arns.add(arn);
  }
  return [...arns];
}

/** Those of some texts that are ARNs, each once, in their order. */
export function arnsAmong(texts: readonly string[]): string[] {
  const arns = texts.filter(isArn);
  return arns.length < 2 ? arns : [...new Set(arns)];
}

function arnOf(resource: unknown): string | undefined {
  if (resource === null || typeof resource !== "object") return undefined;
  const { ARN, arn } = resource as Record<string, unknown>;
  return [ARN, arn].find((value): value is string => typeof value === "string" && isArn(value));
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function isArn(text: string): boolean {
  if (text.length > MAX_ARN || !ARN_START.test(text)) return false;
  // The second answers for all text, at ten times the cost.
  return PRINTABLE.test(text) || !NEVER_IN_ARN.test(text);
}

const MAX_ARN = 2048;

const ARN_START = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(?:\d{12}|aws)?:./s;

const PRINTABLE = /^[ -~]*$/;

/** Characters that no entry may have in a resource. */
const NEVER_IN_ARN = /[\p{Cc}\p{Cs}\ufffe\uffff]/u;
