import { PythonError } from "./syntax/error.ts";
import { asNumber, classOf, PythonDict, PythonSequence, type PythonValue } from "./value.ts";

/** `value[key]`. */
export function elementAt(value: PythonValue, key: PythonValue): PythonValue {
  if (value instanceof PythonDict) {
    const found = value.get(key);
    if (found === undefined)
      throw new PythonError("KeyError", typeof key === "string" ? key : classOf(key));
    return found;
  }
  const items = itemsOf(value);
  const at = asNumber(key);
  if (typeof at !== "bigint")
    throw new PythonError("TypeError", `indices must be integers, not ${classOf(key)}`);
  const found = items.at(Number(at));
  if (found === undefined) throw new PythonError("IndexError", "index out of range");
  return found;
}

function itemsOf(value: PythonValue): readonly PythonValue[] {
  if (typeof value === "string") return [...value];
  if (value instanceof PythonSequence && value.kind !== "view") return value.items;
  throw new PythonError("TypeError", `'${classOf(value)}' object is not subscriptable`);
}

/** `value[from:to:by]`; None for what is left out. */
export function sliceAt(value: PythonValue, bounds: readonly PythonValue[]): PythonValue {
  const given = bounds.map((bound) => {
    if (bound === null) return null;
    const number = asNumber(bound);
    if (typeof number === "bigint") return Number(number);
    throw new PythonError("TypeError", "slice indices must be integers or None");
  });
  if (value instanceof PythonDict) throw new PythonError("TypeError", "unhashable type: 'slice'");
  const items = itemsOf(value);
  const taken = sliceOf(items, given);
  return typeof value === "string"
    ? taken.join("")
    : new PythonSequence((value as PythonSequence).kind, taken);
}

function sliceOf(
  items: readonly PythonValue[],
  [from = null, to = null, by = null]: (number | null)[],
): PythonValue[] {
  const step = by ?? 1;
  if (step === 0) throw new PythonError("ValueError", "slice step cannot be zero");
  const [least, most] = step < 0 ? [-1, items.length - 1] : [0, items.length];
  const bound = (at: number | null, open: number) =>
    at === null ? open : Math.min(most, Math.max(least, at < 0 ? at + items.length : at));
  const [start, stop] = [bound(from, step < 0 ? most : least), bound(to, step < 0 ? least : most)];
  const taken: PythonValue[] = [];
  for (let at = start; step < 0 ? at > stop : at < stop; at += step)
    taken.push(items[at] as PythonValue);
  return taken;
}
