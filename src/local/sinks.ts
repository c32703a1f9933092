import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SinkWiring } from "./wiring/wiring.ts";

/** Where targets end that the stack does not run itself. */
export interface Sinks {
  readonly deliver: (sink: string, text: string) => void;
  /**
   * What a sink got, all of it.
   *
   * @throws {Error} If there is no such sink.
   */
  readonly delivered: (sink: string) => string;
  /** The last deliveries to a sink, oldest first. */
  readonly lately: (sink: string) => readonly SinkDelivery[];
  /** Deliveries of this process, by sink. */
  readonly counts: () => ReadonlyMap<string, number>;
}

/** Something that a sink got. */
export interface SinkDelivery {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly text: string;
}

/** Deliveries of each sink that are kept to be looked at. */
const KEPT = 100;

/**
 * Makes sinks that keep what they get: in files of a folder, from empty, or in memory.
 *
 * @param folder Made where it is missing; each sink has `<name>.ndjson` there.
 * @param goOn Whether files there are added to instead.
 */
export function createSinks(sinks: readonly SinkWiring[], folder?: string, goOn = false): Sinks {
  const counts = new Map(sinks.map(({ name }) => [name, 0]));
  const lately = new Map<string, SinkDelivery[]>();
  const delimiters = new Map(sinks.map(({ name, delimiter = "" }) => [name, delimiter]));
  const kept = new Map<string, string[]>();
  const fileOf = (name: string) => join(folder ?? "", `${name}.ndjson`);
  if (folder !== undefined && sinks.length > 0) {
    mkdirSync(folder, { recursive: true });
    for (const { name } of sinks) writeFileSync(fileOf(name), "", { flag: goOn ? "a" : "w" });
  }
  const delimiterOf = (name: string): string => {
    const delimiter = delimiters.get(name);
    if (delimiter === undefined) {
      throw new Error(`Cannot find a sink of the local stack by its name: "${name}"`);
    }
    return delimiter;
  };
  const keep = (name: string, line: string): void => {
    const lines = kept.get(name);
    if (lines === undefined) kept.set(name, [line]);
    else lines.push(line);
  };
  return {
    deliver(name, text) {
      const line = text + delimiterOf(name);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      lately.set(name, [...(lately.get(name) ?? []), { at: Date.now(), text }].slice(-KEPT));
      if (folder !== undefined) appendFileSync(fileOf(name), line);
      else keep(name, line);
    },
    lately: (name) => lately.get(name) ?? [],
    counts: () => counts,
    delivered(name) {
      delimiterOf(name);
      return folder === undefined
        ? (kept.get(name) ?? []).join("")
        : readFileSync(fileOf(name), "utf8");
    },
  };
}
