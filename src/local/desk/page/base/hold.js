/** Holds back what changes while something is asked for: the answer may be older than that. */

/** Sets a hold up for one thing that is shown: only the last answer asked for it counts. */
export function createHold() {
  let held;
  return {
    /** Keeps changes for later while an answer is awaited. @returns {boolean} Whether one is. */
    keeps(changes) {
      held?.push(...changes);
      return held !== undefined;
    },
    /**
     * Awaits an answer.
     *
     * @returns {Promise<{ answer, changes: object[] } | undefined>} The answer and what changed
     *   meanwhile; `undefined` if another was asked for since, or none is wanted any more.
     * @throws As the asking does, then holding nothing any longer.
     */
    async during(asking) {
      const changes = [];
      held = changes;
      try {
        const answer = await asking;
        return held === changes ? { answer, changes } : undefined;
      } finally {
        if (held === changes) held = undefined;
      }
    },
    /** Wants no answer any more. */
    drop() {
      held = undefined;
    },
  };
}
