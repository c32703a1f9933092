import type { Mark } from "../../core/thread/mark.ts";
import type { Drawings, NextMark } from "../../ports.ts";

/** A channel's marks as its drawer knows them. */
export interface KnownMarks {
  /** As before, but what changes a mark is known here as well. */
  readonly drawings: Drawings;
  /**
   * The marks, read again only if something was marked since.
   *
   * @param sequence How often drawing was asked for, read just before.
   */
  at(sequence: number): Promise<readonly Mark[]>;
}

/**
 * Keeps in mind what a drawer read and changed itself, as after an outage there may be thousands.
 * Whoever marks something asks for a turn afterwards: while nobody did, nothing is missed.
 */
export function knownMarks(channel: string, drawings: Drawings): KnownMarks {
  const known = new Map<string, Mark>();
  let read: number | undefined;
  return {
    async at(sequence) {
      if (sequence !== read) {
        const marks = await drawings.marks(channel);
        known.clear();
        for (const mark of marks) known.set(mark.window, mark);
        read = sequence;
      }
      return [...known.values()];
    },
    drawings: {
      ...drawings,
      async putMark(of, mark) {
        await drawings.putMark(of, mark);
        known.set(mark.window, mark);
      },
      async renewMark(of, mark, next) {
        await drawings.renewMark(of, mark, next);
        known.set(mark.window, renewed(mark, next));
      },
      async clearMark(of, mark) {
        await drawings.clearMark(of, mark);
        known.delete(mark.window);
      },
    },
  };
}

function renewed({ since, ...mark }: Mark, { isWaiting, ...next }: NextMark): Mark {
  return { ...mark, ...next, ...(isWaiting && since !== undefined && { since }) };
}
