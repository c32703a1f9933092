import { randomBytes } from "node:crypto";

/**
 * How often each function was invoked in one chain of requests, by name. It travels in the trace
 * header: a function's AWS clients send on what it was invoked with, SQS keeps it with the message.
 */
export type Lineage = ReadonlyMap<string, number>;

/**
 * Invocations of one function in one chain, after which Lambda stops the next.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */
export const MAX_LOOPS = 16;

/** The lineage of what several requests led to: of each function the most. */
export function lineageOf(headers: readonly (string | undefined)[]): Lineage {
  const counts = new Map<string, number>();
  for (const header of headers) {
    const [, list = ""] = LINEAGE.exec(header ?? "") ?? [];
    for (const entry of list.split("|").filter(Boolean)) {
      const [name = "", count] = entry.split(":");
      counts.set(name, Math.max(counts.get(name) ?? 0, Number(count)));
    }
  }
  return counts;
}

/** The trace header of an invocation of `name` that such a lineage led to. */
export function traceHeaderOf(lineage: Lineage, name: string): string {
  const counts = new Map(lineage).set(name, (lineage.get(name) ?? 0) + 1);
  const entries = [...counts].map(([of, count]) => `${of}:${count}`);
  const root = `1-${randomBytes(4).toString("hex")}-${randomBytes(12).toString("hex")}`;
  return `Root=${root};Sampled=0;Lineage=${entries.join("|")}`;
}

/** Whether Lambda would stop the next invocation of `name`. */
export function isLoop(lineage: Lineage, name: string): boolean {
  return (lineage.get(name) ?? 0) >= MAX_LOOPS;
}

const LINEAGE = /;Lineage=([^;]*)/;
