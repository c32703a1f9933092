/** An expression that cannot be compiled, or that cannot judge one event. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
  /** Where in the expression's text, in characters from 0; absent for a fault on an event. */
  readonly position: number | undefined;

  constructor(message: string, options: { position?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.position = options.position;
  }
}
