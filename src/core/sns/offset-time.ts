/** As Python prints an aware datetime, which subscribers parse: `2026-01-24 00:05:12+00:00`. */
export function offsetTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, -5).replace("T", " ")}+00:00`;
}
