/** Whether something that holds up to the end of a day, `YYYY-MM-DD` in UTC, holds no more. */
export function isExpired(expires: string | undefined, now: number): boolean {
  return expires !== undefined && now >= Date.parse(`${expires}T00:00:00Z`) + MS_PER_DAY;
}

const MS_PER_DAY = 86_400_000;

/** Whether text is a day of the calendar. `Date` takes the 31st of February for the 3rd of March, so the round trip decides. */
export function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
