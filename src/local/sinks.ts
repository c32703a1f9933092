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
}

/**
 * Makes sinks that keep what they get: in files of a folder, from empty, or in memory.
 *
 * @param folder Made where it is missing; each sink has `<name>.ndjson` there.
 * @param goOn Whether files there are added to instead.
 */
export function createSinks(sinks: readonly SinkWiring[], folder?: string, goOn = false): Sinks {
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
      if (folder !== undefined) appendFileSync(fileOf(name), line);
      else keep(name, line);
    },
    delivered(name) {
      delimiterOf(name);
      return folder === undefined
        ? (kept.get(name) ?? []).join("")
        : readFileSync(fileOf(name), "utf8");
    },
  };
}
