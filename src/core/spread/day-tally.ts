const DAY = 86_400_000;

/** Records of one day of UTC. */
export interface DayCount {
  count: number;
  /** When the first and the last of them were, milliseconds since the epoch. */
  first: number;
  last: number;
}

/** Counts records by their days, so that it can be said when most of them happened. */
export class DayTally {
  readonly #days = new Map<number, DayCount>();
  /** The day of the record before: records come day by day. */
  #before: DayCount | undefined;

  /** @param time Of a record, milliseconds since the epoch. */
  add(time: number): void {
    const number = Math.floor(time / DAY);
    let day = this.#before;
    if (day === undefined || Math.floor(day.first / DAY) !== number) {
      day = this.#days.get(number) ?? { count: 0, first: time, last: time };
      this.#days.set(number, day);
      this.#before = day;
    }
    addTo(day, 1, time, time);
  }

  /** Adds the days of another tally. */
  addAll(days: readonly Readonly<DayCount>[]): void {
    for (const { count, first, last } of days) {
      const number = Math.floor(first / DAY);
      const day = this.#days.get(number) ?? { count: 0, first, last };
      this.#days.set(number, day);
      addTo(day, count, first, last);
    }
  }

  /** The days of which there are records, in order. */
  days(): readonly Readonly<DayCount>[] {
    return [...this.#days.values()].sort((a, b) => a.first - b.first);
  }
}

function addTo(day: DayCount, count: number, first: number, last: number): void {
  day.count += count;
  if (first < day.first) day.first = first;
  if (last > day.last) day.last = last;
}
