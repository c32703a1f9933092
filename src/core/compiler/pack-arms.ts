import { MAX_PATTERN_CHARACTERS } from "../pattern/match.ts";
import { armOf, armText, type EventPattern, type PatternArm, toPattern } from "./arm.ts";
import { DEPLOYED_FRAME } from "./canary-arm.ts";
import { beside } from "./disjoint.ts";
import { inOrder, type OwnedArm } from "./owned-arm.ts";
import type { PatternValue } from "./text-operator.ts";

/** Arms for one pattern, of which no two clash, and whose events it lets through. */
export interface ArmPack {
  readonly arms: readonly PatternArm[];
  readonly owners: ReadonlySet<string>;
}

/**
 * Puts arms into few patterns that fit the limits. The same arms in any order give the same packs.
 */
export function packArms(owned: readonly OwnedArm[]): readonly ArmPack[] {
  const packs: Pack[] = [];
  for (const arm of inOrder(owned.flatMap(fitting))) {
    const isTaken = packs.some((pack) => pack.take(arm));
    if (!isTaken) packs.push(new Pack(arm));
  }
  return packs;
}

/**
 * Characters that a pattern's JSON may have: what an AWS rule takes, less what is added to every
 * pattern that is deployed, so that it selects records alone, and the canary that proves its rule.
 */
export const MAX_PACKED_CHARACTERS = MAX_PATTERN_CHARACTERS - DEPLOYED_FRAME;

/** Characters of a pattern's JSON. */
export function charactersOf(pattern: EventPattern): number {
  return JSON.stringify(pattern).length;
}

/**
 * Wildcards in one pattern. The service also refuses patterns it finds too complex, and does not
 * say when; few wildcards over one field stay far from that.
 */
const MAX_WILDCARDS = 5;

/** Arms that one arm may become so that it clashes with none of a pattern. */
const MAX_PIECES = 4;

/** Characters that an arm may add to a pattern besides its own: braces, a comma, `$or`. */
const ARM_FRAME = 24;

class Pack implements ArmPack {
  readonly arms: PatternArm[];
  readonly owners: Set<string>;
  readonly #isWild: boolean;
  /** Characters at most: writing the pattern out for every arm would take long. */
  #atMost: number;
  /** Once an arm did not fit, none is tried any more, so that arms that are alike stay together. */
  #isFull = false;

  constructor({ arm, owners }: OwnedArm) {
    this.arms = [arm];
    this.owners = new Set(owners);
    this.#isWild = arm.wildcards > 0;
    this.#atMost = charactersOf(toPattern([arm]));
  }

  /** Takes an arm in, where it fits and need not become too many arms. */
  take({ arm, owners }: OwnedArm): boolean {
    if (this.#isFull || this.#isWild !== arm.wildcards > 0) return false;
    const pieces = beside(arm, this.arms, MAX_PIECES);
    if (pieces === undefined) return false;
    const grown = [...this.arms, ...pieces];
    let atMost = this.#atMost;
    for (const piece of pieces) atMost += armText(piece).length + ARM_FRAME;
    if (atMost > MAX_PACKED_CHARACTERS) atMost = charactersOf(toPattern(grown));
    this.#isFull = atMost > MAX_PACKED_CHARACTERS || wildcardsOf(grown) > MAX_WILDCARDS;
    if (this.#isFull) return false;
    this.arms.push(...pieces);
    for (const owner of owners) this.owners.add(owner);
    this.#atMost = atMost;
    return true;
  }
}

/**
 * Splits an arm that alone does not fit into arms that do: half of its longest list of values
 * each. What has no such list loses its longest field, which lets more through.
 */
function fitting({ arm, owners }: OwnedArm): readonly OwnedArm[] {
  const fits =
    arm.wildcards <= MAX_WILDCARDS && charactersOf(toPattern([arm])) <= MAX_PACKED_CHARACTERS;
  if (fits) return [{ arm, owners }];
  const lists = [...arm.fields].sort(([, a], [, b]) => lengthOf(b) - lengthOf(a));
  const [key, values] = lists.find(([, list]) => list.length > 1) ?? lists[0] ?? [];
  if (key === undefined || values === undefined) return [{ arm, owners }];
  const half = values.length >> 1;
  const parts = half > 0 ? [values.slice(0, half), values.slice(half)] : [undefined];
  return parts.flatMap((part) => fitting({ arm: withField(arm, key, part), owners }));
}

function withField(
  arm: PatternArm,
  key: string,
  values: readonly PatternValue[] | undefined,
): PatternArm {
  const fields = new Map(arm.fields);
  if (values === undefined) fields.delete(key);
  else fields.set(key, values);
  return armOf(fields);
}

function wildcardsOf(arms: readonly PatternArm[]): number {
  return arms.reduce((sum, { wildcards }) => sum + wildcards, 0);
}

function lengthOf(values: readonly PatternValue[]): number {
  return JSON.stringify(values).length;
}
