import { permitOf, WORKSPACE_EDITS } from "../core/thread/call-rate.ts";
import type { Clock, WorkspaceEdits } from "../ports.ts";

/** The workspace's allowance of edits, in memory. */
export function memoryEdits(clock: Clock): WorkspaceEdits {
  let tat = 0;
  return {
    async take(kept) {
      const permit = permitOf(WORKSPACE_EDITS, tat, clock.now(), kept);
      if (permit.isGranted) tat = permit.tat;
      return permit;
    },
    async pause(until) {
      const interval = 60_000 / WORKSPACE_EDITS.perMinute;
      // With its burst used up the allowance grants nothing before.
      tat = Math.max(tat, until + (WORKSPACE_EDITS.burst - 1) * interval);
    },
  };
}
