import { ALL_TIME, type Period } from "../../core/notification/period.ts";
import { type CommandLine, type CommandOption, UsageError } from "../command.ts";

/** Options by which a command is told which records to look at. */
export const PERIOD_OPTIONS: Readonly<Record<string, CommandOption>> = {
  from: {
    value: "time",
    description:
      "Look at records from then on: 2026-11-26, 2026-11-26T08:00:00Z, or 12h or 7d ago.\nOf a trail, only the folders of those days are read.",
  },
  to: {
    value: "time",
    description: "Look at records until then: a day is included, a time is not.",
  },
};

const DAY = 86_400_000;

/** Milliseconds of what stands after a number. */
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: DAY, w: 7 * DAY };

/**
 * The period that {@linkcode PERIOD_OPTIONS} name, all there is without them.
 *
 * @param now Milliseconds since the epoch.
 * @throws {UsageError} If one is no time, or nothing lies between them.
 */
export function periodOf({ value }: Pick<CommandLine, "value">, now: number): Period {
  const first = value("from");
  const last = value("to");
  if (first === undefined && last === undefined) return ALL_TIME;
  const from = first === undefined ? ALL_TIME.from : timeOption("--from", first, now);
  const to =
    last === undefined ? ALL_TIME.to : timeOption("--to", last, now) + (isDay(last) ? DAY : 0);
  if (from >= to) {
    throw new UsageError(`--from must be before --to: they are "${first}" and "${last}"`);
  }
  return { from, to };
}

/**
 * The time that an option names, milliseconds since the epoch: of a day its begin, or so long ago.
 *
 * @throws {UsageError} If it is no time.
 */
export function timeOption(option: string, text: string, now: number): number {
  const [, count = "", unit = ""] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  const ago = UNITS[unit];
  if (ago !== undefined) return now - Number(count) * ago;
  const time = isDay(text) || IN_A_ZONE.test(text) ? Date.parse(text) : Number.NaN;
  // Date.parse turns February 30 into March 2.
  const exists = Number(text.slice(8, 10)) === new Date(`${text.slice(0, 10)}T00:00Z`).getUTCDate();
  if (!Number.isNaN(time) && exists) return time;
  throw new UsageError(
    `${option} takes a day, a time with its zone, or how long ago: 2026-11-26, 2026-11-26T08:00:00Z, 7d; it is "${text}"`,
  );
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text);
}

const IN_A_ZONE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
