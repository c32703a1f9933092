import fc from "fast-check";
import * as assert from "uvu/assert";
import { compileRule } from "../../src/core/compiler/compile-rule.ts";
import { packPatterns } from "../../src/core/compiler/pack.ts";
import { allows } from "../../src/core/condition/condition.ts";
import { conditionOf } from "../../src/core/condition/expression-condition.ts";
import { toBusEntry } from "../../src/core/entry/bus-entry.ts";
import { type EventView, viewOfDetail } from "../../src/core/expression/event-view.ts";
import { ExpressionError, toPredicate } from "../../src/core/expression/expression.ts";
import { parseExpression } from "../../src/core/expression/parse.ts";
import { toTree } from "../../src/core/expression/tree.ts";
import { patternMatcher } from "../../src/core/pattern/match.ts";
import { expression } from "./expression-arbitrary.ts";
import { rawRecord } from "./raw-record.ts";
import { record } from "./record-arbitrary.ts";

/** Rules, and as many events, that one run pairs with each other. */
export const RULES_PER_RUN = 16;

/** What a run came to. */
export interface Tally {
  pairs: number;
  matches: number;
  /** Pairs whose rule has an exact pattern. */
  exact: number;
  faults: number;
}

const SELF = ["GetObject", "trailbridge-notifier"];

/**
 * The law of the pattern compiler, some rules and events at a time. Whenever a rule matches an
 * event, its pattern does, as does one of the packed patterns; a pattern called exact matches
 * nothing else but what the rule faults on; and the condition of the index allows whatever the
 * rule matches or faults on.
 */
export function soundness(
  tally: Tally,
): fc.IProperty<[string[], [Record<string, unknown>, boolean][]]> {
  const size = { minLength: RULES_PER_RUN, maxLength: RULES_PER_RUN };
  const rules = fc.array(expression, size);
  const events = fc.array(fc.tuple(record, fc.boolean()), size);
  return fc.property(rules, events, (expressions, records) => {
    const compiled = expressions.map(compileAll);
    const packed = packPatterns(
      compiled.map(({ rule }) => rule),
      { accessDenied: false, wildcardRules: 1_000 },
    ).map(({ pattern, ruleIds }) => ({ matches: patternMatcher(pattern), ruleIds }));
    for (const [value, includeRecord] of records) {
      const event = eventOf(value, includeRecord);
      const view = viewOfDetail(event.detail);
      for (const { rule, predicate, matches, covering } of compiled) {
        const verdict = judge(predicate, view);
        const passes = matches(event);
        tally.pairs++;
        if (verdict === "match") {
          tally.matches++;
          if (!passes) fail(`its pattern does not pass what ${rule.id} matches`, event);
          const pack = packed.filter(({ ruleIds }) => ruleIds.includes(rule.id));
          if (!pack.some((it) => it.matches(event))) {
            fail(`no packed pattern passes what ${rule.id} matches`, event);
          }
        }
        if (verdict === "fault") tally.faults++;
        if (rule.class === "exact") {
          tally.exact++;
          if (passes && verdict === "no match") fail(`${rule.id} is not exact`, event);
        }
        if (verdict !== "no match" && !allows(covering, (key) => view.scalar(key))) {
          fail(`the index would skip ${rule.id}, which gives a ${verdict}`, event);
        }
      }
    }
  });
}

function compileAll(match: string) {
  const rule = compileRule({ id: match, match }, { self: SELF });
  const tree = toTree(parseExpression(match).root, SELF);
  return {
    rule,
    predicate: toPredicate(tree),
    matches: rule.pattern === undefined ? () => false : patternMatcher(rule.pattern),
    covering: conditionOf(tree),
  };
}

function eventOf(value: Record<string, unknown>, includeRecord: boolean) {
  const entry = toBusEntry(
    rawRecord(value),
    { bucket: "logs", key: "k" },
    { includeRecord, maxBytes: 1_000_000 },
  );
  return { source: entry.source, detail: JSON.parse(entry.detail) as Record<string, unknown> };
}

function judge(
  predicate: (view: EventView) => boolean,
  view: EventView,
): "match" | "no match" | "fault" {
  try {
    return predicate(view) ? "match" : "no match";
  } catch (error) {
    assert.instance(error, ExpressionError);
    return "fault";
  }
}

function fail(message: string, { detail }: { readonly detail: unknown }): never {
  throw new Error(`${message}: ${JSON.stringify(detail)}`);
}
