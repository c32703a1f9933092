/** How much an alert matters. Ordered. */
export const SEVERITIES = ["info", "low", "medium", "high", "critical"] as const;

/** One of {@linkcode SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number];

/** The severity some steps above another, or below it where they are negative; never above critical nor below info. */
export function severityMoved(severity: Severity, steps: number): Severity {
  const at = SEVERITIES.indexOf(severity) + steps;
  return SEVERITIES[Math.min(Math.max(at, 0), SEVERITIES.length - 1)] as Severity;
}

/** The highest of some severities. */
export function highestOf(severities: readonly [Severity, ...Severity[]]): Severity {
  return SEVERITIES[Math.max(...severities.map((it) => SEVERITIES.indexOf(it)))] as Severity;
}

/** Whether one severity is above another. */
export function isAbove(severity: Severity, other: Severity): boolean {
  return SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(other);
}
