/** An object that no retry can read: it is gone, or its content is no log file. */
export class UnreadableError extends Error {
  override readonly name: string = "UnreadableError";
  /** Present when it is no fault of this object alone: the same for every object of a bucket. */
  readonly code: string | undefined;

  constructor(message: string, { code, ...options }: UnreadableErrorOptions = {}) {
    super(message, options);
    this.code = code;
  }
}

/** What an {@linkcode UnreadableError} may have beside its message. */
export interface UnreadableErrorOptions extends ErrorOptions {
  readonly code?: string | undefined;
}

/** An object whose content is not the one that was read so far. */
export class OverwrittenError extends UnreadableError {}

/** A log file whose content cannot be read to its end, with where and why. */
export class LogFileError extends UnreadableError {
  override readonly name = "LogFileError";
}

/** An object that is not given out: its owner may change that, as grants arrive late. */
export class DeniedError extends Error {
  override readonly name = "DeniedError";
  /** What is denied and why, as short as a name: the same for every object of a bucket. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
