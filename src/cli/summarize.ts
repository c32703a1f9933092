import { ALERT_METRICS, OLDEST_WAITING_METRIC, WAITING_SECONDS } from "../contract.ts";
import { textStart } from "../core/record/text-start.ts";
import type { RuleSet } from "../core/rule/rule.ts";
import { functionNamesOf } from "../core/settings/config.ts";
import type { Settings } from "../core/settings/settings.ts";
import { deskSetup } from "../local/desk-setup.ts";
import type { LocalTrailbridge } from "../local/trailbridge.ts";
import type { CountByName, RunSummary } from "./run-summary-text.ts";

/** Reads off the running stack and desk what the run came to. */
export function summarize(
  { stack, desk }: LocalTrailbridge,
  settings: Settings,
  { rules }: RuleSet,
  run: { readonly objects: number; readonly seconds: number },
): RunSummary {
  const { splitter, notifier } = functionNamesOf(settings);
  const perRule = new Map<string, number>();
  for (const { name, dimensions, sum } of stack.loggedMetrics(notifier)) {
    const rule = dimensions[ALERT_METRICS.ruleDimension];
    if (name === ALERT_METRICS.alerts && rule !== undefined) {
      perRule.set(rule, (perRule.get(rule) ?? 0) + sum);
    }
  }
  return {
    ...run,
    counters: {
      splitter: countsOf(stack.counters(splitter)),
      notifier: countsOf(stack.counters(notifier)),
    },
    rules: rules
      .filter(({ id }) => perRule.has(id))
      .map(({ id, severity }) => ({ id, severity, alerts: perRule.get(id) ?? 0 }))
      .sort((a, b) => b.alerts - a.alerts),
    destinations: [
      ...deskSetup(settings).channels.map(({ id, name }) => ({
        name: `#${name}`,
        ...desk.counts(id),
      })),
      ...[...stack.snsCounts()].map(([topic, messages]) => ({
        name: `topic ${topic.split(":").at(-1)}`,
        messages,
        threads: 0,
        replies: 0,
      })),
      ...[...stack.sinkCounts()].map(([sink, messages]) => ({
        name: `consumer ${sink}`,
        messages,
        threads: 0,
        replies: 0,
      })),
    ],
    refusals: stack.refusals(),
    deadLetters: stack
      .report()
      .queues.filter(({ deadLetters }) => deadLetters)
      .flatMap(({ queue }) =>
        stack.messages(queue).map(({ body }) => ({ queue, reason: reasonOf(body) })),
      ),
  };
}

/** Metrics that are no counts: a sum of latencies, or of what waited at each look, says nothing. */
const MEASURES: readonly string[] = [
  ALERT_METRICS.latency,
  "waitingThreads",
  OLDEST_WAITING_METRIC,
  WAITING_SECONDS,
];

function countsOf(metrics: CountByName): CountByName {
  return Object.fromEntries(Object.entries(metrics).filter(([name]) => !MEASURES.includes(name)));
}

/** Why something was given up: the error of a failure record, else how the text begins. */
export function reasonOf(body: string): string {
  try {
    const { responsePayload, requestContext } = JSON.parse(body);
    const reason = responsePayload?.errorMessage ?? requestContext?.condition;
    if (typeof reason === "string") return reason;
  } catch {
    // A message that is no JSON is shown as it is.
  }
  return textStart(body, 200);
}
