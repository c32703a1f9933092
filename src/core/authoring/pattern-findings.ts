import { MAX_WILDCARD_RULES, WildcardBudgetError } from "../compiler/pack.ts";
import {
  type GroupOptions,
  MAX_BUS_RULES,
  type PackedRuleSet,
  packRuleSet,
} from "../compiler/pack-groups.ts";
import { MAX_PATTERN_CHARACTERS } from "../pattern/match.ts";
import type { Rule } from "../rule/rule.ts";
import type { AnyFile } from "../rule-file/rule-file.ts";
import { finding, type RuleFinding } from "./finding.ts";

/** What rules use up of what EventBridge gives a bus. */
export interface Budgets {
  readonly busRules: BusShare;
  /** Patterns with a wildcard. */
  readonly wildcards: BusShare;
  /** Characters of the longest pattern. */
  readonly characters: BusShare;
}

/** Something of which there is no more than so much. */
export interface BusShare {
  readonly used: number;
  readonly limit: number;
}

/** What patterns are made with. */
export interface PatternContext {
  /** Every rule that judges. */
  readonly rules: readonly Rule[];
  /** What `$self` stands for. */
  readonly self: readonly string[];
  /** Whether denied events are counted. */
  readonly accessDenied: boolean;
  /** Those by which alerts go. @default none */
  readonly routes?: GroupOptions["routes"];
  /** Where findings about all rules together are put. */
  readonly place: string;
}

/**
 * Compiles and packs rules, and finds what they need too much of.
 *
 * @param files Of the rules, as far as they have one.
 * @returns Budgets are undefined where the rules cannot be packed.
 */
export function patternFindings(
  files: readonly AnyFile[],
  { rules, self, accessDenied, routes = [], place }: PatternContext,
): { readonly findings: readonly RuleFinding[]; readonly budgets: Budgets | undefined } {
  const whole = { path: place };
  let packed: PackedRuleSet;
  try {
    packed = packRuleSet(rules, { self, accessDenied, routes });
  } catch (error) {
    const isBudget = error instanceof WildcardBudgetError;
    if (!(isBudget || (error instanceof Error && error.message.startsWith("Cannot ")))) throw error;
    return { findings: [finding("cannot-pack", whole, [], error.message)], budgets: undefined };
  }
  const always = new Set(
    packed.rules.filter((rule) => rule.class === "always").map(({ id }) => id),
  );
  const budgets: Budgets = {
    busRules: { used: packed.packed.length, limit: MAX_BUS_RULES },
    wildcards: {
      used: packed.packed.filter(({ wildcard }) => wildcard).length,
      limit: MAX_WILDCARD_RULES,
    },
    characters: {
      used: Math.max(0, ...packed.packed.map(({ characters }) => characters)),
      limit: MAX_PATTERN_CHARACTERS,
    },
  };
  const findings = [
    ...packed.problems.map((problem) => finding("cannot-pack", whole, [], problem)),
    ...files
      .filter(({ rule }) => !("reason" in rule) && always.has(rule.id))
      .map((file) => {
        const message =
          "Lets every event through to the notifier, each paid for twice, as nothing it asks can be said in a pattern: ask for an eventName or an eventSource as well";
        return finding("every-event", file, ["match"], message);
      }),
    ...NEARLY.flatMap(([key, what]) => {
      const { used, limit } = budgets[key];
      if (used <= limit * NEAR) return [];
      const message = `${used} of ${limit} ${what} are used up: some more rules, and they cannot be deployed`;
      return [finding("near-limit", whole, [], message)];
    }),
  ];
  return { findings, budgets };
}

/** Share of a budget from which it is said. A pattern is as long as it may be, so its length is none. */
const NEAR = 0.8;

const NEARLY = [
  ["busRules", "AWS rules of a bus"],
  ["wildcards", "patterns with a wildcard"],
] as const;
