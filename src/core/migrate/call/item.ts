import { elementAt, sliceAt } from "../../python/subscript.ts";
import { PythonUnsupported } from "../../python/syntax/error.ts";
import { PythonDict, type PythonValue } from "../../python/value.ts";
import { amongValues, and, not, test } from "../symbol/condition.ts";
import { evaluated } from "../symbol/evaluated.ts";
import {
  always,
  constant,
  hasKind,
  itemsOf,
  type Outcomes,
  type Symbolic,
  textFrom,
} from "../symbol/symbol.ts";

/** `value[key]` of what is not the event. */
export function itemAt(value: Symbolic, key: Symbolic): Outcomes {
  if (value.is === "constant" && key.is === "constant")
    return evaluated(() => elementAt(value.value, key.value));
  if (value.is === "constant" && value.value instanceof PythonDict)
    return inDict(value.value, key, []);
  const at =
    key.is === "constant" && typeof key.value === "boolean"
      ? BigInt(key.value)
      : key.is === "constant"
        ? key.value
        : undefined;
  if (value.is === "scalar" || value.is === "pieces") {
    if (key.is !== "constant") throw new PythonUnsupported("an index that depends on the event");
    if (typeof at !== "bigint") return [];
    const index = Number(at);
    if (value.is === "pieces") {
      const element = `${value.of}[${index}]`;
      if (index === 0 || index === -1) return always(textFrom(element));
      return [{ when: test(`exists(${element})`), value: textFrom(element) }];
    }
    if (!value.kinds.has("string")) return [];
    const part =
      index < 0
        ? `${value.of}[${index}:${index === -1 ? "" : index + 1}]`
        : `${value.of}[${index}:${index + 1}]`;
    const length = index < 0 ? -index - 1 : index;
    const isLong = test(`length(${value.of}) > \`${length}\``);
    return [{ when: and(hasKind(value, "string"), isLong), value: textFrom(part) }];
  }
  if (value.is === "view") throw new PythonUnsupported("an index of the event's keys or values");
  const items = itemsOf(value);
  if (items === undefined || (value.is === "sequence" && value.kind === "set")) return [];
  if (key.is !== "constant") throw new PythonUnsupported("an index that depends on the event");
  if (typeof at !== "bigint") return [];
  const item = items.at(Number(at));
  return item === undefined ? [] : always(item);
}

/** `value[from:to:by]` of what is not the event. */
export function sliceOf(value: Symbolic, bounds: readonly Symbolic[]): Outcomes {
  const known = bounds.map((it) => (it.is === "constant" ? it.value : undefined));
  if (known.includes(undefined)) throw new PythonUnsupported("a slice that depends on the event");
  if (value.is === "constant") return evaluated(() => sliceAt(value.value, known as PythonValue[]));
  if (value.is !== "scalar" && value.is !== "pieces")
    throw new PythonUnsupported("a slice of such a value");
  if (value.is === "scalar" && !value.kinds.has("string")) return [];
  if (known.some((it) => it !== null && typeof it !== "bigint")) return [];
  const [from = null, to = null, by = null] = known;
  if (by !== null && by !== 1n) throw new PythonUnsupported("a slice with steps");
  const part = `${value.of}[${from ?? ""}:${to ?? ""}]`;
  if (value.is === "pieces") return always({ is: "pieces", of: part });
  return [{ when: hasKind(value, "string"), value: textFrom(part) }];
}

/** A look-up in a known dict by a key of the event. */
export function inDict(dict: PythonDict, key: Symbolic, otherwise: readonly Symbolic[]): Outcomes {
  if (key.is === "constant") return evaluated(() => dict.get(key.value) ?? null);
  if (key.is !== "scalar") throw new PythonUnsupported("such a key of a dict");
  if (dict.entries().some(([it]) => typeof it !== "string"))
    throw new PythonUnsupported("a dict with keys that are no text");
  const entries = dict.entries() as readonly (readonly [string, PythonValue])[];
  return [
    ...entries.map(([it, value]) => ({ when: amongValues(key.of, [it]), value: constant(value) })),
    ...otherwise.map((value) => ({
      when: not(
        amongValues(
          key.of,
          entries.map(([it]) => it),
        ),
      ),
      value,
    })),
  ];
}
