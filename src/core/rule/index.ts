import type { Anchors } from "../condition/anchor.ts";
import type { EventView } from "../expression/event-view.ts";
import { KeyIndex } from "./key-index.ts";

/**
 * Finds the conditions an event may satisfy: their positions, ascending. A condition that is not
 * among them does not allow the event; one that is may not either.
 */
export interface RuleIndex {
  (view: EventView): readonly number[];
  /** Flat keys by which every event is looked up. */
  readonly keys: readonly string[];
}

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
  const all = conditions.map((_, position) => position);
  const find = (view: EventView): readonly number[] => {
    let found: number[] | undefined;
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at] as string;
      const value = view.single(key);
      if (value === undefined) continue;
      // Which of its values is meant is for each condition to ask. Of other keys that does not
      // matter here: whatever they are taken for, the event is at the same anchors.
      if (value === null) return all;
      found = (indexes[at] as KeyIndex).collect(value, found);
    }
    if (found === undefined) return always;
    for (const position of always) found.push(position);
    return found.length === 1 ? found : inOrder(found);
  };
  return Object.assign(find, { keys });
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
