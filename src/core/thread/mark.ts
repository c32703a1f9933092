import type { CallOutcome } from "../record/outcome.ts";
import { SEVERITIES, type Severity } from "../rule/rule.ts";

/** Says of a window, or a storm, that something of it waits to be drawn. */
export interface Mark {
  /** Id of the window, or of the storm whose own mark it is. */
  readonly window: string;
  /** 0 critical to 4 info: {@linkcode rankOf}. */
  readonly rank: number;
  readonly ruleId?: string;
  readonly actorKey?: string;
  /** What became of the calls, where they did not succeed. */
  readonly outcome?: Exclude<CallOutcome, "succeeded">;
  readonly openedAt: number;
  readonly closesAt: number;
  /** Since when something waits, ms; absent when nothing waits but the window's end. */
  readonly since?: number;
  /** When it is to be drawn, ms. */
  readonly due: number;
  /** Changes with every mark: a drawer clears or renews only the version it read. */
  readonly version: string;
  /** How the window is drawn; absent: not yet. Set by the drawer. */
  readonly as?: "alone" | "storm" | "inhibited";
  readonly storm?: string;
  /** The drawer rests until then, whatever comes meanwhile, ms. Set by the drawer. */
  readonly notBefore?: number;
  /** Whether its message lacks request and response. Set by the drawer. */
  readonly wantsDetails?: boolean;
}

/** Whether a rank is that of critical or high: told at once, and never only counted. */
export function isUrgentRank(rank: number): boolean {
  return rank <= rankOf("high");
}

/** Place of a severity, the most severe first: 0 critical to 4 info. */
export function rankOf(severity: Severity): number {
  return SEVERITIES.length - 1 - SEVERITIES.indexOf(severity);
}
