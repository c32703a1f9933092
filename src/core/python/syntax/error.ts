/** A text that Python does not take for an expression: it raises before it is evaluated. */
export class PythonSyntaxError extends Error {
  override readonly name = "PythonSyntaxError";
  /** `SyntaxError` or `IndentationError`. */
  readonly kind: "SyntaxError" | "IndentationError";
  /** Where in the text, in UTF-16 code units. */
  readonly at: number;

  constructor(message: string, at: number, kind: PythonSyntaxError["kind"] = "SyntaxError") {
    super(message);
    this.at = at;
    this.kind = kind;
  }
}

/** Valid Python beyond the subset that is understood here. */
export class PythonUnsupported extends Error {
  override readonly name = "PythonUnsupported";
  /** Where in the text, where that is known. */
  readonly at: number | undefined;

  constructor(what: string, at?: number) {
    super(what);
    this.at = at;
  }
}

/** What Python raises while it evaluates, e.g. `KeyError`. */
export class PythonError extends Error {
  override readonly name = "PythonError";
  /** Name of the exception's class. */
  readonly type: string;

  constructor(type: string, message = "") {
    super(message === "" ? type : `${type}: ${message}`);
    this.type = type;
  }
}
