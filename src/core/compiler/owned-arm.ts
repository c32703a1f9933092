import { armOf, armText, type PatternArm } from "./arm.ts";
import { containsArm, joined } from "./disjoint.ts";

/** An arm and whose it is: what it lets through is for these. */
export interface OwnedArm {
  readonly arm: PatternArm;
  readonly owners: readonly string[];
}

/** Arms without those that others contain, and with those as one that differ in one field. */
export function simplified(owned: readonly OwnedArm[]): readonly OwnedArm[] {
  if (owned.length < 2) return owned;
  let before = owned;
  for (;;) {
    const after = absorbed(merged(before));
    if (after.length === before.length) return after;
    before = after;
  }
}

function absorbed(owned: readonly OwnedArm[]): readonly OwnedArm[] {
  const kept: OwnedArm[] = [];
  for (const { arm, owners } of [...inOrder(owned)].sort(byFields)) {
    const at = kept.findIndex((other) => containsArm(other.arm, arm));
    const wider = kept[at];
    if (wider === undefined) kept.push({ arm, owners });
    else kept[at] = { arm: wider.arm, owners: union(wider.owners, owners) };
  }
  return kept;
}

/** `{a, b: x}` and `{a, b: y}` are `{a, b: x or y}`. */
function merged(owned: readonly OwnedArm[]): readonly OwnedArm[] {
  const keys = new Set(owned.flatMap(({ arm }) => [...arm.fields.keys()]));
  let arms = owned;
  for (const key of [...keys].sort()) {
    const groups = new Map<string, OwnedArm>();
    for (const one of arms) {
      const rest = new Map(one.arm.fields);
      rest.delete(key);
      const text = JSON.stringify([one.arm.fields.has(key), ...rest]);
      const same = groups.get(text);
      groups.set(text, same === undefined ? one : both(key, same, one));
    }
    arms = [...groups.values()];
  }
  return arms;
}

function both(key: string, a: OwnedArm, b: OwnedArm): OwnedArm {
  const fields = new Map(a.arm.fields);
  const values = [...(fields.get(key) ?? []), ...(b.arm.fields.get(key) ?? [])];
  const has = (exists: boolean): boolean => values.some((it) => Object(it).exists === exists);
  if (has(true) && has(false)) fields.delete(key);
  else if (fields.has(key)) fields.set(key, joined(has(true) ? [{ exists: true }] : values, []));
  return { arm: armOf(fields), owners: union(a.owners, b.owners) };
}

/** Arms that are alike stand together; those with wildcards, which should fill few patterns, last. */
export function inOrder(owned: readonly OwnedArm[]): readonly OwnedArm[] {
  return owned
    .map((one) => ({ one, text: sortText(one.arm) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ one }) => one);
}

function sortText(arm: PatternArm): string {
  const source = JSON.stringify(arm.fields.get("eventSource") ?? null);
  return `${arm.wildcards > 0 ? 1 : 0} ${source} ${armText(arm)}`;
}

/** Only an arm of fewer fields, or of as many and longer lists, can contain another. */
function byFields(a: OwnedArm, b: OwnedArm): number {
  return a.arm.fields.size - b.arm.fields.size || valuesOf(b.arm) - valuesOf(a.arm);
}

function valuesOf({ fields }: PatternArm): number {
  return [...fields.values()].reduce((sum, { length }) => sum + length, 0);
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}
