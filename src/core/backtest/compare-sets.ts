import { type SetComparison, type SetReport, sentOf } from "./report.ts";

/** What the second of two sets of rules changes: rules and channels of either, those with a difference first. */
export function compareSets(before: SetReport, after: SetReport): SetComparison {
  const ids = [...new Set([...before.rules, ...after.rules].map(({ id }) => id))];
  const names = [...new Set([...before.channels, ...after.channels].map(({ channel }) => channel))];
  const sides = [before, after] as const;
  const rules = ids.map((id) => {
    const [a, b] = sides.map(({ rules }) => rules.find((rule) => rule.id === id));
    return {
      id,
      alerts: [a?.alerts ?? 0, b?.alerts ?? 0] as const,
      threads: [a?.threads ?? 0, b?.threads ?? 0] as const,
      messages: [a ? sentOf(a.messages) : 0, b ? sentOf(b.messages) : 0] as const,
    };
  });
  const channels = names.map((channel) => {
    const [a, b] = sides.map((set) => set.channels.find((it) => it.channel === channel));
    return {
      channel,
      threads: [a?.threads ?? 0, b?.threads ?? 0] as const,
      messages: [a ? sentOf(a.messages) : 0, b ? sentOf(b.messages) : 0] as const,
    };
  });
  return {
    rules: rules.sort((a, b) => changeOf(b.alerts) - changeOf(a.alerts)),
    channels: channels.sort((a, b) => changeOf(b.messages) - changeOf(a.messages)),
  };
}

function changeOf([before, after]: readonly [number, number]): number {
  return Math.abs(after - before);
}
