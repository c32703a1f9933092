import { isObject } from "../../core/record/event-text.ts";
import { FAULT_KINDS, type Fault, type FaultKind, type FaultPlan } from "./fault-plan.ts";
import { type Limiter, WEBHOOK_CALL } from "./limits.ts";
import { METHODS } from "./slack/web-api.ts";
import type { CallCounts, Traffic } from "./traffic.ts";

/** Under which conditions the desk works now. */
export interface Conditions {
  /** Every kind of call, with its limit in words and what became of such calls. */
  readonly calls: readonly (CallCounts & { readonly rule?: string })[];
  /** Faults that stand. */
  readonly faults: readonly Fault[];
}

/** Names of the calls the desk knows. */
const CALLS = [...Object.keys(METHODS), WEBHOOK_CALL];

/** Says under which conditions a desk works. */
export function conditionsOf(parts: {
  readonly faults: FaultPlan;
  readonly limiter: Limiter;
  readonly traffic: Traffic;
}): Conditions {
  const counted = new Map(parts.traffic.counts().map((each) => [each.call, each]));
  const none = { calls: 0, limited: 0, limitedLately: 0, faulted: 0 };
  return {
    calls: CALLS.map((call) => {
      const rule = parts.limiter.rule(call);
      return { ...none, call, ...counted.get(call), ...(rule !== undefined && { rule }) };
    }),
    faults: parts.faults.standing(),
  };
}

/** A change of the faults that stand: `kind` of one to order, or `none` to take one back. */
export type FaultOrder = { readonly kind: "none"; readonly on?: string } | Fault;

/**
 * Reads an order of a fault from JSON: `{"kind": "ratelimited", "on": "chat.update", "retryAfter": 5}`.
 *
 * @throws {FaultOrderError} If it cannot be meant.
 */
export function readFaultOrder(text: string): FaultOrder {
  const { kind, on, ...times } = parse(text);
  if (kind !== "none" && !FAULT_KINDS.includes(kind as FaultKind)) {
    throw new FaultOrderError(`"kind" must be one of ${["none", ...FAULT_KINDS].join(", ")}`);
  }
  if (on !== undefined && !CALLS.includes(String(on))) {
    throw new FaultOrderError(`"on" must be one of ${CALLS.join(", ")}`);
  }
  const strange = Object.keys(times).find((name) => !["retryAfter", "seconds"].includes(name));
  if (strange !== undefined) throw new FaultOrderError(`it takes no "${strange}"`);
  for (const [name, value] of Object.entries(times)) {
    if (!Number.isInteger(value) || Number(value) < 1 || Number(value) > MAX_SECONDS) {
      throw new FaultOrderError(`"${name}" must be a whole number from 1 to ${MAX_SECONDS}`);
    }
  }
  return { kind, ...(on !== undefined && { on }), ...times } as FaultOrder;
}

/** Longest that a caller can be told, or made, to wait. */
const MAX_SECONDS = 3600;

/** An order that cannot be meant. */
export class FaultOrderError extends Error {
  override readonly name = "FaultOrderError";

  constructor(why: string) {
    super(`Cannot order a fault: ${why}`);
  }
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const order: unknown = JSON.parse(text);
    if (isObject(order)) return order;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw new FaultOrderError("it must be a JSON object");
}
