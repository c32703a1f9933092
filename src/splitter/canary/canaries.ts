import { batchEntries } from "../../core/entry/batch.ts";
import { type BusEntry, MAX_REQUEST_BYTES } from "../../core/entry/bus-entry.ts";
import { type CanaryRequest, canaryEntry } from "../../core/entry/canary.ts";
import type { CanaryQueue, Clock, EventBus, Log } from "../../ports.ts";

/** What sending canaries needs. */
export interface CanaryDeps {
  readonly bus: EventBus;
  readonly continuations: CanaryQueue;
  readonly clock: Pick<Clock, "now">;
  readonly log: Pick<Log, "error">;
}

/**
 * Sends canaries. Never rejects: a canary that cannot be sent is missed by who waits for it, and
 * the next one is minutes away.
 */
export async function sendCanaries(request: CanaryRequest, deps: CanaryDeps): Promise<void> {
  const { bus, continuations, clock, log } = deps;
  const at = clock.now();
  const [first] = request.kind === "fly" ? request.rules : [];
  const entries =
    request.kind === "land"
      ? [canaryEntry(request.canary)]
      : request.rules.map((rule) => canaryEntry({ rule, way: rule, at }));
  const told = (reason: unknown) => log.error("A canary cannot be sent", { error: reason });
  const put = async (batch: readonly BusEntry[]) => {
    for (const { code, message } of await bus.put(batch)) told(`${code}: ${message}`);
  };
  const sendings = batchEntries(entries, MAX_REQUEST_BYTES).map(put);
  if (first !== undefined) sendings.push(continuations.sendCanary({ rule: first, at }));
  for (const sent of await Promise.allSettled(sendings)) {
    if (sent.status === "rejected") told(sent.reason);
  }
}
