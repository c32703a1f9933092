/** Why a destination did not take a message, and with that what to do about it. */
export type DeliveryFault =
  /** For now: rate limit, server fault, timeout, network. The same message may pass later. */
  | "later"
  /** Whoever we are, we are not known: a secret may be in rotation, a policy not there yet. */
  | "auth"
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
  /** Whether it may have taken the message all the same: its answer never came. Only with `later`. */
  readonly isUnsure: boolean;

  constructor(
    fault: DeliveryFault,
    code: string,
    options: {
      readonly retryAfterSeconds?: number | undefined;
      readonly isUnsure?: boolean;
      readonly cause?: unknown;
    } = {},
  ) {
    super(`Cannot deliver as the destination answers "${code}"`, { cause: options.cause });
    this.fault = fault;
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.isUnsure = options.isUnsure ?? false;
  }
}

/**
 * Whether a request failed before anything of it was sent: the name was not resolved, or nobody
 * took the connection. After any other failure without an answer it may have had its effect.
 */
export function isNeverSent(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < MAX_CAUSES; depth++) {
    if ("code" in at && NEVER_SENT.includes(String(at.code))) return true;
    at = at.cause;
  }
  return false;
}

const MAX_CAUSES = 5;

/** @see https://nodejs.org/api/errors.html#common-system-errors */
const NEVER_SENT = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
];
