/** A log file in S3. */
export interface ObjectRef {
  readonly bucket: string;
  /** Decoded key. */
  readonly key: string;
  /** Name of the replay that it is read for once more; absent for one that is new. */
  readonly replay?: string;
}
