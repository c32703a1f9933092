import { MAX_BRANCHES } from "../pattern/branch.ts";
import { PatternError } from "../pattern/error.ts";
import { MAX_PATTERN_CHARACTERS, patternMatcher } from "../pattern/match.ts";
import { itemName } from "./item-name.ts";
import type { PackedPattern } from "./pack.ts";

/**
 * Says what is wrong with an event pattern, one sentence each: what the service refuses, what
 * CloudFormation cannot carry, and shapes of which AWS's own matcher loses events.
 *
 * @param pattern The pattern, parsed.
 */
export function patternProblems(pattern: unknown): readonly string[] {
  const problems: string[] = [];
  const characters = JSON.stringify(pattern)?.length ?? 0;
  if (characters > MAX_PATTERN_CHARACTERS) {
    problems.push(`it must be <= ${MAX_PATTERN_CHARACTERS} characters: it is ${characters}`);
  }
  const arms = armsOf(pattern, "", problems);
  if (arms.length > MAX_BRANCHES) {
    problems.push(`its "$or"s must make <= ${MAX_BRANCHES} combinations: they make more`);
  } else {
    problems.push(...clashes(arms));
  }
  if (problems.length === 0) problems.push(...refusals(pattern));
  return [...new Set(problems)];
}

/**
 * Says what is wrong with packed patterns, one sentence each that names the rules; anything found
 * is a defect of the compiler.
 */
export function checkPacked(
  packed: readonly Pick<PackedPattern, "pattern" | "ruleIds">[],
): readonly string[] {
  return packed.flatMap(({ pattern, ruleIds }) =>
    patternProblems(pattern).map(
      (problem) =>
        `Cannot use the event pattern of ${ruleIds.join(", ") || "the access-denied metrics"} as ${problem}`,
    ),
  );
}

/** One way through the `$or`s: path → what is listed there. */
type Arm = ReadonlyMap<string, readonly unknown[]>;

/** The ways through a pattern; no more than one beyond what the service takes. */
function armsOf(value: unknown, prefix: string, problems: string[]): readonly Arm[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    problems.push(`${nameOf(prefix)} must be an object: it is ${JSON.stringify(value)}`);
    return [];
  }
  const entries = Object.entries(value);
  if (entries.length === 0) problems.push(`${nameOf(prefix)} must not be empty: it is {}`);
  let arms: readonly Arm[] = [new Map()];
  for (const [key, inner] of entries) {
    const path = `${prefix}${key}`;
    const parts =
      key === "$or" && Array.isArray(inner)
        ? inner.flatMap((option) => armsOf(option, prefix, problems))
        : Array.isArray(inner)
          ? [listed(path, inner, problems)]
          : armsOf(inner, `${path}.`, problems);
    arms = product(arms, parts, problems).slice(0, MAX_BRANCHES + 1);
  }
  return arms;
}

function listed(path: string, list: readonly unknown[], problems: string[]): Arm {
  if (list.length === 0) problems.push(`"${path}" must list at least one value: it is []`);
  if (hasNull(list)) {
    problems.push(`"${path}" must not hold null, which CloudFormation cannot carry`);
  }
  const lost = lostText(list);
  if (lost !== undefined) {
    problems.push(
      `"${path}" must list numbers before text, as AWS's matcher may lose text otherwise: ${JSON.stringify(lost)} stands before a numeric`,
    );
  }
  return new Map([[path, list]]);
}

/** Both, and what a path listed twice hides: the service takes what stands last. */
function product(arms: readonly Arm[], parts: readonly Arm[], problems: string[]): readonly Arm[] {
  return arms.flatMap((arm) =>
    parts.map((part) => {
      for (const path of part.keys()) {
        if (!arm.has(path)) continue;
        problems.push(`"${path}" must stand once: of two lists, the service takes the last`);
      }
      return new Map([...arm, ...part]);
    }),
  );
}

function hasNull(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === null;
  return Object.values(value).some(hasNull);
}

/** Text that AWS's matcher loses about every second time: exact text, an upper bound, more text. */
function lostText(list: readonly unknown[]): string | undefined {
  const bound = list.findLastIndex(
    (item, at) => hasUpperBound(item) && list.slice(at).some(isTextTest),
  );
  return list.find((item, at): item is string => typeof item === "string" && at < bound);
}

function hasUpperBound(item: unknown): boolean {
  const { numeric } = Object(item);
  return Array.isArray(numeric) && numeric.some((part) => part === "<" || part === "<=");
}

function isTextTest(item: unknown): boolean {
  if (typeof item === "string") return true;
  return Object.keys(Object(item)).some((name) => name !== "numeric" && name !== "exists");
}

/** Arms of which the matcher may lose what they let through beyond an earlier one. */
function clashes(arms: readonly Arm[]): readonly string[] {
  const byPaths = new Map<string, NamedArm[]>();
  const problems: string[] = [];
  for (const arm of arms) {
    const names = new Map([...arm].map(([path, list]) => [path, new Set(list.map(itemName))]));
    const paths = JSON.stringify([...arm.keys()].sort());
    const group = byPaths.get(paths) ?? [];
    byPaths.set(paths, group);
    // One is enough to say: where all clash, the pairs would fill the memory.
    const earlier = group.find((other) => mayLose(other.names, names));
    if (earlier !== undefined) {
      problems.push(
        `two of its arms must not share a value on every field, as AWS's matcher may lose what only the later lets through: ${shown(earlier.arm)} and ${shown(arm)}`,
      );
    }
    group.push({ arm, names });
  }
  return problems;
}

/** Path → names of what is listed there. */
type Names = ReadonlyMap<string, ReadonlySet<string>>;

interface NamedArm {
  readonly arm: Arm;
  readonly names: Names;
}

/** @param later Of the same paths as the earlier. */
function mayLose(earlier: Names, later: Names): boolean {
  let isContained = true;
  for (const [path, names] of later) {
    const known = earlier.get(path);
    const shared = [...names].filter((name) => known?.has(name)).length;
    if (shared === 0) return false;
    if (shared < names.size) isContained = false;
  }
  return !isContained;
}

function shown(arm: Arm): string {
  const text = JSON.stringify(Object.fromEntries(arm));
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/** Characters of an arm that a message shows. */
const MAX_SHOWN = 300;

function refusals(pattern: unknown): readonly string[] {
  try {
    patternMatcher(pattern);
    return [];
  } catch (error) {
    if (error instanceof PatternError) return [error.message];
    throw error;
  }
}

function nameOf(prefix: string): string {
  return prefix === "" ? "it" : `"${prefix.slice(0, -1)}"`;
}
