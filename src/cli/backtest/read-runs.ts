import { join } from "node:path";
import type { FoundEvent } from "../../core/backtest/found-event.ts";
import { jsonLines } from "../input/json-lines.ts";
import type { Run } from "./history.ts";

/**
 * Reads the events of many runs in the order of their times; those of one time in the order of the
 * runs. A run is opened when its first event is next, so that few are at once.
 *
 * @param folder Where the runs are.
 */
export function* readRuns(folder: string, runs: readonly Run[]): Generator<FoundEvent, void> {
  const later = runs
    .map((run, place) => ({ run, place }))
    .sort((a, b) => a.run.first - b.run.first || a.place - b.place)
    .values();
  let next = later.next();
  const open: OpenRun[] = [];
  for (;;) {
    const least = open[0];
    while (next.done !== true && (least === undefined || next.value.run.first <= least.event.at)) {
      const { run, place } = next.value;
      next = later.next();
      enter(open, jsonLines<FoundEvent>(join(folder, run.file)), place);
      if (open[0] !== least) break;
    }
    const first = open.shift();
    if (first === undefined) return;
    yield first.event;
    enter(open, first.events, first.place);
  }
}

interface OpenRun {
  readonly events: Generator<FoundEvent, void>;
  readonly place: number;
  /** The next of its events. */
  readonly event: FoundEvent;
}

/** Puts a run where its next event belongs. */
function enter(open: OpenRun[], events: Generator<FoundEvent, void>, place: number): void {
  const { value: event } = events.next();
  if (event === undefined) return;
  const at = open.findIndex(
    (it) => it.event.at > event.at || (it.event.at === event.at && it.place > place),
  );
  open.splice(at < 0 ? open.length : at, 0, { events, place, event });
}
