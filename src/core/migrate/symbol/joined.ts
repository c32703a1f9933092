import { type Kind, ONLY_TEXT } from "./condition.ts";
import { literalText } from "./operand.ts";
import type { Symbolic } from "./symbol.ts";

/** Texts as one; null if one of them is missing. */
export function joinOf(parts: readonly string[]): string {
  const joined: string[] = [];
  for (const part of parts.map((it) => JOINED.exec(it)?.[1] ?? it)) {
    const last = joined.at(-1);
    if (part === "''") continue;
    if (last !== undefined && LITERAL.test(last) && LITERAL.test(part))
      joined.splice(-1, 1, `${last.slice(0, -1)}${part.slice(1)}`);
    else joined.push(part);
  }
  return `join('', [${joined.join(", ")}])`;
}

/** One text without a sign that reads as more. */
const LITERAL = /^'(?:[^'\\]|\\.)*'$/;

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
