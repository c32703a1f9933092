import type { Settings } from "../../src/core/settings/settings.ts";
import { heldBy, isSeen, mutationsOf } from "./mutations.ts";
import { reasonFor } from "./reasons.ts";
import { runTraffic } from "./traffic.ts";

/** What taking grants out of one deployment's policies came to. */
export interface PermissionReport {
  readonly statements: number;
  readonly mutations: number;
  /** Mutations without which something that is needed is refused, or a stranger let in. */
  readonly killed: number;
  readonly left: readonly Left[];
  /** What the unchanged template refuses: nothing, if it is right. */
  readonly refused: readonly string[];
}

/** A mutation that nothing shows. */
export interface Left {
  readonly statement: string;
  readonly mutation: string;
  readonly reason?: string;
}

/**
 * Runs a deployment once, notes every permission that is asked for, and asks again with each
 * statement, action and condition taken out of the policies. A refusal ends a run as failed, so
 * that asking again says what running again would.
 */
export async function permissionReport(
  settings: Settings,
  folder: string,
  quick: boolean,
): Promise<PermissionReport> {
  const { permissions, asked, refused } = await runTraffic(settings, folder, quick);
  const held = heldBy(permissions, asked);
  const mutations = mutationsOf(permissions);
  const left = mutations
    .filter((mutation) => !isSeen(permissions, mutation, held))
    .map((it): Left => {
      const { statement, mutation } = it;
      const reason = reasonFor(it);
      return { statement, mutation, ...(reason !== undefined && { reason }) };
    });
  return {
    statements: new Set(mutations.map(({ statement }) => statement)).size,
    mutations: mutations.length,
    killed: mutations.length - left.length,
    left,
    refused,
  };
}
