import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { jsonLines } from "../input/json-lines.ts";

/** An event that is to be met in its turn. */
export interface TimedEvent {
  /** When it happened, milliseconds since the epoch. */
  readonly time: number;
  /** Its place among all that was read; of those of one time, the first comes first. */
  readonly index: number;
}

/** Characters of events kept in memory before they are written. */
const MAX_KEPT = 16 * 1024 * 1024;

/**
 * Events in the order of their times, however they come. Memory holds some megabytes of them, the
 * rest is in files.
 */
export class EventOrder<E extends TimedEvent> {
  readonly #folder: () => string;
  readonly #maxKept: number;
  readonly #runs: string[] = [];
  #kept: { readonly time: number; readonly index: number; readonly text: string }[] = [];
  #size = 0;

  /** @param folder Gives the folder for what memory is not to hold. */
  constructor(folder: () => string, maxKept: number = MAX_KEPT) {
    this.#folder = folder;
    this.#maxKept = maxKept;
  }

  /** @param event Plain JSON. */
  add(event: E): void {
    const text = JSON.stringify(event);
    this.#kept.push({ time: event.time, index: event.index, text });
    this.#size += text.length;
    if (this.#size > this.#maxKept) this.#spill();
  }

  /** All of them; once. */
  *inOrder(): Generator<E, void> {
    this.#kept.sort(inTurn);
    const runs: Iterator<E>[] = this.#runs.map((path) => jsonLines<E>(path));
    runs.push(this.#kept.map(({ text }): E => JSON.parse(text)).values());
    const open = runs.flatMap((events) => opened(events));
    for (;;) {
      open.sort((a, b) => inTurn(a.event, b.event));
      const next = open.shift();
      if (next === undefined) return;
      yield next.event;
      open.push(...opened(next.events));
    }
  }

  #spill(): void {
    const path = join(this.#folder(), `events-${this.#runs.length}.ndjson`);
    const lines = this.#kept.sort(inTurn).map(({ text }) => `${text}\n`);
    writeFileSync(path, lines.join(""), { mode: 0o600 });
    this.#runs.push(path);
    this.#kept = [];
    this.#size = 0;
  }
}

function inTurn(a: TimedEvent, b: TimedEvent): number {
  return a.time - b.time || a.index - b.index;
}

function opened<E>(events: Iterator<E>): { readonly event: E; readonly events: Iterator<E> }[] {
  const { value, done } = events.next();
  return done === true ? [] : [{ event: value, events }];
}
