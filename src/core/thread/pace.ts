/** What is called at a destination; each has limits of its own. */
export type CallMethod = "post" | "edit";

/** Why nothing is sent to a destination for a while. */
export interface Trouble {
  /**
   * `down`: it does not take messages now. `unsure`: it may have taken one, but did not say so.
   * `auth`: it does not know us.
   */
  readonly kind: "down" | "unsure" | "auth";
  /** Of the first failure since the last success, milliseconds since the epoch. */
  readonly since: number;
  /** Failures since then. */
  readonly times: number;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** How fast a channel may be drawn; times in milliseconds since the epoch. */
export interface Pace {
  /** Not before this is the next message posted. */
  readonly postAt: number;
  /** Until when a method pauses, as the destination asked. */
  readonly pauses: Readonly<Partial<Record<CallMethod, number>>>;
  readonly trouble?: Trouble;
}

/** Of a channel nothing is known about. */
export const FREE_PACE: Pace = { postAt: 0, pauses: {} };

/** When a method may be called next, milliseconds since the epoch. */
export function opensAt({ postAt, pauses, trouble }: Pace, method: CallMethod): number {
  return Math.max(method === "post" ? postAt : 0, pauses[method] ?? 0, trouble?.until ?? 0);
}

/** After a message was posted; the next follows `spacing` milliseconds later. */
export function pacedAfterPost(pace: Pace, now: number, spacing: number): Pace {
  return { ...pace, postAt: now + spacing };
}

/** After the destination asked for a pause of one method. */
export function pacedAfterLimit(
  pace: Pace,
  method: CallMethod,
  now: number,
  seconds: number,
): Pace {
  const until = Math.max(pace.pauses[method] ?? 0, now + seconds * 1_000);
  return { ...pace, pauses: { ...pace.pauses, [method]: until } };
}

/** After a failure that another message would meet as well: waits grow until one succeeds. */
export function pacedAfterTrouble(pace: Pace, kind: Trouble["kind"], now: number): Pace {
  const before = pace.trouble?.kind === kind ? pace.trouble : undefined;
  const times = (before?.times ?? 0) + 1;
  const { first, most } = WAITS[kind];
  const wait = Math.min(most, first * 2 ** (times - 1)) * 1_000;
  return { ...pace, trouble: { kind, since: before?.since ?? now, times, until: now + wait } };
}

/** After a success. */
export function pacedAfterSuccess({ postAt, pauses }: Pace): Pace {
  return { postAt, pauses };
}

/** Whether the destination has not known us for so long that it is no rotation of its secret. */
export function isAuthFinal({ trouble }: Pace, now: number): boolean {
  return trouble?.kind === "auth" && now - trouble.since >= AUTH_SECONDS * 1_000;
}

/** Seconds of the first wait and of the longest; each is twice the one before. */
const WAITS: Readonly<Record<Trouble["kind"], { first: number; most: number }>> = {
  down: { first: 5, most: 60 },
  unsure: { first: 5, most: 300 },
  auth: { first: 15, most: 120 },
};

/** How long a refusal of our secret may be its rotation. */
const AUTH_SECONDS = 3_600;
