import { isObject } from "../record/event-text.ts";
import { PatternError } from "./error.ts";
import { RESERVED_IN_OR } from "./key.ts";
import { compileValues, type ValueTest } from "./value.ts";

/** Conditions that must all hold, by path. */
export type Branch = ReadonlyMap<string, ValueTest>;

/**
 * Ways through the `$or`s of one pattern that the service accepts.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or
 */
export const MAX_BRANCHES = 1000;

/**
 * Resolves the `$or`s of an event pattern: the event must meet one branch. A path that is
 * given twice counts as given last, also when once outside and once inside `$or`: so does the
 * service.
 *
 * @throws {PatternError} If the service would refuse the pattern.
 */
export function branchesOf(pattern: unknown): readonly Branch[] {
  return addObject([new Map()], pattern, "", false);
}

type Fork = Map<string, ValueTest>;

function addObject(forks: readonly Fork[], object: unknown, prefix: string, inOr: boolean): Fork[] {
  const path = prefix.slice(0, -1);
  if (!isObject(object)) throw new PatternError(path, "it must be an object", object);
  const entries = Object.entries(object);
  if (entries.length === 0) throw new PatternError(path, "an object must not be empty", object);
  let grown = [...forks];
  for (const [key, value] of entries) {
    const place = prefix + key;
    if (key === "$or") grown = addOr(grown, value, prefix);
    else if (inOr && RESERVED_IN_OR.has(key)) {
      throw new PatternError(place, '"$or" must hold fields, not operators', key);
    } else if (Array.isArray(value)) {
      const test = compileValues(value, place);
      for (const fork of grown) fork.set(place, test);
    } else if (isObject(value)) grown = addObject(grown, value, `${place}.`, inOr);
    else throw new PatternError(place, "a field must be an array of values or an object", value);
  }
  return grown;
}

function addOr(forks: readonly Fork[], arms: unknown, prefix: string): Fork[] {
  const place = `${prefix}$or`;
  if (!Array.isArray(arms) || arms.length < 2) {
    throw new PatternError(place, '"$or" must be an array of two or more objects', arms);
  }
  if (forks.length * arms.length > MAX_BRANCHES) {
    const rule = `its "$or"s must make <= ${MAX_BRANCHES} combinations`;
    throw new PatternError(place, rule, forks.length * arms.length);
  }
  return arms.flatMap((arm) =>
    addObject(
      forks.map((fork) => new Map(fork)),
      arm,
      prefix,
      true,
    ),
  );
}
