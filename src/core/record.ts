/** One element of a log file's `Records`, parsed. */
export type CloudTrailRecord = Readonly<Record<string, unknown>>;
