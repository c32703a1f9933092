import type { Symbolic } from "./symbol.ts";

/** Whether it is a list, a set, a dict or the event. */
export function isContainer(value: Symbolic): boolean {
  if (value.is === "constant") return typeof value.value === "object" && value.value !== null;
  return !["scalar", "boolean"].includes(value.is);
}

/** `list`, `tuple` or `set`; undefined of anything else. */
export function sequenceKind(value: Symbolic): string | undefined {
  if (value.is === "sequence") return value.kind;
  if (value.is !== "constant" || typeof value.value !== "object" || value.value === null)
    return undefined;
  return "kind" in value.value ? value.value.kind : "set";
}

/** Whether it can be a key or an element of a set: Python raises of what can change. */
export function isHashable(value: Symbolic): boolean {
  return !isContainer(value) || sequenceKind(value) === "tuple";
}
