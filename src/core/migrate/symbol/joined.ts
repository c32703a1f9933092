import { type Kind, ONLY_TEXT } from "./condition.ts";
import { literalText } from "./operand.ts";
import type { Symbolic } from "./symbol.ts";

/** Texts as one; null if one of them is missing. */
export function joinOf(parts: readonly string[]): string {
  const flat = parts.flatMap((it) => JOINED.exec(it)?.[1] ?? it);
  return `join('', [${flat.join(", ")}])`;
}

const JOINED = /^join\('', \[(.*)\]\)$/;

/** A value as text, with the operands that must be text for it; undefined of what is none. */
export function texts(
  value: Symbolic,
): { of: string; guards: (readonly [string, ReadonlySet<Kind>])[] } | undefined {
  if (value.is === "constant") {
    return typeof value.value === "string"
      ? { of: literalText(value.value), guards: [] }
      : undefined;
  }
  if (value.is !== "scalar" || !value.kinds.has("string")) return undefined;
  return {
    of: value.of,
    guards: value.kinds.size === 1 ? [] : [[value.of, ONLY_TEXT]],
  };
}
