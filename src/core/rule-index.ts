import type { Condition, Term } from "./condition.ts";
import type { EventView } from "./event-view.ts";
import type { Scalar } from "./flatten.ts";
import { hasValue, type ValueSet } from "./value-set.ts";

/**
 * Finds the conditions an event may satisfy: their positions, ascending. A condition that is not
 * among them does not allow the event; one that is may not either.
 */
export type RuleIndex = (view: EventView) => readonly number[];

/**
 * Makes the index of many conditions. Each term waits under one of its keys, so an event costs a
 * look-up for each key that any term waits under, however many conditions there are.
 */
export function createRuleIndex(conditions: readonly Condition[]): RuleIndex {
  const always: number[] = [];
  const entries = new Map<string, KeyEntry>();
  for (const [position, { terms }] of conditions.entries()) {
    const anchors = terms.map(anchorOf);
    if (anchors.includes(undefined)) {
      always.push(position);
      continue;
    }
    for (const [key, set] of anchors as Anchor[]) addAnchor(entries, key, set, position);
  }
  const keys = [...entries];
  // Marks what was found in this look-up already: a condition may have several terms.
  const seen = new Uint32Array(conditions.length);
  let lookup = 0;
  return (view) => {
    lookup = lookup === MAX_UINT32 ? 1 : lookup + 1;
    if (lookup === 1) seen.fill(0);
    const found = always.slice();
    const add = (position: number): void => {
      if (seen[position] === lookup) return;
      seen[position] = lookup;
      found.push(position);
    };
    for (const [key, { byValue, tested }] of keys) {
      const value = view.scalar(key);
      if (value === undefined) continue;
      for (const position of byValue.get(value) ?? NONE) add(position);
      for (const { set, position } of tested) if (hasValue(set, value)) add(position);
    }
    return found.length > 1 ? found.sort((a, b) => a - b) : found;
  };
}

interface KeyEntry {
  readonly byValue: Map<Scalar, number[]>;
  readonly tested: { readonly set: ValueSet; readonly position: number }[];
}

type Anchor = readonly [key: string, set: ValueSet];

const NONE: readonly number[] = [];
const MAX_UINT32 = 2 ** 32 - 1;

/** The key to wait under: one that must be there, best with few values; undefined if there is none. */
function anchorOf(term: Term): Anchor | undefined {
  let best: Anchor | undefined;
  for (const anchor of term) {
    const [, set] = anchor;
    if (set.some(({ kind }) => kind === "absent")) continue;
    if (best === undefined || cost(anchor) < cost(best)) best = anchor;
  }
  return best;
}

/** Values before tests; then fields that many rules name and that tell most apart. */
function cost([key, set]: Anchor): number {
  const tested = set.every(({ kind }) => kind === "equals") ? 0 : 10;
  const place = TELLING_FIELDS.indexOf(key);
  return tested + (place < 0 ? TELLING_FIELDS.length : place);
}

const TELLING_FIELDS = ["eventName", "errorCode", "userIdentity.type", "eventSource"];

function addAnchor(
  entries: Map<string, KeyEntry>,
  key: string,
  set: ValueSet,
  position: number,
): void {
  let entry = entries.get(key);
  if (entry === undefined) {
    entry = { byValue: new Map(), tested: [] };
    entries.set(key, entry);
  }
  const others = set.filter(({ kind }) => kind !== "equals");
  if (others.length > 0) entry.tested.push({ set: others, position });
  for (const member of set) {
    if (member.kind !== "equals") continue;
    const positions = entry.byValue.get(member.value);
    if (positions === undefined) entry.byValue.set(member.value, [position]);
    else positions.push(position);
  }
}
