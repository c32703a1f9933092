/** Where a scan begins that another left off after an element. */
export interface ScanStart {
  /** Elements scanned before; none of them means the text's beginning. */
  readonly next: number;
  /** Bytes of the text up to the end of the last of them: the text given begins there. */
  readonly offset: number;
  /** What was found before that does not stop a scan. */
  readonly fault?: string | undefined;
}

/** Where a text begins. */
export const TEXT_START: ScanStart = { next: 0, offset: 0 };
