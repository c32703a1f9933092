import type { TerraformNode } from "./node.ts";
import { isList, type TerraformValue } from "./value.ts";

/**
 * A variable's value with what its type says of attributes that are not given: null, or the default of
 * `optional(type, default)`.
 *
 * @param defaultOf Evaluates a default.
 */
export function typedValue(
  type: TerraformNode,
  value: TerraformValue,
  defaultOf: (node: TerraformNode) => TerraformValue,
): TerraformValue {
  if (type.is !== "call") return value;
  const [inner] = type.args;
  if (inner === undefined) return value;
  if (type.name === "optional") return typedValue(inner, value, defaultOf);
  if (type.name === "object" && inner.is === "object" && value instanceof Map) {
    const typed = inner.entries.flatMap(([key, it]): [string, TerraformValue][] => {
      if (key.is !== "literal" || typeof key.value !== "string") return [];
      const given = value.get(key.value) ?? null;
      const other = it.is === "call" && it.name === "optional" ? it.args[1] : undefined;
      const made = given === null && other !== undefined ? defaultOf(other) : given;
      return [[key.value, typedValue(it, made, defaultOf)]];
    });
    return new Map([...value, ...typed]);
  }
  const of = (it: TerraformValue) => typedValue(inner, it, defaultOf);
  if ((type.name === "list" || type.name === "set") && isList(value)) return value.map(of);
  if (type.name === "map" && value instanceof Map)
    return new Map([...value].map(([key, it]) => [key, of(it)]));
  return value;
}
