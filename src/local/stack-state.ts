import { createHash } from "node:crypto";
import { readdirSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { FunctionHost, InvocationLog } from "./lambda/function-host.ts";
import type { ObjectChange } from "./s3/notification.ts";
import type { Content } from "./s3/object-content.ts";
import type { LastingStore, StoredObject } from "./s3/object-store.ts";
import type { SnsDeps, TopicMessage } from "./services/sns.ts";
import type { Queue, QueueLog, QueueMessage } from "./sqs/queue.ts";
import type { KeptChange, KeptHiding } from "./state/kept-state.ts";
import { type StateFolder, StateFolderError } from "./state/state-folder.ts";
import type { TableWiring, Wiring } from "./wiring/wiring.ts";

/**
 * Checks that a wiring has what the work of a state needs.
 *
 * @throws {StateFolderError} If there is no such queue or function any more.
 */
export function checkState({ kept }: StateFolder, { queues = [], functions = [] }: Wiring): void {
  for (const [name, messages] of kept.queues) {
    if (messages.size > 0 && !queues.some((it) => it.name === name)) throw missing("queue", name);
  }
  for (const { function: name } of kept.invocations.values()) {
    if (!functions.some((it) => it.name === name)) throw missing("function", name);
  }
}

/** Takes what happens in a queue into the state. */
export function queueLog({ journal }: StateFolder, queue: string): QueueLog {
  return {
    sent({ id, body, attributes, sentAt, deadLetterOf, trace, ...message }, due) {
      const { receiveCount } = message;
      const more = {
        ...(deadLetterOf !== undefined && { deadLetterOf }),
        ...(trace !== undefined && { trace }),
        ...(due !== undefined && { due }),
      };
      const kept = { id, body, attributes, sentAt, receiveCount, ...more };
      journal.append({ k: "sent", queue, message: kept });
    },
    hidden({ id, receiveCount, firstReceivedAt }, due, atFunction) {
      const hiding: KeptHiding = {
        receiveCount,
        ...(due !== undefined && { due }),
        ...(firstReceivedAt !== undefined && { firstReceivedAt }),
        ...(atFunction && { atFunction }),
      };
      journal.append({ k: "hidden", queue, id, ...hiding });
    },
    gone: ({ id }) => journal.append({ k: "gone", queue, id }),
  };
}

/** What goes on. */
export interface Resumed {
  readonly queues: ReadonlyMap<string, Queue>;
  readonly functions: ReadonlyMap<string, FunctionHost>;
  readonly onChange: (change: ObjectChange) => void;
  readonly failedVisibilitySeconds: number;
}

/**
 * Goes on with what was under way: tells of objects that nobody was told of, invokes again what had
 * not ended, and puts back what was in the queues. What a function had in hand of a queue comes
 * again as after an invocation that failed: it ended with the process.
 */
export function resume({ kept, objects: folder }: StateFolder, on: Resumed): void {
  for (const { k, change } of [...kept.untold.values()]) {
    const object = objectOf(change, folder);
    const event = k === "put" ? "ObjectCreated:Put" : "ObjectRemoved:Delete";
    on.onChange({ bucket: change.bucket, object, event, time: object.lastModified });
  }
  for (const { id, function: name, event } of [...kept.invocations.values()]) {
    on.functions.get(name)?.invokeAsync(event, id);
  }
  const again = Date.now() + on.failedVisibilitySeconds * 1000;
  for (const [name, messages] of kept.queues) {
    const queue = on.queues.get(name);
    for (const { due, atFunction, ...message } of [...messages.values()]) {
      const md5 = createHash("md5").update(message.body).digest("hex");
      const restored: QueueMessage = { ...message, md5 };
      queue?.restore(restored, atFunction ? Math.min(due ?? again, again) : due);
    }
  }
}

/** Takes a function's asynchronous invocations into the state. */
export function invocationLog({ journal }: StateFolder, name: string): InvocationLog {
  return {
    begun: (id, event) => journal.append({ k: "begun", invocation: { id, function: name, event } }),
    ended: (id, last) =>
      journal.atomic(() => {
        last();
        journal.append({ k: "ended", id });
      }),
  };
}

/**
 * The objects of a state, and what takes further ones into it.
 *
 * @throws {StateFolderError} If the content of one is not what it was.
 */
export function lastingStore({ kept, journal, objects: folder }: StateFolder): LastingStore {
  const objects = [...kept.objects.values()].map((change) => ({
    bucket: change.bucket,
    object: objectOf(change, folder),
  }));
  for (const { bucket, object } of objects) {
    const found = statSync(fileOf(object.content), { throwIfNoEntry: false })?.size;
    if (found === object.size) continue;
    const is = found === undefined ? "it is gone" : `it has ${found}`;
    throw new StateFolderError(
      `Cannot go on from the state folder as the content of s3://${bucket}/${object.key} must have ${object.size} bytes: ${is}. Use a copy of the folder, or another one`,
    );
  }
  const named = new Set(objects.map(({ object }) => basename(fileOf(object.content))));
  for (const file of readdirSync(folder)) {
    if (!named.has(file)) rmSync(join(folder, file));
  }
  return {
    folder,
    objects,
    put: (bucket, object) => journal.append({ k: "put", change: changeOf(bucket, object) }),
    deleted: (bucket, object) => journal.append({ k: "deleted", change: changeOf(bucket, object) }),
  };
}

/** Tells of a change, and notes that, as one. */
export function tellingOnce(
  { journal }: StateFolder,
  tell: (change: ObjectChange) => void,
): (change: ObjectChange) => void {
  return (change) =>
    journal.atomic(() => {
      tell(change);
      const { bucket, object } = change;
      const { key, sequencer } = object;
      journal.append({ k: "told", change: { bucket, key, sequencer } });
    });
}

/** What was published before, and what takes further messages into the state. */
export function publishedBefore({ kept }: StateFolder): Required<Pick<SnsDeps, "before">> {
  const counts = [...kept.counts].filter(([of]) => of.startsWith(TOPIC));
  return {
    before: {
      messages: kept.published.map(({ message }) => message as TopicMessage),
      counts: new Map(counts.map(([of, count]) => [of.slice(TOPIC.length), Number(count)])),
    },
  };
}

/** Takes a message of a topic into the state. */
export function keepPublished({ journal, kept }: StateFolder, message: TopicMessage): void {
  const of = TOPIC + message.topic;
  const counts = Number(kept.counts.get(of) ?? 0) + 1;
  journal.append({ k: "published", topic: message.topic, message }, { k: "counted", of, counts });
}

const TOPIC = "topic ";

/** Names of the tables that were there before. */
export function tablesBefore({ kept }: StateFolder): readonly string[] {
  return (kept.counts.get(TABLES) ?? []) as readonly string[];
}

/** Notes which tables there are. */
export function keepTables({ journal }: StateFolder, tables: readonly TableWiring[]): void {
  journal.append({ k: "counted", of: TABLES, counts: tables.map(({ name }) => name) });
}

const TABLES = "tables";

function missing(what: string, name: string): StateFolderError {
  return new StateFolderError(
    `Cannot go on from the state folder as its work must have ${what} "${name}": these settings have none. Start with the settings it was written with, or another folder`,
  );
}

function changeOf(bucket: string, object: StoredObject): KeptChange {
  const { content, ...rest } = object;
  return { bucket, ...rest, file: basename(fileOf(content)) };
}

function objectOf({ bucket: _, file, ...rest }: KeptChange, folder: string): StoredObject {
  return { ...(rest as unknown as StoredObject), content: { file: join(folder, String(file)) } };
}

function fileOf(content: Content): string {
  return "file" in content ? content.file : "";
}
