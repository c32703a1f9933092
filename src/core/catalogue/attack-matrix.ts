import { TACTICS, type Tactic, type Technique, techniqueOf } from "./attack-technique.ts";

/** ATT&CK's matrix, as far as rules are about it. */
export interface AttackMatrix<R> {
  /** Tactics that rules are about, in the matrix's order. */
  readonly tactics: readonly TacticRules<R>[];
  /** Rules that name no technique, in their order. */
  readonly others: readonly R[];
}

/** A tactic with the techniques that serve it and have rules. */
export interface TacticRules<R> extends Tactic {
  /** By id; ways of a technique after it. */
  readonly techniques: readonly TechniqueRules<R>[];
}

/** A technique with the rules that name it: those that name only one of its ways are at that. */
export interface TechniqueRules<R> extends Technique {
  /** In their order, at least one. */
  readonly rules: readonly R[];
}

/** What the matrix asks of a rule. */
export interface Tagged {
  readonly tags: readonly string[];
}

/** Which techniques rules are about, by tactic. A technique that serves several tactics is at each. */
export function attackMatrix<R extends Tagged>(rules: readonly R[]): AttackMatrix<R> {
  const found = new Map<string, { technique: Technique; rules: R[] }>();
  for (const rule of rules) {
    for (const technique of techniquesOf(rule)) {
      const entry = found.get(technique.id) ?? { technique, rules: [] };
      found.set(technique.id, { technique, rules: [...entry.rules, rule] });
    }
  }
  const techniques = [...found.values()]
    .map(({ technique, rules: its }) => ({ ...technique, rules: its }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    tactics: TACTICS.map((tactic) => ({
      ...tactic,
      techniques: techniques.filter(({ tactics }) => tactics.includes(tactic.name)),
    })).filter((tactic) => tactic.techniques.length > 0),
    others: rules.filter((rule) => techniquesOf(rule).length === 0),
  };
}

/** The techniques that a rule's tags name, each once. */
export function techniquesOf({ tags }: Tagged): readonly Technique[] {
  return [...new Set(tags)].flatMap((tag) => techniqueOf(tag) ?? []);
}
