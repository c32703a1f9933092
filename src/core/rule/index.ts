import type { Anchors } from "../condition/anchor.ts";
import type { EventView } from "../expression/event-view.ts";
import { KeyIndex } from "./key-index.ts";

/**
 * Finds the conditions an event may satisfy: their positions, ascending. A condition that is not
 * among them does not allow the event; one that is may not either. The list is not to be kept:
 * the next call may use it again.
 */
export type RuleIndex = (view: EventView) => readonly number[];

/**
 * Makes the index of many conditions from their anchors. An event costs a look-up for each key that
 * any anchor is at, however many conditions there are.
 */
export function createRuleIndex(conditions: readonly Anchors[]): RuleIndex {
  const always: number[] = [];
  const byKey = new Map<string, KeyIndex>();
  for (const [position, anchors] of conditions.entries()) {
    if (anchors === null) {
      always.push(position);
      continue;
    }
    for (const [key, set] of anchors) {
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
