/** Something that happened to a message, in order. */
export interface Change {
  /** 1, 2, 3, … */
  readonly seq: number;
  readonly kind: "posted" | "edited";
  readonly channel: string;
  readonly ts: string;
}

/** What happened in a workspace, the last of it. */
export interface ChangeLog {
  add(change: Omit<Change, "seq">): Change;
  /** Number of the last change; 0 before the first. */
  last(): number;
  /** Changes after one, as far as they are kept. */
  after(seq: number): readonly Change[];
}

/** Makes an empty log that keeps at least so many changes. */
export function createChangeLog(keep: number): ChangeLog {
  const changes: Change[] = [];
  let last = 0;
  return {
    add(change) {
      const added = { ...change, seq: ++last };
      changes.push(added);
      // Cut in blocks: moving the whole list for every change would cost more than the changes.
      if (changes.length > 2 * keep) changes.splice(0, changes.length - keep);
      return added;
    },
    last: () => last,
    after: (seq) => changes.slice(Math.max(0, changes.length - (last - Math.max(0, seq)))),
  };
}
