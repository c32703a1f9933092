/**
 * An expression that cannot be compiled, or that cannot judge one event. It has no stack trace:
 * what is at fault is the expression, and a rule may fault on every event, where collecting
 * traces would be most of the work.
 */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
  /** Where in the expression's text, in characters from 0; absent for a fault on an event. */
  readonly position: number | undefined;

  constructor(message: string, options: { position?: number; cause?: unknown } = {}) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    Error.stackTraceLimit = limit;
    this.position = options.position;
  }
}
