import type { BacktestReport, HourCount } from "../../core/backtest/report.ts";
import { digits, numbered } from "../../core/wording/counted.ts";
import { html, type Markup } from "../explanation/markup.ts";

/** Hours beside a chart that are named. */
const MOST_NAMED = 5;

/**
 * Where the script draws a chart, and in words what it leaves out: alerts of stray times, which would
 * stretch it over years.
 *
 * @param place Of a set, `0`, or of one of its rules, `0/3`.
 */
export function chartMarkup(
  place: string,
  says: string,
  hours: readonly HourCount[],
  period: BacktestReport["period"],
): Markup {
  const { within, stray } = chartedHours(hours, period);
  const count = stray.reduce((sum, [, alerts]) => sum + alerts, 0);
  const named = stray.slice(0, MOST_NAMED).map(([hour, alerts]) => {
    return `${hour.slice(0, 10)} (${digits(alerts)})`;
  });
  const more = stray.length > MOST_NAMED ? ", …" : "";
  return html`${
    within.length === 0
      ? html`<p class="small">none</p>`
      : html`<div class="chart" role="img" aria-label="${says}" data-hours="${place}"></div>`
  }
${
  count === 0
    ? undefined
    : html`<p class="small">Not in the chart: ${numbered(count, "alert")} of times far from all others, ${named.join(", ")}${more}</p>`
}`;
}

/** The hours of a chart, and those that are too far from the period of nearly all records. */
export function chartedHours(
  hours: readonly HourCount[],
  period: BacktestReport["period"],
): { readonly within: readonly HourCount[]; readonly stray: readonly HourCount[] } {
  const [from, to] = [period?.from ?? "", period?.to ?? ""].map(hourOf) as [string, string];
  const isWithin = ([hour]: HourCount) => from <= hourOf(hour) && hourOf(hour) <= to;
  return { within: hours.filter(isWithin), stray: hours.filter((it) => !isWithin(it)) };
}

/** `2026-11-02T09` of a time in ISO 8601. */
function hourOf(time: string): string {
  return time.slice(0, 13);
}
