/** An error as an AWS service answers it. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  /** The service's code, e.g. `ResourceNotFoundException`. */
  readonly code: string;
  /** HTTP status; 4xx is the caller's fault. */
  readonly status: number;
  /** Code of the older query protocol, where the service still sends it beside `code`. */
  readonly queryCode: string | undefined;

  constructor(code: string, message: string, options: AwsErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.status = options.status ?? 400;
    this.queryCode = options.queryCode;
  }
}

/** What an {@linkcode AwsError} may say beside code and message. */
export interface AwsErrorOptions {
  /** @default 400 */
  readonly status?: number;
  readonly queryCode?: string;
  readonly cause?: unknown;
}

/** The answer to anything that went wrong: as it is, or the service's own failure. */
export function toAwsError(cause: unknown): AwsError {
  if (cause instanceof AwsError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AwsError("InternalFailure", reason, { status: 500, cause });
}
