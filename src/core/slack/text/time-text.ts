/** `2026-01-24 00:05:12 UTC`. */
export function timeText(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, -5).replace("T", " ")} UTC`;
}

/** `00:05:12 to 00:09:44 UTC`, with the days where they differ. */
export function spanText(first: number, last: number): string {
  const [from, to] = [timeText(first), timeText(last)];
  if (from === to) return from;
  const sameDay = from.slice(0, -13) === to.slice(0, -13);
  return sameDay ? `${from.slice(0, -4)} to ${to.slice(-12)}` : `${from.slice(0, -4)} to ${to}`;
}
