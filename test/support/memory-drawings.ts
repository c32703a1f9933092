import type { Mute } from "../../src/core/mute/mute.ts";
import { permitOf, WORKSPACE_EDITS } from "../../src/core/thread/call-rate.ts";
import type { Drawn } from "../../src/core/thread/drawn.ts";
import type { Mark } from "../../src/core/thread/mark.ts";
import type { Member } from "../../src/core/thread/member.ts";
import { FREE_PACE, type Pace } from "../../src/core/thread/pace.ts";
import type { Storm } from "../../src/core/thread/storm.ts";
import type { Tally } from "../../src/core/thread/tally.ts";
import type { WindowHead } from "../../src/core/thread/window.ts";
import type { ChannelTurns, Clock, Drawings, WorkspaceEdits } from "../../src/ports.ts";

/** One channel's part of the alert table, in memory. */
export interface MemoryDrawings {
  readonly drawings: Drawings;
  readonly edits: WorkspaceEdits;
  readonly turns: ChannelTurns;
  readonly heads: Map<string, WindowHead>;
  readonly members: Map<string, Map<string, Member>>;
  readonly marks: Map<string, Mark>;
  readonly drawn: Map<string, Drawn>;
  readonly storms: Map<string, Storm>;
  readonly ended: Map<string, Storm>;
  readonly tallies: Map<string, Map<string, Tally>>;
  /** What is muted. */
  readonly mutes: Mute[];
  /** When the next turn is planned, milliseconds since the epoch. */
  planned: number | undefined;
  /** Windows whose members were read, in order. */
  readonly reads: string[];
  /** As the recorder marks. */
  mark(mark: Mark): void;
  /** Called before each call, by its name; throws to have the call fail. */
  onCall: (name: string) => void;
}

/** Makes an empty one. */
export function memoryDrawings(clock: Clock): MemoryDrawings {
  let pace: Pace = FREE_PACE;
  let tat = 0;
  let seq = 0;
  let lease: { holder: string; until: number } | undefined;
  const published = new Map<string, Set<string>>();
  const table: Omit<MemoryDrawings, "drawings" | "edits" | "turns"> = {
    heads: new Map(),
    members: new Map(),
    marks: new Map(),
    drawn: new Map(),
    storms: new Map(),
    ended: new Map(),
    tallies: new Map(),
    mutes: [],
    planned: undefined,
    reads: [],
    mark(mark) {
      const old = table.marks.get(mark.window);
      const due = Math.min(old?.due ?? mark.due, mark.due);
      table.marks.set(mark.window, {
        ...mark,
        ...old,
        due,
        version: mark.version,
        since: old?.since ?? mark.since,
      });
      seq++;
    },
    onCall: () => {},
  };
  const call = async <T>(name: string, use: () => T): Promise<T> => {
    await undefined;
    table.onCall(name);
    return use();
  };
  const sorted = () =>
    [...table.marks.values()].sort((a, b) => a.rank - b.rank || (a.window < b.window ? -1 : 1));

  const drawings: Drawings = {
    marks: () => call("marks", sorted),
    criticalMarks: () => call("criticalMarks", () => sorted().filter(({ rank }) => rank === 0)),
    putMark: (_, mark) => call("putMark", () => void table.marks.set(mark.window, mark)),
    renewMark: (_, { window, version }, { isWaiting, due, ...facts }) =>
      call("renewMark", () => {
        const old = table.marks.get(window);
        if (old === undefined) return;
        const { since, ...rest } = old;
        const isSame = old.version === version;
        table.marks.set(window, {
          ...rest,
          ...(since !== undefined && (!isSame || isWaiting) && { since }),
          ...facts,
          due: isSame ? due : old.due,
        });
      }),
    clearMark: (_, { window, version }) =>
      call("clearMark", () => {
        if (table.marks.get(window)?.version === version) table.marks.delete(window);
      }),
    head: (window) => call("head", () => table.heads.get(window)),
    members: (window) =>
      call("members", () => {
        table.reads.push(window);
        return [...(table.members.get(window)?.values() ?? [])];
      }),
    drawn: (window) => call("drawn", () => table.drawn.get(window)),
    putDrawn: (window, drawn) => call("putDrawn", () => void table.drawn.set(window, drawn)),
    storms: () => call("storms", () => [...table.storms.values()]),
    storm: (_, id) => call("storm", () => table.storms.get(id) ?? table.ended.get(id)),
    putStorm: (_, storm) => call("putStorm", () => void table.storms.set(storm.id, storm)),
    endStorm: (_, storm) =>
      call("endStorm", () => {
        table.ended.set(storm.id, storm);
        table.storms.delete(storm.id);
      }),
    stormTallies: (storm) => call("stormTallies", () => new Map(table.tallies.get(storm))),
    putStormTally: (storm, window, tally) =>
      call("putStormTally", () => {
        const tallies = table.tallies.get(storm) ?? new Map<string, Tally>();
        table.tallies.set(storm, tallies.set(window, tally));
      }),
    mutes: () => call("mutes", () => table.mutes),
    pace: () => call("pace", () => pace),
    putPace: (_, next) =>
      call("putPace", () => {
        pace = next;
      }),
    published: (window) => call("published", () => new Set(published.get(window))),
    putPublished: (window, identities) =>
      call("putPublished", () => {
        published.set(window, new Set([...(published.get(window) ?? []), ...identities]));
      }),
  };
  const edits: WorkspaceEdits = {
    take: (kept) =>
      call("takeEdit", () => {
        const permit = permitOf(WORKSPACE_EDITS, tat, clock.now(), kept);
        if (permit.isGranted) tat = permit.tat;
        return permit;
      }),
    pause: (until) =>
      call("pauseEdits", () => {
        tat = Math.max(tat, until + 13_500);
      }),
  };
  const turns: ChannelTurns = {
    ask: (_, due) =>
      call("ask", () => {
        seq++;
        if (lease !== undefined && lease.until > clock.now()) return;
        made.planned = Math.min(
          made.planned ?? Number.POSITIVE_INFINITY,
          Math.max(due, clock.now()),
        );
      }),
    take: (_, holder, seconds) =>
      call("take", () => {
        const now = clock.now();
        if (lease !== undefined && lease.until >= now) return { taken: false, until: lease.until };
        lease = { holder, until: now + seconds * 1_000 };
        made.planned = undefined;
        return { taken: true, seq };
      }),
    sequence: () => call("sequence", () => seq),
    release: (_, holder, sequence) =>
      call("release", () => {
        if (lease?.holder !== holder) return true;
        if (seq !== sequence) return false;
        lease = undefined;
        made.planned = undefined;
        return true;
      }),
    channels: () => call("channels", () => ["slack:C1"]),
    state: () =>
      call("state", () => ({
        ...(made.planned !== undefined && { at: made.planned }),
        ...(lease !== undefined && { until: lease.until }),
      })),
  };
  const made: MemoryDrawings = Object.assign(table, { drawings, edits, turns });
  return made;
}
