import { branchesOf } from "./branch.ts";
import { elementsMeet } from "./element-search.ts";
import { PatternError } from "./error.ts";
import { compileField, type FieldReader, type FieldValue } from "./event-field.ts";
import type { ValueTest } from "./value.ts";

/** A bus event as rules see it: `source`, `detail-type`, `account`, …, `detail`, parsed. */
export type PatternEvent = Readonly<Record<string, unknown>>;

/** A compiled event pattern: does this event match it? Never throws. */
export type Matcher = (event: PatternEvent) => boolean;

/**
 * Characters of a pattern's JSON that one rule accepts.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
export const MAX_PATTERN_CHARACTERS = 2048;

/**
 * Compiles an EventBridge event pattern, with the semantics of AWS's own matcher: see
 * FieldReader for dotted keys, ValueTest for the operators. Fields that lie in one array must be
 * met by one element of it.
 *
 * @param pattern The pattern, parsed.
 * @throws {PatternError} If the service would refuse the pattern, also for its size.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 *
 * @example
 * ```ts
 * const matches = patternMatcher({ detail: { "userIdentity.type": [{ "anything-but": "Root" }] } });
 * matches({ detail: { "userIdentity.type": "IAMUser" } }); // true
 * ```
 */
export function patternMatcher(pattern: unknown): Matcher {
  const characters = JSON.stringify(pattern)?.length ?? 0;
  if (characters > MAX_PATTERN_CHARACTERS) {
    const rule = `its JSON must be <= ${MAX_PATTERN_CHARACTERS} characters (split it over several rules)`;
    throw new PatternError("", rule, characters);
  }
  const readers: FieldReader[] = [];
  const slots = new Map<string, number>();
  const branches = branchesOf(pattern).map((branch) =>
    [...branch].sort(byPath).map(([path, test]) => ({ slot: slotOf(path, slots, readers), test })),
  );
  return (event) => {
    const values: (readonly FieldValue[])[] = [];
    const read: Read = (slot) => {
      values[slot] ??= readers[slot]?.(event) ?? [];
      return values[slot];
    };
    return branches.some((branch) => couldHold(branch, read) && holds(branch, read));
  };
}

interface Condition {
  readonly slot: number;
  readonly test: ValueTest;
}

type Read = (slot: number) => readonly FieldValue[];

/** AWS's matcher visits fields by name, which shows where arrays meet `{"exists": false}`. */
function byPath([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** Branches of one pattern share the readers of their fields. */
function slotOf(path: string, slots: Map<string, number>, readers: FieldReader[]): number {
  const known = slots.get(path);
  if (known !== undefined) return known;
  slots.set(path, readers.length);
  return readers.push(compileField(path)) - 1;
}

/** Each condition alone, without regard to arrays: the cheap test that most events fail. */
function couldHold(branch: readonly Condition[], read: Read): boolean {
  return branch.every(
    ({ slot, test }) => test.absent || read(slot).some(({ leaf }) => test.matches(leaf)),
  );
}

function holds(branch: readonly Condition[], read: Read): boolean {
  const asked = branch.map(({ slot, test }) => ({ test, values: read(slot) }));
  const hasArrays = asked.some(({ values }) =>
    values.some(({ membership }) => membership !== undefined),
  );
  if (hasArrays) return elementsMeet(asked);
  return asked.every(
    ({ test, values }) =>
      (test.absent && values.length === 0) || values.some(({ leaf }) => test.matches(leaf)),
  );
}
