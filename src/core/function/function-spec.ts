/** A function of the rule language. */
export interface FunctionSpec {
  /**
   * Types each argument may have, joined with `|`; `array of number` looks inside. `any` admits
   * null: for every other type, a null argument makes the result null. Where text or a number may
   * stand, so does an argument of any type that may not.
   */
  readonly parameters: readonly string[];
  /** Types of the result, joined with `|`; null may always be it. */
  readonly returns: string;
  /** How many of the last parameters may be left out. */
  readonly optional?: number;
  /** Whether the last parameter may be given more than once. */
  readonly variadic?: boolean;
  /**
   * What is wrong with arguments that are the same for every event, beyond their types; those
   * that depend on the event are undefined.
   */
  readonly check?: (constants: readonly unknown[]) => string | undefined;
  /**
   * The function for arguments of which some are the same for every event, worked out once; those
   * that depend on the event are undefined. Undefined where that saves nothing.
   */
  // biome-ignore lint/suspicious/noExplicitAny: the table above types the arguments.
  readonly prepare?: (constants: readonly unknown[]) => ((...args: any[]) => unknown) | undefined;
  /**
   * Steps it takes, by `Budget`'s measure, of arguments of the types above, but for what lists
   * hold; absent: as many as its arguments have characters, elements and fields.
   */
  // biome-ignore lint/suspicious/noExplicitAny: the table above types the arguments.
  readonly cost?: (...args: any[]) => number;
  /** The function itself; its arguments have the types above. Throws ExpressionError. */
  // biome-ignore lint/suspicious/noExplicitAny: the table above types the arguments.
  readonly run: (...args: any[]) => unknown;
}
