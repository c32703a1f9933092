import type { SentMessages } from "../core/backtest/report.ts";
import type { Drawn } from "../core/thread/drawn.ts";
import type { Storm } from "../core/thread/storm.ts";
import type { WindowHead } from "../core/thread/window.ts";
import type { Drawings } from "../ports.ts";
import type { MemoryTable } from "./memory-table.ts";

/** What a destination is called for. */
export type SentKind = keyof SentMessages;

/** Messages to a destination, or of a rule's threads, so far. */
export type SentCounts = Record<SentKind, number>;

/** What happened in one channel. */
export interface ChannelFacts {
  readonly calls: SentCounts;
  threads: number;
  storms: number;
  /** Messages by the hour they were sent in, milliseconds since the epoch. */
  readonly byHour: Map<number, number>;
}

/** What came of one rule's threads. */
export interface RuleFacts {
  threads: number;
  /** Of its threads and storms, whatever their destination. */
  readonly calls: SentCounts;
}

/** Told of each thread that begins, and of each message about one. */
export interface ThreadListener {
  opened?(head: WindowHead): void;
  /** @param by How many of a kind were sent about the window. */
  sent?(head: WindowHead, call: SentKind, by: number): void;
  /** A window's last state before it is forgotten. */
  drawn?(head: WindowHead, drawn: Drawn): void;
}

const HOUR = 3_600_000;

/** Sees what the notifier does while a history is folded, and counts it. */
export class FoldWitness {
  readonly channels = new Map<string, ChannelFacts>();
  readonly rules = new Map<string, RuleFacts>();
  /** What the notifier logged as errors, counted. */
  readonly complaints = new Map<string, number>();
  readonly #listener: ThreadListener;

  constructor(listener: ThreadListener = {}) {
    this.#listener = listener;
  }

  opened(head: WindowHead): void {
    this.#channel(head.channel).threads++;
    this.#rule(head.ruleId).threads++;
    this.#listener.opened?.(head);
  }

  called(channel: string, call: SentKind, at: number): void {
    const { calls, byHour } = this.#channel(channel);
    calls[call]++;
    if (call === "edits") return;
    const hour = Math.floor(at / HOUR) * HOUR;
    byHour.set(hour, (byHour.get(hour) ?? 0) + 1);
  }

  complained(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    const { error } = fields;
    const text = error === undefined ? message : `${message}: ${error}`;
    this.complaints.set(text, (this.complaints.get(text) ?? 0) + 1);
  }

  /** The table's drawings, each message of which is counted for its rule. */
  watched({ drawings, headOf }: Pick<MemoryTable, "drawings" | "headOf">): Drawings {
    return {
      ...drawings,
      putDrawn: async (window, drawn) => {
        const head = headOf(window);
        const before = await drawings.drawn(window);
        if (head !== undefined) {
          this.#count(head.ruleId, before, drawn, head);
          this.#listener.drawn?.(head, drawn);
        }
        await drawings.putDrawn(window, drawn);
      },
      putStorm: async (channel, storm) => {
        const before = await drawings.storm(channel, storm.id);
        if (before === undefined) this.#channel(channel).storms++;
        this.#countStorm(before, storm);
        await drawings.putStorm(channel, storm);
      },
      renewMark: async (channel, mark, next) => {
        const head = mark.wantsDetails && next.wantsDetails === false && headOf(mark.window);
        if (head) this.#add(head.ruleId, "replies", 1, head);
        await drawings.renewMark(channel, mark, next);
      },
    };
  }

  #countStorm(before: Storm | undefined, { ruleId, drawn }: Storm): void {
    this.#count(ruleId, before?.drawn, drawn);
  }

  #count(
    rule: string | undefined,
    before: Drawn | undefined,
    after: Drawn,
    head?: WindowHead,
  ): void {
    if (before?.ts === undefined && after.ts !== undefined) this.#add(rule, "posts", 1, head);
    const replies = after.replies - (before?.replies ?? 0);
    if (replies > 0) this.#add(rule, "replies", replies, head);
    if (after.editedAt !== undefined && after.editedAt !== before?.editedAt) {
      this.#add(rule, "edits", 1, head);
    }
  }

  #add(rule: string | undefined, call: SentKind, by: number, head?: WindowHead): void {
    this.#rule(rule).calls[call] += by;
    if (head !== undefined) this.#listener.sent?.(head, call, by);
  }

  #channel(name: string): ChannelFacts {
    let facts = this.channels.get(name);
    if (facts === undefined) {
      facts = { calls: noCalls(), threads: 0, storms: 0, byHour: new Map() };
      this.channels.set(name, facts);
    }
    return facts;
  }

  /** @param rule Undefined of what no rule leads. */
  #rule(rule = ""): RuleFacts {
    let facts = this.rules.get(rule);
    if (facts === undefined) {
      facts = { threads: 0, calls: noCalls() };
      this.rules.set(rule, facts);
    }
    return facts;
  }
}

function noCalls(): SentCounts {
  return { posts: 0, replies: 0, edits: 0 };
}
