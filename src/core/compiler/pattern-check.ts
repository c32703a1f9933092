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
  if (JSON.stringify(list).includes("null") && hasNull(list)) {
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
    parts.slice(0, MAX_BRANCHES + 1).map((part) => {
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
  const last = list.findLastIndex(isText);
  const bound = list.findLastIndex(
    (item, at) =>
      at < last &&
      (Object(item).numeric ?? []).some?.((part: unknown) => part === "<" || part === "<="),
  );
  const first = list.findIndex((item) => typeof item === "string");
  return first >= 0 && first < bound ? (list[first] as string) : undefined;
}

function isText(item: unknown): boolean {
  if (typeof item === "string") return true;
  const [name = ""] = Object.keys(Object(item));
  return !["", "numeric", "exists"].includes(name);
}

/** Pairs of arms of which the matcher may lose what only the later lets through. */
function clashes(arms: readonly Arm[]): readonly string[] {
  const byPaths = new Map<string, [arm: Arm, texts: Map<string, Set<string>>][]>();
  const problems: string[] = [];
  for (const arm of arms) {
    const texts = new Map([...arm].map(([path, list]) => [path, new Set(list.map(itemName))]));
    const name = JSON.stringify([...arm.keys()].sort());
    const group = byPaths.get(name) ?? [];
    byPaths.set(name, group);
    for (const [earlier, known] of group) {
      if (mayLose(known, texts)) {
        problems.push(
          `two of its arms must not share a value on every field, as AWS's matcher may lose what only the later lets through: ${shown(earlier)} and ${shown(arm)}`,
        );
      }
    }
    group.push([arm, texts]);
  }
  return problems;
}

function mayLose(
  earlier: ReadonlyMap<string, ReadonlySet<string>>,
  later: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  const pairs = [...later].map(([path, texts]) => [texts, earlier.get(path) ?? new Set()] as const);
  const shareAll = pairs.every(([texts, known]) => [...texts].some((text) => known.has(text)));
  return shareAll && !pairs.every(([texts, known]) => [...texts].every((text) => known.has(text)));
}

function shown(arm: Arm): string {
  const text = JSON.stringify(Object.fromEntries(arm));
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

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
