/** An object that no retry can read: it is gone, access is denied, or its content is no log file. */
export class UnreadableError extends Error {
  override readonly name: string = "UnreadableError";
}

/** A log file whose content cannot be read to its end, with where and why. */
export class LogFileError extends UnreadableError {
  override readonly name = "LogFileError";
}
