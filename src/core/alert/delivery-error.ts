/** Why a destination did not take a message, and with that what to do about it. */
export type DeliveryFault =
  /** For now: rate limit, server fault, timeout, network. The same message may pass later. */
  | "later"
  /** For good: no such channel, no permission, no valid token. No retry can help. */
  | "refused"
  /** It is the message: a smaller, plainer one may pass at once. */
  | "content"
  /** The message to edit or to reply to is not there any more. */
  | "gone";

/** A destination did not take a message. Holds no secret. */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";
  readonly fault: DeliveryFault;
  /** The destination's own word for it, e.g. `channel_not_found`. */
  readonly code: string;
  /** Seconds the destination asks to wait; only with `later`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    fault: DeliveryFault,
    code: string,
    options: { readonly retryAfterSeconds?: number | undefined; readonly cause?: unknown } = {},
  ) {
    super(`Cannot deliver as the destination answers "${code}"`, { cause: options.cause });
    this.fault = fault;
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
