import { type Place, ruleArn } from "../wiring/arn.ts";
import type { ScheduleWiring } from "../wiring/wiring.ts";
import type { Buses } from "./buses.ts";
import { createRoutedEvent, type RoutedEvent } from "./routed-event.ts";

/** Running schedules. */
export interface Schedules {
  /** Ends every timer; no event is made afterwards. */
  close(): void;
}

/** Longest that a timer of Node can wait, in milliseconds: one set for longer fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Starts the schedules: the first event of each comes when its time has gone by once. They keep
 * no process alive.
 */
export function startSchedules(
  schedules: readonly ScheduleWiring[],
  { buses, place }: { readonly buses: Buses; readonly place: Place },
): Schedules {
  const timers = new Map<ScheduleWiring, NodeJS.Timeout>();
  const arm = (schedule: ScheduleWiring, due: number): void => {
    const wait = Math.min(LONGEST_TIMER, Math.max(0, due - Date.now()));
    const timer = setTimeout(() => {
      const now = Date.now();
      if (now < due) return arm(schedule, due);
      buses.send(schedule, scheduledEvent(schedule.name, place, now));
      // From the time that was due, so that the rate is kept; what a stopped machine missed is not made up for.
      const next = due + schedule.everySeconds * 1000;
      arm(schedule, next > now ? next : now + schedule.everySeconds * 1000);
    }, wait);
    timer.unref();
    timers.set(schedule, timer);
  };
  for (const schedule of schedules) arm(schedule, Date.now() + schedule.everySeconds * 1000);
  return {
    close() {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-schedule.html */
function scheduledEvent(name: string, place: Place, time: number): RoutedEvent {
  return createRoutedEvent(
    {
      source: "aws.events",
      detailType: "Scheduled Event",
      resources: [ruleArn("default", name, place)],
      detail: {},
      detailText: "{}",
      time,
    },
    place,
  );
}
