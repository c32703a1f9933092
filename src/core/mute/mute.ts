/** What can be muted. */
export const MUTE_KINDS = ["actor", "rule", "thread"] as const;

/**
 * What is not told for a while: its events are counted in one message that says so, and notify
 * nobody. What is critical is never muted.
 */
export interface Mute {
  readonly kind: (typeof MUTE_KINDS)[number];
  /** A rule's id, an actor's key, or a thread's id, with which the ids of its windows begin. */
  readonly value: string;
  /** How people know it. */
  readonly label: string;
  /** Milliseconds since the epoch, as all times here. */
  readonly since: number;
  readonly until: number;
  /** Who muted it. */
  readonly by: string;
  readonly reason?: string;
}

/** What is told of: a window's mark. */
export interface Mutable {
  readonly window: string;
  /** 0 is critical. */
  readonly rank: number;
  readonly ruleId?: string;
  readonly actorKey?: string;
}

/** Milliseconds a mute may last: what is silent for longer is an ignore rule, with its reason. */
export const LONGEST_MUTE = 7 * 86_400_000;

/** The mute that holds for what is marked, the longest of several; undefined if it is to be told. */
export function muteOf(mutes: readonly Mute[], mark: Mutable, now: number): Mute | undefined {
  if (mark.rank === 0) return undefined;
  const holding = mutes.filter((mute) => isHolding(mute, now) && isAbout(mute, mark));
  return holding.sort((a, b) => b.until - a.until)[0];
}

/** Whether a mute holds at a time. One that claims to last longer than any may holds never. */
export function isHolding({ since, until }: Mute, now: number): boolean {
  return now < until && until - since <= LONGEST_MUTE && until - now <= LONGEST_MUTE;
}

/** Whether two are the same one, however it was extended. */
export function isSameMute(a: Mute | undefined, b: Mute): boolean {
  return a?.kind === b.kind && a.value === b.value && a.since === b.since;
}

/** The id of a window's thread, in its channel. */
export function threadOfWindow(window: string): string {
  return window.split("-")[0] ?? "";
}

function isAbout({ kind, value }: Mute, { window, ruleId, actorKey }: Mutable): boolean {
  switch (kind) {
    case "rule":
      // Operator notices have a title there, which is no id: they are not for muting.
      return ruleId === value && RULE_ID.test(value);
    case "actor":
      return actorKey === value;
    case "thread":
      return threadOfWindow(window) === value;
  }
}

/** A rule's id: words of lower-case letters and digits, with hyphens between. */
export const RULE_ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
