import { PythonUnsupported } from "../../python/syntax/error.ts";
import { iterate, PythonDict, PythonIterator } from "../../python/value.ts";
import { amongValues, and, FAILS, type Formula, HOLDS, ONLY_TEXT, or, test } from "./condition.ts";
import { equality } from "./equality.ts";
import { literalText } from "./operand.ts";
import { isHashable, sequenceKind } from "./sequence.ts";
import {
  always,
  constant,
  hasKind,
  itemsOf,
  type Outcomes,
  type Symbolic,
  truth,
} from "./symbol.ts";

/** What only the event as a whole answers. */
export interface EventTests {
  hasKey(key: Symbolic): Formula;
  hasValue(value: Symbolic): Formula;
}

/** `in`; nothing where Python raises. */
export function membership(item: Symbolic, container: Symbolic, event: EventTests): Outcomes {
  if (container.is === "constant" && typeof container.value === "string") {
    return textIn(item, literalText(container.value), [], container.value);
  }
  if (container.is === "scalar") {
    if (!container.kinds.has("string")) return [];
    const when = hasKind(container, "string");
    const inside = textIn(item, container.of, [[container.of, ONLY_TEXT]]);
    return inside.map((it) => ({ ...it, when: and(when, it.when) }));
  }
  if (container.is === "boolean") return [];
  if (container.is === "event" || (container.is === "view" && container.of === "keys")) {
    return isHashable(item) ? always(truth(event.hasKey(item))) : [];
  }
  if (container.is === "view" && container.of === "values")
    return always(truth(event.hasValue(item)));
  if (container.is === "pieces") {
    if (item.is === "constant" && typeof item.value !== "string") return always(truth(FAILS));
    const of =
      item.is === "constant" ? literalText(item.value) : item.is === "scalar" ? item.of : undefined;
    if (of === undefined) throw new PythonUnsupported("a value looked for in the parts of a text");
    const guard = item.is === "scalar" ? hasKind(item, "string") : HOLDS;
    return always(truth(and(guard, test(`contains(${container.of}, ${of})`))));
  }
  const items =
    container.is === "constant" && container.value instanceof PythonDict
      ? container.value.entries().map(([key]) => constant(key))
      : container.is === "constant" && container.value instanceof PythonIterator
        ? [...iterate(container.value)].map(constant)
        : itemsOf(container);
  if (items !== undefined) {
    const isHashed =
      (container.is === "constant" && container.value instanceof PythonDict) ||
      sequenceKind(container) === "set";
    if (isHashed && !isHashable(item)) return [];
    return always(truth(or(...items.map((it) => equality(item, it)))));
  }
  if (container.is === "constant") return [];
  throw new PythonUnsupported("in such a list");
}

type Implies = Parameters<typeof test>[1][];

/** A text within a text; what is no text raises. */
function textIn(item: Symbolic, within: string, implies: Implies, known?: string): Outcomes {
  if (item.is === "constant") {
    if (typeof item.value !== "string") return [];
    return always(truth(test(`contains(${within}, ${literalText(item.value)})`, ...implies)));
  }
  if (item.is !== "scalar" || !item.kinds.has("string")) return [];
  // What is within a known text is all known.
  if (known === "")
    return [{ when: hasKind(item, "string"), value: truth(amongValues(item.of, [""])) }];
  return [
    {
      when: hasKind(item, "string"),
      value: truth(test(`contains(${within}, ${item.of})`, ...implies, [item.of, ONLY_TEXT])),
    },
  ];
}
