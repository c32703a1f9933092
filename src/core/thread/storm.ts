import { isSameMute, type Mute, muteOf } from "../mute/mute.ts";
import type { Severity } from "../rule/rule.ts";
import type { Drawn } from "./drawn.ts";
import { isUrgentRank, type Mark } from "./mark.ts";

/** Many windows of one rule, severity and outcome in one channel, drawn as one message. */
export interface Storm {
  /** Never that of a window. */
  readonly id: string;
  /** `catch-up`: of what waited while the destination took nothing. `mute`: of what is muted. */
  readonly kind: "storm" | "catch-up" | "mute";
  /** What is muted, whatever rules and severities its windows are of. */
  readonly mute?: Mute;
  readonly ruleId: string;
  /** What became of the calls of all its windows; absent where they succeeded. */
  readonly outcome?: Mark["outcome"];
  readonly severity: Severity;
  readonly rank: number;
  /** Milliseconds since the epoch, as all times here. */
  readonly openedAt: number;
  /** Takes windows that opened before. */
  readonly closesAt: number;
  /** When the last of its windows closes. */
  readonly endsAt: number;
  readonly drawn: Drawn;
  /** JSON of the first window's subject. */
  readonly example?: string;
}

/** How a window that is due is drawn. */
export type WindowPlace =
  | { readonly as: "alone" }
  /** Under the message of an actor's more severe thread. */
  | { readonly as: "inhibited"; readonly under: string }
  /** In a storm; without an id in one that is to be opened. */
  | {
      readonly as: "storm";
      readonly kind: Storm["kind"];
      readonly storm?: string;
      readonly mute?: Mute;
    };

/** What decides on storms. */
export interface StormRules {
  readonly windowSeconds: number;
  /** Whether the destination folds storms at all. */
  readonly canStorm: boolean;
  /** Whether an actor's critical thread takes in its lesser ones. */
  readonly inhibit: boolean;
  /**
   * Whether the destination does not take messages now: no storm is opened then, as all that waits
   * belongs into one, once it does.
   */
  readonly isDown: boolean;
  /** What is muted. */
  readonly mutes: readonly Mute[];
}

/**
 * Windows of one rule that are drawn each by itself before the others are a storm. Of what
 * is not urgent those that nothing is shown of yet are in the storm too: they waited for that.
 */
export function handfulOf({ rank, outcome }: Pick<Mark, "rank" | "outcome">): number {
  // What failed changed nothing: of sign-ins as many users, few messages say it.
  const [critical, high] = outcome === undefined ? [24, 12] : [12, 5];
  return rank === 0 ? critical : rank === 1 ? high : 5;
}

/** Milliseconds after which a window that still waits belongs to an outage. */
const LATE = 5 * 60_000;

/** Windows of one rule that waited so long and are still drawn one by one. */
const MOST_LATE = 2;

/** The place of each window of a channel that has none. */
export type Placing = (mark: Mark) => WindowPlace;

/**
 * Decides how windows are drawn, from all that is marked in their channel.
 *
 * @param marks All of the channel: a window is marked until it closes, so they tell how many of a
 * rule opened in the time before one.
 */
export function placing(
  marks: readonly Mark[],
  storms: readonly Storm[],
  now: number,
  rules: StormRules,
): Placing {
  /** Most of the time all that is due has its place: then nobody asks. */
  let groups: ReadonlyMap<string, readonly Mark[]> | undefined;
  const known = new Map<string, GroupFacts | undefined>();
  const factsOf = (group: string): GroupFacts | undefined => {
    if (known.has(group)) return known.get(group);
    // What is muted makes no storm of the others.
    groups ??= groupsOf(marks.filter((it) => muteOf(rules.mutes, it, now) === undefined));
    const members = groups.get(group);
    const facts = members && {
      late: members.filter((it) => isLate(it, now)).length,
      ...crowdOf(members, rules.windowSeconds * 1_000),
    };
    known.set(group, facts);
    return facts;
  };
  const open = storms.filter(({ drawn }) => drawn.as !== "failed");

  return (mark) => {
    const mute = muteOf(rules.mutes, mark, now);
    if (mute !== undefined) {
      const storm = open.find((it) => it.kind === "mute" && isSameMute(it.mute, mute));
      return { as: "storm", kind: "mute", mute, ...(storm && { storm: storm.id }) };
    }
    const under = rules.inhibit ? inhibitor(mark, marks, now) : undefined;
    if (under !== undefined) return { as: "inhibited", under };
    const group = groupOf(mark);
    if (!rules.canStorm || group === undefined) return { as: "alone" };
    const facts = factsOf(group);
    if (facts === undefined) return { as: "alone" };
    const takes = (kind: Storm["kind"]) =>
      open.find((it) => it.kind === kind && groupOf(it) === group && mark.openedAt < it.closesAt);
    const into = (kind: Storm["kind"], storm: Storm | undefined): WindowPlace => {
      if (storm !== undefined) return { as: "storm", kind, storm: storm.id };
      return rules.isDown ? { as: "alone" } : { as: "storm", kind };
    };
    if (isLate(mark, now)) {
      const storm = takes("catch-up");
      if (storm !== undefined || facts.late > MOST_LATE) return into("catch-up", storm);
    }
    const storm = takes("storm");
    const isMore = (isUrgentRank(mark.rank) ? facts.beyond : facts.crowd).has(mark.window);
    const isIn = isMore || (storm !== undefined && mark.openedAt > storm.openedAt);
    return isIn ? into("storm", storm) : { as: "alone" };
  };
}

/** The windows of each rule and rank, the oldest first. */
function groupsOf(marks: readonly Mark[]): Map<string, Mark[]> {
  const groups = new Map<string, Mark[]>();
  for (const mark of marks) {
    const group = groupOf(mark);
    if (group === undefined || isStormId(mark.window)) continue;
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [mark]);
    else members.push(mark);
  }
  for (const members of groups.values()) members.sort(byOpening);
  return groups;
}

/** What the windows of one group come to. */
interface GroupFacts extends Crowd {
  /** Those that wait since an outage. */
  readonly late: number;
}

/** The windows that are more than a handful. */
interface Crowd {
  /** Those that a handful of others came before, in the time before each. */
  readonly beyond: ReadonlySet<string>;
  /** These, and the handful that came before them. */
  readonly crowd: ReadonlySet<string>;
}

function crowdOf(members: readonly Mark[], time: number): Crowd {
  const beyond = new Set<string>();
  const crowd = new Set<string>();
  let [from, added] = [0, 0];
  for (const [index, { window, openedAt, rank, outcome }] of members.entries()) {
    while ((members[from]?.openedAt ?? 0) <= openedAt - time) from++;
    if (index - from < handfulOf({ rank, outcome })) continue;
    beyond.add(window);
    for (const member of members.slice(Math.max(from, added), index + 1)) crowd.add(member.window);
    added = index + 1;
  }
  return { beyond, crowd };
}

/** Whether an id is a storm's own. */
export function isStormId(id: string): boolean {
  return id.startsWith(STORM_ID_PREFIX);
}

/** The id of a new storm. @param random A text no other has. */
export function stormIdOf(openedAt: number, random: string): string {
  return `${STORM_ID_PREFIX}${openedAt.toString(36)}-${random.replace(/[^0-9A-Za-z]/g, "").slice(0, 8)}`;
}

const STORM_ID_PREFIX = "storm-";

/**
 * Rule, rank and outcome: a sign-in that succeeds is none of the many that fail. What has no rule is
 * never in a storm.
 */
export function groupOf({
  ruleId,
  rank,
  outcome,
}: Pick<Mark, "ruleId" | "rank" | "outcome">): string | undefined {
  return ruleId === undefined ? undefined : `${rank}#${outcome ?? ""}#${ruleId}`;
}

/** Undrawn, not urgent, and waiting since an outage. */
function isLate({ as, rank, since }: Mark, now: number): boolean {
  return as === undefined && !isUrgentRank(rank) && since !== undefined && now - since > LATE;
}

function inhibitor(mark: Mark, marks: readonly Mark[], now: number): string | undefined {
  if (mark.actorKey === undefined || mark.rank === 0) return undefined;
  return marks.find(
    ({ rank, as, actorKey, closesAt }) =>
      rank === 0 && as === "alone" && actorKey === mark.actorKey && closesAt > now,
  )?.window;
}

function byOpening(a: Mark, b: Mark): number {
  return a.openedAt - b.openedAt || (a.window < b.window ? -1 : 1);
}
