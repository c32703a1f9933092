/**
 * The beginning of a text. No surrogate pair is split: half of one would show as an escape.
 *
 * @param max UTF-16 units at most.
 */
export function textStart(text: string, max: number): string {
  const splits = max > 0 && (text.codePointAt(max - 1) ?? 0) > 0xffff;
  return text.slice(0, Math.max(0, splits ? max - 1 : max));
}
