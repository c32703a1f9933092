import { compileRule, type RulePattern } from "../../src/core/compiler/compile-rule.ts";
import { packPatterns } from "../../src/core/compiler/pack.ts";
import { patternProblems } from "../../src/core/compiler/pattern-check.ts";
import { anchorsOf } from "../../src/core/condition/anchor.ts";
import { allows } from "../../src/core/condition/condition.ts";
import { toBusEntry } from "../../src/core/entry/bus-entry.ts";
import { type EventView, viewOfDetail } from "../../src/core/expression/event-view.ts";
import { ExpressionError, toPredicate } from "../../src/core/expression/expression.ts";
import { type ListedExpression, treeOf } from "../../src/core/list/rule-lists.ts";
import { type Matcher, patternMatcher } from "../../src/core/pattern/match.ts";
import { createRuleIndex } from "../../src/core/rule/index.ts";
import { rawRecord } from "./raw-record.ts";
import { BATCH_SELF, type RuleBatch, ruleBatches } from "./rule-batch.ts";

/** What a run came to. A pair is a rule and an event. */
export interface Tally {
  pairs: number;
  matches: number;
  faults: number;
  /** Pairs of a rule whose pattern is exact. */
  exact: number;
  batches: number;
  /** Batches whose packed patterns do not let every event through. */
  notPassAll: number;
  /** AWS rules that the batches were packed into. */
  packed: number;
}

/** The tally of nothing. */
export function emptyTally(): Tally {
  return { pairs: 0, matches: 0, faults: 0, exact: 0, batches: 0, notPassAll: 0, packed: 0 };
}

/** How a run is made. */
export interface Effort {
  /** Records in each batch: with more of them, a pair costs less. */
  readonly records?: number;
  /** Told how far the run is, after each batch. */
  readonly said?: (tally: Tally) => void;
}

/**
 * Tries the laws of the pattern compiler on batches of rules and events:
 *
 * - whenever a rule matches an event, or faults on it, its condition allows the event, its pattern
 *   lets it through, as does a packed pattern that names the rule, and the index finds the rule;
 * - an exact rule's pattern lets nothing else through, nor does a condition that left nothing out;
 * - no pattern has a shape that the service refuses, or of which its matcher loses events.
 *
 * @param pairs Pairs to try at least.
 * @throws {Error} On the first pair that breaks a law, with as few rules as break it.
 */
export function trySoundness(
  seed: number,
  pairs: number,
  { records = 20, said = () => {} }: Effort = {},
): Tally {
  const next = ruleBatches(seed, records);
  const tally = emptyTally();
  while (tally.pairs < pairs) {
    const batch = next();
    try {
      tryBatch(batch, tally);
    } catch (error) {
      throw new Error(`seed ${seed}: ${(smallest(batch) ?? (error as Error)).message}`, {
        cause: error,
      });
    }
    said(tally);
  }
  return tally;
}

interface Compiled {
  readonly rule: RulePattern;
  /** Judges on one of the days of {@linkcode TIMES}. */
  readonly judge: (view: EventView, at: number) => "match" | "no match" | "fault";
  readonly passes: Matcher;
}

/** The laws on one batch. */
export function tryBatch({ rules, records, lists = {} }: RuleBatch, tally: Tally): void {
  const all = rules.map((match, index) => compiled({ match, lists }, index));
  // A rule that needs every event would hide what is wrong with the others.
  const narrow = all.filter(({ rule }) => rule.class !== "always");
  const packed = packPatterns(
    narrow.map(({ rule }) => rule),
    { accessDenied: false, wildcardRules: 1_000 },
  );
  const packs = packed.map(({ pattern, ruleIds }) => {
    checked(pattern, ruleIds.join(" | "));
    return { ruleIds: new Set(ruleIds), passes: patternMatcher(pattern) };
  });
  const index = createRuleIndex(all.map(({ rule }) => anchorsOf(rule.condition)));
  tally.batches++;
  tally.packed += packed.length;
  if (!packed.some(({ pattern }) => pattern.detail === undefined)) tally.notPassAll++;
  for (const [at, record] of records.entries()) {
    const event = eventOf(record, at);
    const view = viewOfDetail(event.detail);
    const found = new Set(index(view));
    const through = packs.filter(({ passes }) => passes(event));
    for (const [position, { rule, judge, passes }] of all.entries()) {
      const verdict = judge(view, at);
      const allowed = allows(rule.condition, (key) => view.scalar(key));
      const passed = passes(event);
      tally.pairs++;
      if (rule.class === "exact") tally.exact++;
      if (verdict === "no match") {
        if (rule.class === "exact" && passed) fail(rule, "is not exact", record);
        if (rule.condition.dropped.length === 0 && allowed)
          fail(rule, "has no exact condition", record);
        continue;
      }
      tally[verdict === "match" ? "matches" : "faults"]++;
      if (!allowed) fail(rule, `has a condition that excludes a ${verdict}`, record);
      if (!passed) fail(rule, `has a pattern that keeps a ${verdict} out`, record);
      if (!found.has(position)) fail(rule, `is not found by the index for a ${verdict}`, record);
      const isNarrow = rule.class !== "always";
      if (isNarrow && !through.some(({ ruleIds }) => ruleIds.has(rule.id))) {
        fail(rule, `has no packed pattern that lets a ${verdict} through`, record);
      }
    }
  }
}

/** Before, between and behind the days on which something on a list expires. */
const TIMES = ["2025-12-01", "2026-01-15", "2026-03-01"].map((day) => Date.parse(day));

function compiled(listed: ListedExpression, index: number): Compiled {
  const id = `r${index}: ${listed.match}`;
  const rule = compileRule({ ...listed, id }, { self: BATCH_SELF });
  const predicates = TIMES.map((now) => toPredicate(treeOf(listed, BATCH_SELF, now)));
  if (rule.pattern !== undefined) checked(rule.pattern, rule.id);
  return {
    rule,
    passes: rule.pattern === undefined ? () => false : patternMatcher(rule.pattern),
    judge: (view, at) => {
      try {
        return predicates[at % predicates.length]?.(view) ? "match" : "no match";
      } catch (error) {
        if (error instanceof ExpressionError) return "fault";
        throw error;
      }
    },
  };
}

function checked(pattern: unknown, owner: string): void {
  const [problem] = patternProblems(pattern);
  if (problem !== undefined) {
    throw new Error(`${owner}: its pattern ${JSON.stringify(pattern)}: ${problem}`);
  }
}

/** As it comes from the bus: most with their record, some having lost it. */
function eventOf(record: Record<string, unknown>, at: number) {
  const entry = toBusEntry(
    rawRecord(record),
    { bucket: "logs", key: "k" },
    { includeRecord: at % 4 > 0, maxBytes: 1_000_000 },
  );
  return { source: entry.source, detail: JSON.parse(entry.detail) as Record<string, unknown> };
}

function fail({ id, class: kind, pattern }: RulePattern, what: string, record: unknown): never {
  throw new Error(
    `${id} (${kind}) ${what}: ${JSON.stringify(record)}; pattern ${JSON.stringify(pattern)}`,
  );
}

/** The error of as few of the rules and records as still give one. */
function smallest(batch: RuleBatch): Error | undefined {
  let { rules, records } = batch;
  let error = errorOf(batch);
  for (const rule of batch.rules) {
    const less = { ...batch, rules: rules.filter((it) => it !== rule), records };
    const found = errorOf(less);
    if (found !== undefined) [rules, error] = [less.rules, found];
  }
  for (const record of batch.records) {
    const less = { ...batch, rules, records: records.filter((it) => it !== record) };
    const found = errorOf(less);
    if (found !== undefined) [records, error] = [less.records, found];
  }
  return (
    error &&
    new Error(
      `${error.message}; all rules: ${JSON.stringify(rules)}; lists: ${JSON.stringify(batch.lists)}`,
    )
  );
}

function errorOf(batch: RuleBatch): Error | undefined {
  const tally = emptyTally();
  try {
    tryBatch(batch, tally);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
