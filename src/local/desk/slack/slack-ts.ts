/**
 * Makes a source of Slack timestamps: the identity of a message within its channel.
 *
 * @param now Milliseconds since the epoch; may stand still or go back.
 * @returns A function giving `seconds.micros` with six digits, each strictly later than the one
 * before and the one it is given, as text and as a number: `1700000000.000100`.
 * @see {@link https://docs.slack.dev/messaging/retrieving-messages}
 */
export function createTimestamps(now: () => number): (after?: string) => string {
  let last = 0;
  return (after = "0.000000") => {
    last = Math.max(Math.floor(now() * 1000), last + 1, Number(after.replace(".", "")) + 1);
    return `${Math.floor(last / 1e6)}.${String(last % 1e6).padStart(6, "0")}`;
  };
}

/** Whether a text is spelled as a Slack timestamp. */
export function isTimestamp(text: string): boolean {
  return /^\d{1,12}\.\d{6}$/.test(text);
}
