import { isSameMute, type Mute } from "../mute/mute.ts";
import type { Mark } from "./mark.ts";
import { opensAt, type Pace } from "./pace.ts";
import {
  groupOf,
  isStormId,
  placing,
  type Storm,
  type StormRules,
  type WindowPlace,
} from "./storm.ts";

/** All that decides what a channel's drawer does next. */
export interface PlanInput {
  readonly marks: readonly Mark[];
  /** Those whose end is not drawn yet. */
  readonly storms: readonly Storm[];
  readonly pace: Pace;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly rules: Omit<StormRules, "isDown">;
  /** Whether messages of the destination can be changed; else everything is a post. */
  readonly canEdit: boolean;
}

/** What a channel's drawer does next. */
export type Plan =
  /** Draw one window. */
  | {
      readonly do: "draw";
      readonly mark: Mark;
      readonly place: Exclude<WindowPlace, { as: "storm" }>;
    }
  /** Count windows in their storm: no call to the destination. */
  | {
      readonly do: "join";
      readonly marks: readonly Mark[];
      /** Absent: it is to be opened. */
      readonly storm?: string;
      readonly kind: Storm["kind"];
      /** What is muted, where they are counted for that. */
      readonly mute?: Mute;
    }
  /** Draw a storm. */
  | { readonly do: "storm"; readonly mark: Mark }
  /** Nothing else is due: put request and response under a message. */
  | { readonly do: "details"; readonly mark: Mark }
  /** Nothing can be done before `until`; absent if nothing is marked. */
  | { readonly do: "rest"; readonly until?: number };

/** Windows counted in a storm in one go; between two, something more severe may come. */
export const MOST_JOINS = 50;

/** What is drawn next: the most severe that is due and not held up, of those the oldest. */
export function planOf(input: PlanInput): Plan {
  const { marks, storms, pace, now, rules, canEdit } = input;
  const place = placing(marks, storms, now, { ...rules, isDown: pace.trouble !== undefined });
  const post = opensAt(pace, "post");
  const edit = canEdit ? opensAt(pace, "edit") : post;
  const held: number[] = [];
  const ready: Candidate[] = [];
  for (const mark of marks) {
    const due = dueAt(mark);
    if (due > now) {
      held.push(due);
      continue;
    }
    const candidate = candidateOf(mark, place);
    const opens =
      candidate.needs === "post" ? post : candidate.needs === "any" ? Math.min(post, edit) : now;
    if (opens > now) held.push(opens);
    else ready.push(candidate);
  }
  const first = ready.reduce<Candidate | undefined>(
    (least, it) => (least === undefined || byUrgency(it, least) < 0 ? it : least),
    undefined,
  );
  if (first !== undefined) return planFor(first, ready);
  const [bare] = marks.filter(({ wantsDetails }) => wantsDetails).sort(byAge);
  // A reply with details would be one more post in front of what only waits for its turn.
  const isIdle = marks.every((mark) => dueAt(mark) > now);
  if (bare !== undefined && isIdle) {
    if (post <= now) return { do: "details", mark: bare };
    held.push(post);
  }
  return { do: "rest", ...(held.length > 0 && { until: earliest(held) }) };
}

/** The least of however many times: more than a call takes as arguments. */
export function earliest(times: readonly number[]): number {
  return times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
}

/** From when on a mark may be drawn. */
export function dueAt({ due, notBefore = 0 }: Mark): number {
  return Math.max(due, notBefore);
}

interface Candidate {
  readonly mark: Mark;
  readonly place: WindowPlace | "storm itself";
  /** `table`: only the table. `any`: a posted message is edited or replied to. */
  readonly needs: "table" | "post" | "any";
}

function candidateOf(mark: Mark, place: (mark: Mark) => WindowPlace): Candidate {
  if (isStormId(mark.window)) {
    return { mark, place: "storm itself", needs: mark.as === undefined ? "post" : "any" };
  }
  if (mark.as === "storm") {
    const { storm } = mark;
    return {
      mark,
      place: { as: "storm", kind: "storm", ...(storm !== undefined && { storm }) },
      needs: "table",
    };
  }
  // The drawer knows under which message it stands.
  if (mark.as !== undefined) return { mark, place: { as: "alone" }, needs: "any" };
  const given = place(mark);
  return { mark, place: given, needs: given.as === "storm" ? "table" : "post" };
}

function planFor({ mark, place }: Candidate, ready: readonly Candidate[]): Plan {
  if (place === "storm itself") return { do: "storm", mark };
  if (place.as !== "storm") return { do: "draw", mark, place };
  const { storm, kind, mute } = place;
  const isAlike = (other: Candidate, { mute: its, kind: ofKind }: typeof place): boolean =>
    mute === undefined
      ? ofKind === kind && groupOf(other.mark) === groupOf(mark)
      : isSameMute(its, mute);
  const together = ready.filter(
    (other) =>
      other.place !== "storm itself" &&
      other.place.as === "storm" &&
      other.place.storm === storm &&
      (storm !== undefined || isAlike(other, other.place)),
  );
  together.sort(byUrgency);
  return {
    do: "join",
    marks: together.slice(0, MOST_JOINS).map((it) => it.mark),
    kind,
    ...(storm !== undefined && { storm }),
    ...(mute !== undefined && { mute }),
  };
}

/** The most severe first; of those what only the table needs, so that a storm's message counts it. */
function byUrgency(a: Candidate, b: Candidate): number {
  const table = Number(b.needs === "table") - Number(a.needs === "table");
  return a.mark.rank - b.mark.rank || table || byAge(a.mark, b.mark);
}

function byAge(a: Mark, b: Mark): number {
  return (a.since ?? a.due) - (b.since ?? b.due) || (a.window < b.window ? -1 : 1);
}
