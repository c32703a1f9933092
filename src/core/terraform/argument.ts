import {
  isKnown,
  isList,
  TerraformError,
  type TerraformValue,
  toJson,
  UnknownItems,
} from "./value.ts";

/** An argument as text. */
export function textArgument(value: TerraformValue | undefined): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new TerraformError("a function needs a text");
}

/** An argument that is a list. */
export function listArgument(value: TerraformValue | undefined): readonly TerraformValue[] {
  if (value !== undefined && isList(value)) return value;
  throw new TerraformError("a function needs a list");
}

/** A list of which each element has its place: none before it may be many. */
export function placedList(value: TerraformValue | undefined): readonly TerraformValue[] {
  const list = listArgument(value);
  const open = list.find((it) => it instanceof UnknownItems);
  if (open instanceof UnknownItems) throw new TerraformError(`${open.name} is not known`);
  return list;
}

/** An argument that is a map or an object. */
export function mapArgument(
  value: TerraformValue | undefined,
): ReadonlyMap<string, TerraformValue> {
  if (value instanceof Map) return value;
  throw new TerraformError("a function needs a map");
}

/** An argument as a number. */
export function numberArgument(value: TerraformValue | undefined): number {
  const it = typeof value === "string" ? Number(value) : value;
  if (typeof it === "number" && !Number.isNaN(it)) return it;
  throw new TerraformError("a function needs a number");
}

/** Texts in the order of their letters. */
export function sorted(values: readonly TerraformValue[]): readonly TerraformValue[] {
  return [...values].sort((a, b) =>
    textArgument(a) < textArgument(b) ? -1 : textArgument(a) > textArgument(b) ? 1 : 0,
  );
}

/** Values, each once; what is not known may be any. */
export function distinctValues(values: readonly TerraformValue[]): readonly TerraformValue[] {
  const seen = new Set<string>();
  return values.filter((it) => {
    if (!isKnown(it)) return true;
    const key = JSON.stringify(toJson(it));
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
