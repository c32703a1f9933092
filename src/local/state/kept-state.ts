import type { Kept } from "./journal.ts";

/** Something that happened in the local stack or at its desk, in the order it happened. */
export type Entry =
  | { readonly k: "sent"; readonly queue: string; readonly message: KeptMessage }
  | ({ readonly k: "hidden"; readonly queue: string; readonly id: string } & KeptHiding)
  | { readonly k: "gone"; readonly queue: string; readonly id: string }
  | { readonly k: "begun"; readonly invocation: KeptInvocation }
  | { readonly k: "ended"; readonly id: string }
  | { readonly k: "put"; readonly change: KeptChange }
  | { readonly k: "deleted"; readonly change: KeptChange }
  | { readonly k: "told"; readonly change: ChangeName }
  | { readonly k: "published"; readonly topic: string; readonly message: unknown }
  | { readonly k: "said"; readonly channel: string; readonly said: KeptSaid }
  | { readonly k: "edited"; readonly channel: string; readonly message: { readonly ts: string } }
  | { readonly k: "counted"; readonly of: string; readonly counts: unknown };

/** A message of a queue. */
export interface KeptMessage extends KeptHiding {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly sentAt: number;
  readonly deadLetterOf?: string;
  readonly trace?: string;
}

/** Until when a message is invisible, and how often it was received. */
export interface KeptHiding {
  /** Milliseconds since the epoch; absent or past = visible. */
  readonly due?: number;
  readonly receiveCount: number;
  readonly firstReceivedAt?: number;
  /** Whether a function was given it, and has not said since when to try again. */
  readonly atFunction?: boolean;
}

/** An asynchronous invocation that has not ended. */
export interface KeptInvocation {
  readonly id: string;
  readonly function: string;
  readonly event: unknown;
}

/** Names one write or deletion of an object. */
export interface ChangeName {
  readonly bucket: string;
  readonly key: string;
  readonly sequencer: string;
}

/** A write or a deletion of an object, with what is stored of it. */
export interface KeptChange extends ChangeName {
  readonly etag: string;
  readonly [member: string]: unknown;
}

/** A message of the desk. */
export interface KeptSaid {
  readonly message: { readonly ts: string; readonly thread_ts?: string };
  /** Whether it stands in the channel itself. */
  readonly isPost: boolean;
  /** What its thread's parent became by it. */
  readonly parent?: { readonly ts: string };
}

/** What a local stack and its desk go on from. */
export interface KeptState extends Kept<Entry> {
  /** By queue, then by message id, in the order they were sent. */
  readonly queues: ReadonlyMap<string, ReadonlyMap<string, KeptMessage>>;
  readonly invocations: ReadonlyMap<string, KeptInvocation>;
  /** Objects that are there, by bucket and key. */
  readonly objects: ReadonlyMap<string, KeptChange>;
  /** Entity tags of objects that ever were there, by bucket and key. */
  readonly everPut: ReadonlyMap<string, string>;
  /** Changes of which nobody was told yet: `put` or `deleted`, by bucket, key and sequencer. */
  readonly untold: ReadonlyMap<string, Entry & { readonly k: "put" | "deleted" }>;
  readonly published: readonly { readonly topic: string; readonly message: unknown }[];
  /** By channel, then by `ts`. */
  readonly said: ReadonlyMap<string, ReadonlyMap<string, KeptSaid>>;
  /** Whatever was counted last, by what it is a count of. */
  readonly counts: ReadonlyMap<string, unknown>;
}

/** Name of an object among all buckets'. */
export function objectName(bucket: string, key: string): string {
  return JSON.stringify([bucket, key]);
}

/**
 * Makes an empty state.
 *
 * @param keep Messages kept of each channel, and of all topics together.
 */
export function createKeptState(keep: number): KeptState {
  const queues = new Map<string, Map<string, KeptMessage>>();
  const invocations = new Map<string, KeptInvocation>();
  const objects = new Map<string, KeptChange>();
  const everPut = new Map<string, string>();
  const untold = new Map<string, Entry & { readonly k: "put" | "deleted" }>();
  let published: { readonly topic: string; readonly message: unknown }[] = [];
  const said = new Map<string, Map<string, KeptSaid>>();
  const counts = new Map<string, unknown>();

  const change = (entry: Entry & { readonly k: "put" | "deleted" }): void => {
    const name = objectName(entry.change.bucket, entry.change.key);
    if (entry.k === "put") {
      objects.set(name, entry.change);
      everPut.set(name, entry.change.etag);
    } else objects.delete(name);
    untold.set(nameOf(entry.change), entry);
  };
  const apply = (entry: Entry): void => {
    switch (entry.k) {
      case "sent":
        within(queues, entry.queue).set(entry.message.id, entry.message);
        break;
      case "hidden": {
        const { k: _, queue, id, ...hiding } = entry;
        const messages = within(queues, queue);
        const { due: __, firstReceivedAt: ___, atFunction: ____, ...rest } = messages.get(id) ?? {};
        if ("body" in rest) messages.set(id, { ...(rest as KeptMessage), ...hiding });
        break;
      }
      case "gone":
        within(queues, entry.queue).delete(entry.id);
        break;
      case "begun":
        invocations.set(entry.invocation.id, entry.invocation);
        break;
      case "ended":
        invocations.delete(entry.id);
        break;
      case "put":
      case "deleted":
        change(entry);
        break;
      case "told":
        untold.delete(nameOf(entry.change));
        break;
      case "published":
        published.push(entry);
        if (published.length > 2 * keep) published = published.slice(-keep);
        break;
      case "said":
        say(within(said, entry.channel), entry.said, keep);
        break;
      case "edited":
        edit(within(said, entry.channel), entry.message);
        break;
      case "counted":
        counts.set(entry.of, entry.counts);
        break;
    }
  };

  return {
    queues,
    invocations,
    objects,
    everPut,
    untold,
    get published() {
      return published;
    },
    said,
    counts,
    apply,
    *entries() {
      for (const [queue, messages] of queues) {
        for (const message of messages.values()) yield { k: "sent", queue, message };
      }
      for (const invocation of invocations.values()) yield { k: "begun", invocation };
      // First: what was put again since must not go with it.
      for (const entry of untold.values()) if (entry.k === "deleted") yield entry;
      for (const [name, etag] of everPut) {
        const kept = objects.get(name);
        const [bucket = "", key = ""] = JSON.parse(name);
        const before = { bucket, key, etag, sequencer: "" };
        yield { k: "put", change: kept ?? before };
        if (kept === undefined) yield { k: "deleted", change: before };
        const { sequencer } = kept ?? before;
        if (!untold.has(nameOf({ bucket, key, sequencer }))) {
          yield { k: "told", change: { bucket, key, sequencer } };
        }
      }
      for (const { topic, message } of published) yield { k: "published", topic, message };
      for (const [channel, messages] of said) {
        for (const { message, isPost } of messages.values()) {
          yield { k: "said", channel, said: { message, isPost } };
        }
      }
      for (const [of, counted] of counts) yield { k: "counted", of, counts: counted };
    },
  };
}

function nameOf({ bucket, key, sequencer }: ChangeName): string {
  return JSON.stringify([bucket, key, sequencer]);
}

function within<V>(maps: Map<string, Map<string, V>>, name: string): Map<string, V> {
  const found = maps.get(name) ?? new Map<string, V>();
  maps.set(name, found);
  return found;
}

function say(messages: Map<string, KeptSaid>, { parent, ...said }: KeptSaid, keep: number): void {
  messages.set(said.message.ts, said);
  if (parent !== undefined) edit(messages, parent);
  if (messages.size <= 2 * keep) return;
  // Replies of what is forgotten go with it: they could stand nowhere.
  const [...all] = messages;
  for (const [ts] of all.slice(0, -keep)) messages.delete(ts);
  for (const [ts, { message }] of messages) {
    const { thread_ts = ts } = message;
    if (!messages.has(thread_ts)) messages.delete(ts);
  }
}

function edit(messages: Map<string, KeptSaid>, message: { readonly ts: string }): void {
  const before = messages.get(message.ts);
  if (before !== undefined) messages.set(message.ts, { ...before, message });
}
