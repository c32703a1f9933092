import { isObject } from "../record/event-text.ts";

/**
 * The value in a secret's text: the text itself, or of a JSON object the named field, or its only
 * one.
 *
 * @param field The obvious name, e.g. `botToken`.
 * @throws {Error} If there is no such value. The text is not in the message.
 */
export function secretValue(text: string, field: string): string {
  const trimmed = text.trim();
  const value = trimmed.startsWith("{") ? fieldOf(trimmed, field) : trimmed;
  if (typeof value !== "string" || value.trim() === "") {
    throw new Error(`Cannot use secret as it must be text, or JSON with the field "${field}"`);
  }
  return value.trim();
}

function fieldOf(text: string, field: string): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // The parser's message would quote the secret.
    return undefined;
  }
  if (!isObject(parsed)) return undefined;
  if (Object.hasOwn(parsed, field)) return parsed[field];
  const values = Object.values(parsed);
  return values.length === 1 ? values[0] : undefined;
}
