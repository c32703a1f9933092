import { rankOf } from "../../src/core/thread/mark.ts";
import type { Member } from "../../src/core/thread/member.ts";
import { tallyOf } from "../../src/core/thread/tally.ts";
import type { WindowHead } from "../../src/core/thread/window.ts";
import { drawTurn, type TurnEnd } from "../../src/notifier/draw/turn.ts";
import type { Pen } from "../../src/notifier/pen/pen.ts";
import type { Picture } from "../../src/notifier/pen/picture.ts";
import type { DrawDeps, DrawSettings } from "../../src/notifier/sheet/draw-deps.ts";
import type { DeadLetter } from "../../src/ports.ts";
import { alertWith } from "./alerts.ts";
import { memberWith } from "./members.ts";
import { type MemoryDrawings, memoryDrawings } from "./memory-drawings.ts";
import { windowHead } from "./window-heads.ts";

/** A call to the rig's destination. */
export interface RigCall {
  readonly method: "post" | "edit" | "probe" | "find";
  readonly picture?: Picture;
  /** Of an edit its message; of a reply its parent. */
  readonly ts?: string;
  readonly at: number;
}

/** A message as the destination shows it now. */
export interface RigMessage {
  readonly ts: string;
  readonly under?: string;
  readonly of: string;
  picture: Picture;
  edits: number;
}

/** One channel and its drawer, all in memory; time passes where it is waited, and by a call. */
export interface DrawRig {
  readonly table: MemoryDrawings;
  readonly deps: DrawDeps;
  readonly calls: RigCall[];
  readonly messages: RigMessage[];
  readonly letters: DeadLetter[];
  readonly notices: string[];
  now: number;
  /** Milliseconds a call takes. */
  callTime: number;
  /** Called before each call; throws to have the call fail. `afterwards` has it fail with effect. */
  onCall: (call: RigCall, fail: (error: Error) => void) => void;
  /** Records events of one window. */
  record(head: Partial<WindowHead>, members: readonly Partial<Member>[], wait?: number): void;
  turn(): Promise<TurnEnd>;
  /** Has turns taken as they are planned, until a time. */
  run(until: number): Promise<void>;
  /** Parents, storms and summaries, in order. */
  parents(): readonly RigMessage[];
  replies(): readonly RigMessage[];
}

/** When rigs begin, milliseconds since the epoch. */
export const RIG_START = 1_700_000_000_000;

/** Makes a rig. */
export function drawRig(
  options: {
    readonly traits?: Partial<Pen["traits"]>;
    readonly settings?: Partial<DrawSettings>;
  } = {},
): DrawRig {
  const clock = {
    now: () => rig.now,
    sleep: async (milliseconds: number) => {
      rig.now += milliseconds;
    },
  };
  const table = memoryDrawings(clock);
  let lastId = 0;

  async function call<T>(made: Omit<RigCall, "at">, use: () => T): Promise<T> {
    await undefined;
    const call = { ...made, at: rig.now };
    rig.calls.push(call);
    rig.now += rig.callTime;
    let failure: Error | undefined;
    rig.onCall(call, (error) => {
      failure = error;
    });
    const value = use();
    if (failure !== undefined) throw failure;
    return value;
  }

  const pen: Pen = {
    traits: {
      canEdit: true,
      canReply: true,
      growth: "growing",
      endsOnly: false,
      canStorm: true,
      hasDetails: false,
      spacing: 1_100,
      takesEach: false,
      ...options.traits,
    },
    hash: (picture) => JSON.stringify([picture.kind, "tally" in picture && picture.tally.count]),
    post: (picture, { under, of }) =>
      call({ method: "post", picture, ...(under !== undefined && { ts: under }) }, () => {
        const ts = `m${++lastId}`;
        rig.messages.push({ ts, of, picture, edits: 0, ...(under !== undefined && { under }) });
        return ts;
      }),
    edit: (ts, picture) =>
      call({ method: "edit", picture, ts }, () => {
        const message = rig.messages.find((it) => it.ts === ts);
        if (message === undefined) throw new Error(`there is no ${ts}`);
        message.picture = picture;
        message.edits++;
      }),
    probe: () => call({ method: "probe" }, () => {}),
    find: ({ of }) =>
      call({ method: "find" }, () => rig.messages.find((it) => it.of === of && !it.under)?.ts),
    publish: ({ identity }) =>
      call({ method: "post" }, () => {
        rig.messages.push({ ts: "", of: identity, picture: NO_PICTURE, edits: 0 });
      }),
  };
  const rig: DrawRig = {
    table,
    calls: [],
    messages: [],
    letters: [],
    notices: [],
    now: RIG_START,
    callTime: 200,
    onCall: () => {},
    deps: {
      drawings: table.drawings,
      turns: table.turns,
      edits: table.edits,
      penOf: (channel) => (channel === "slack:C1" ? pen : undefined),
      deadLetters: {
        send: async (letter) => {
          rig.letters.push(letter);
        },
      },
      tell: async ({ identity }) => {
        rig.notices.push(identity);
      },
      clock,
      log: { info() {}, warn() {}, error() {}, metrics() {} },
      random: () => `r${String(++lastId).padStart(7, "0")}`,
      settings: {
        times: { groupInterval: 15_000, repeatInterval: 600_000, maxReplies: 20 },
        windowSeconds: 900,
        inhibit: false,
        ...options.settings,
      },
    },
    record(fields, members, wait = 0) {
      const known = table.heads.get(fields.id ?? "w-1");
      const openedAt = rig.now;
      const head =
        known ??
        windowHead({
          severity: "medium",
          subject: JSON.stringify(alertWith({ severity: fields.severity ?? "medium" })),
          openedAt,
          closesAt: openedAt + 900_000,
          ...fields,
        });
      table.heads.set(head.id, head);
      const all = table.members.get(head.id) ?? new Map<string, Member>();
      for (const fact of members) {
        const identity = fact.identity ?? `e${all.size}`;
        const member = {
          severity: head.severity,
          time: rig.now,
          recordedAt: rig.now,
          identity,
          ...fact,
        };
        all.set(identity, memberWith(member));
      }
      table.members.set(head.id, all);
      const { ruleId, actorKey, outcome } = head;
      table.mark({
        window: head.id,
        rank: rankOf(head.severity),
        ...(ruleId !== undefined && { ruleId }),
        ...(actorKey !== undefined && { actorKey }),
        ...(outcome !== undefined && { outcome }),
        openedAt: head.openedAt,
        closesAt: head.closesAt,
        since: rig.now,
        due: rig.now + wait,
        version: `v${++lastId}`,
      });
      table.planned = Math.min(table.planned ?? Number.POSITIVE_INFINITY, rig.now + wait);
    },
    turn: () => drawTurn("slack:C1", rig.deps),
    async run(until) {
      while (table.planned !== undefined && table.planned <= until) {
        rig.now = Math.max(rig.now, table.planned);
        table.planned = undefined;
        const end = await rig.turn();
        if (end.kind === "busy") table.planned = end.until + 1;
      }
      rig.now = Math.max(rig.now, until);
    },
    parents: () => rig.messages.filter(({ under }) => under === undefined),
    replies: () => rig.messages.filter(({ under }) => under !== undefined),
  };
  return rig;
}

const NO_PICTURE: Picture = {
  kind: "parent",
  head: windowHead(),
  tally: tallyOf([]),
  isClosed: false,
};

/** So many events, each with facts of its own. */
export function someMembers(
  count: number,
  factsOf: (index: number) => Partial<Member> = () => ({}),
) {
  return Array.from({ length: count }, (_, index) => factsOf(index));
}
