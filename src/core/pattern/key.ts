import { POINTER_KEY, RECORD_KEY } from "../../contract.ts";

/**
 * Whether an event pattern can name a flat key so that it means that key alone.
 *
 * Not so: a key with an empty segment, which the service never matches; `record`, `trailbridge`
 * and below, where `detail` has parts of our own; `$or` and the words that the service takes for
 * operators inside `$or`; and text that UTF-8 cannot carry.
 *
 * @see https://github.com/aws/event-ruler (Constants.RESERVED_FIELD_NAMES_IN_OR_RELATIONSHIP)
 */
export function isPatternKey(key: string): boolean {
  const segments = key.split(".");
  const [first] = segments;
  return (
    !segments.includes("") &&
    first !== RECORD_KEY &&
    first !== POINTER_KEY &&
    key !== "$or" &&
    !RESERVED_IN_OR.has(key) &&
    key.length <= MAX_KEY_LENGTH &&
    isWellFormed(key)
  );
}

/** Whether a text has no half of a surrogate pair alone. */
export function isWellFormed(text: string): boolean {
  return !/[\ud800-\udfff]/u.test(text);
}

/** Characters of a key worth a place in a pattern. */
const MAX_KEY_LENGTH = 500;

/**
 * Words that no field inside `$or` may have as its name.
 *
 * @see https://github.com/aws/event-ruler (Constants.RESERVED_FIELD_NAMES_IN_OR_RELATIONSHIP)
 */
export const RESERVED_IN_OR: ReadonlySet<string> = new Set(
  (
    "exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr html = < <= > >= " +
    "regex not-wildcard not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before " +
    "in-date-range ip-address-in-range ip-address-not-in-range"
  ).split(" "),
);
