/** What a record, a log file and an alert take, as `npm run bench` measures it. CPU and waiting in milliseconds. */
export interface MeasuredCosts {
  readonly splitter: {
    /** Of a file, whatever it holds. */
    readonly fileCpu: number;
    /** Of a record that goes on the bus. */
    readonly publishedCpu: number;
    /** Of a record that is judged and goes nowhere. */
    readonly filteredCpu: number;
    /** Of a cold start. */
    readonly coldCpu: number;
    readonly fileWait: number;
    readonly publishedWait: number;
    /** Bytes of an invocation's own log lines. */
    readonly logBytes: number;
    /** Calls for a file. */
    readonly getObjects: number;
    /** Units of a KB, of a file. */
    readonly tableWrites: number;
    /** Units of 64 KB, of an entry. */
    readonly entryUnits: number;
    /** Of an entry on the bus. */
    readonly entryBytes: number;
  };
  /** Of an event that rules select: what brings it to the notifier. */
  readonly queued: {
    readonly requests: number;
    readonly invocations: number;
  };
  /** Of an event that alerts: what records it and draws it at its destinations. */
  readonly alert: {
    readonly writes: number;
    readonly reads: number;
    readonly requests: number;
    /** Of turns. */
    readonly invocations: number;
    readonly cpu: number;
    readonly waited: number;
    /** Alert events on the bus. */
    readonly events: number;
    /** Of the notifier's own log lines. */
    readonly logBytes: number;
  };
}

/** As measured last. The numbers are written by `npm run bench -- --only cost --write`. */
// biome-ignore format: written by a program
export const MEASURED: MeasuredCosts = /* measured */ {
  splitter: {
    fileCpu: 1.3,
    publishedCpu: 0.109,
    filteredCpu: 0.0241,
    fileWait: 49.8,
    publishedWait: 0.151,
    logBytes: 958,
    getObjects: 1,
    tableWrites: 1,
    entryUnits: 1,
    entryBytes: 3010,
    coldCpu: 110
  },
  queued: {
    requests: 2.4,
    invocations: 0.7
  },
  alert: {
    writes: 12.5,
    reads: 11.3,
    requests: 3.15,
    invocations: 0.632,
    cpu: 11.6,
    waited: 284,
    events: 0.2,
    logBytes: 1140
  }
} /* end */;
