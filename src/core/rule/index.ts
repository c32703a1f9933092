import type { Condition, Term } from "../condition/condition.ts";
import { isNotText, type ValueMember, type ValueSet } from "../condition/value-set.ts";
import type { EventView } from "../expression/event-view.ts";
import { isAffix, KeyIndex } from "./key-index.ts";

/**
 * Finds the conditions an event may satisfy: their positions, ascending. A condition that is not
 * among them does not allow the event; one that is may not either. The list is not to be kept:
 * the next call may use it again.
 */
export type RuleIndex = (view: EventView) => readonly number[];

/**
 * Makes the index of many conditions. Each term waits under one of its keys, so an event costs a
 * look-up for each key that any term waits under, however many conditions there are.
 */
export function createRuleIndex(conditions: readonly Condition[]): RuleIndex {
  const always: number[] = [];
  const byKey = new Map<string, KeyIndex>();
  for (const [position, { terms }] of conditions.entries()) {
    const anchors = terms.map(anchorOf);
    if (anchors.includes(undefined)) {
      always.push(position);
      continue;
    }
    for (const [key, set] of anchors as Anchor[]) {
      const index = byKey.get(key) ?? new KeyIndex();
      byKey.set(key, index);
      index.add(set, position);
    }
  }
  const keys = [...byKey.keys()];
  const indexes = [...byKey.values()];
  const found: number[] = [];
  const all = conditions.map((_, position) => position);
  return (view) => {
    if (view.collisions.size > 0) return all;
    found.length = 0;
    for (let at = 0; at < keys.length; at++) {
      const value = view.scalar(keys[at] as string);
      if (value !== undefined) (indexes[at] as KeyIndex).collect(value, found);
    }
    if (found.length === 0) return always;
    for (const position of always) found.push(position);
    return found.length === 1 ? found : inOrder(found);
  };
}

/** Ascending, each once: a condition may have several terms. */
function inOrder(found: number[]): readonly number[] {
  found.sort((a, b) => a - b);
  let kept = 1;
  for (let at = 1; at < found.length; at++) {
    if (found[at] !== found[at - 1]) found[kept++] = found[at] as number;
  }
  found.length = kept;
  return found;
}

type Anchor = readonly [key: string, set: ValueSet];

/** The key to wait under: one that must be there and tells most apart; undefined if there is none. */
function anchorOf(term: Term): Anchor | undefined {
  let best: Anchor | undefined;
  for (const anchor of term) {
    const [, set] = anchor;
    if (set.some(({ kind }) => kind === "absent")) continue;
    if (best === undefined || cost(anchor) < cost(best)) best = anchor;
  }
  return best;
}

/** What is looked up before what is tested one by one; then fields that many rules name. */
function cost([key, set]: Anchor): number {
  const place = TELLING_FIELDS.indexOf(key);
  const tested = Math.max(...set.map(costOf));
  return 10 * tested + (place < 0 ? TELLING_FIELDS.length : place);
}

function costOf(member: ValueMember): number {
  if (member.kind === "equals" || (member.kind === "present" && isNotText(member))) return 0;
  if (member.kind === "absent" || member.all.length === 0) return 3;
  return member.all.some(isAffix) ? 0 : 2;
}

const TELLING_FIELDS = ["eventName", "errorCode", "userIdentity.type", "eventSource"];
