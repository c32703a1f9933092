import { isObject } from "../record/event-text.ts";

/** What the notifier is asked for beside bus events: its own messages, and the schedule's. */
export type Errand =
  /** Draw what waits in a channel; `at` is when it was planned for, ms. */
  | { readonly kind: "turn"; readonly channel: string; readonly at: number }
  /** Draw a window that was given up: a dead letter sent back. */
  | { readonly kind: "redraw"; readonly channel: string; readonly window: string }
  /** Ask for the turns of all channels that something waits for. */
  | { readonly kind: "sweep" }
  /** Write down that a canary came by the queue of turns, which set out at a time, ms. */
  | { readonly kind: "canary"; readonly at: number };

/** The errand as a message carries it. */
export function errandMessage(errand: Errand): {
  readonly trailbridge: Readonly<Record<string, unknown>>;
} {
  switch (errand.kind) {
    case "turn":
      return { trailbridge: { turn: errand.channel, at: errand.at } };
    case "redraw":
      return { trailbridge: { redraw: { channel: errand.channel, window: errand.window } } };
    case "sweep":
      return { trailbridge: { sweep: true } };
    case "canary":
      return { trailbridge: { canary: errand.at } };
  }
}

/** What a dead letter was about; any other message as it is. */
export function withoutLetter(message: unknown): unknown {
  return isObject(message) && "requestPayload" in message ? message.requestPayload : message;
}

/** Reads a message {@linkcode errandMessage} made; undefined for any other, such as a bus event. */
export function errandOf(message: unknown): Errand | undefined {
  const asked = isObject(message) && !("detail" in message) ? message.trailbridge : undefined;
  if (!isObject(asked)) return undefined;
  const { turn, at, redraw, sweep, canary } = asked;
  if (sweep === true) return { kind: "sweep" };
  if (typeof canary === "number") return { kind: "canary", at: canary };
  if (typeof turn === "string" && typeof at === "number")
    return { kind: "turn", channel: turn, at };
  if (!isObject(redraw)) return undefined;
  const { channel, window } = redraw;
  return typeof channel === "string" && typeof window === "string"
    ? { kind: "redraw", channel, window }
    : undefined;
}
