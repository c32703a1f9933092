/** What rules name of a record, as a tree of keys: list indices are left out, as any may be meant. */
export interface NamedLeaves {
  /** Whether a rule names this leaf, or what is around it. */
  readonly isNamed: boolean;
  readonly below: ReadonlyMap<string, NamedLeaves>;
}

/** Makes the tree of flat keys, e.g. `requestParameters.policyDocument`. */
export function namedLeaves(keys: Iterable<string>): NamedLeaves {
  const root: Branch = { isNamed: false, below: new Map() };
  for (const key of keys) {
    let branch = root;
    for (const segment of key.split(".")) {
      if (INDEX.test(segment)) continue;
      let next = branch.below.get(segment);
      if (next === undefined) {
        next = { isNamed: false, below: new Map() };
        branch.below.set(segment, next);
      }
      branch = next;
    }
    // The event as a whole names none of its leaves before the others.
    if (branch !== root) branch.isNamed = true;
  }
  return root;
}

/** What is named below a key, which may itself hold dots; undefined if nothing is. */
export function stepInto(from: NamedLeaves, key: string): NamedLeaves | undefined {
  if (!key.includes(".")) return from.below.get(key);
  let at: NamedLeaves | undefined = from;
  for (const segment of key.split(".")) {
    at = at?.below.get(segment);
    if (at?.isNamed) return at;
  }
  return at;
}

interface Branch extends NamedLeaves {
  isNamed: boolean;
  readonly below: Map<string, Branch>;
}

const INDEX = /^\d+$/;
