import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  createKeptState,
  type Entry,
  type KeptState,
} from "../../../src/local/state/kept-state.ts";

const test = suite("createKeptState()");

const name = fc.constantFrom("a", "b", "c");
const ts = fc.integer({ min: 1, max: 5 }).map((n) => `1.00000${n}`);
const change = fc
  .record({ bucket: fc.constantFrom("x", "y"), key: name, sequencer: fc.constantFrom("1", "2") })
  .map((it) => ({ ...it, etag: it.sequencer, file: it.sequencer }));
const hiding = fc.record({
  receiveCount: fc.nat(3),
  due: fc.option(fc.nat(9), { nil: undefined }),
});

const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({
    k: fc.constant("sent" as const),
    queue: name,
    message: fc.record({
      id: name,
      body: name,
      attributes: fc.constant({}),
      sentAt: fc.nat(9),
      receiveCount: fc.constant(0),
    }),
  }),
  fc
    .tuple(name, name, hiding)
    .map(([queue, id, it]) => ({ k: "hidden" as const, queue, id, ...it }) as Entry),
  fc.record({ k: fc.constant("gone" as const), queue: name, id: name }),
  fc.record({
    k: fc.constant("begun" as const),
    invocation: fc.record({ id: name, function: name, event: fc.constant({ e: 1 }) }),
  }),
  fc.record({ k: fc.constant("ended" as const), id: name }),
  fc.record({ k: fc.constantFrom("put" as const, "deleted" as const), change }),
  fc.record({ k: fc.constant("told" as const), change }),
  fc.record({ k: fc.constant("published" as const), topic: name, message: name }),
  fc.tuple(name, ts, fc.boolean()).map(([channel, at, isPost]) => ({
    k: "said" as const,
    channel,
    said: { message: { ts: at }, isPost },
  })),
  fc.record({
    k: fc.constant("edited" as const),
    channel: name,
    message: fc.record({ ts, text: name }),
  }),
  fc.record({ k: fc.constant("counted" as const), of: name, counts: fc.nat(9) }),
);

function after(entries: Iterable<Entry>): KeptState {
  const state = createKeptState(100);
  for (const each of entries) state.apply(each);
  return state;
}

function byName<V>(entries: readonly (readonly [string, V])[]): readonly (readonly [string, V])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What a restart goes on from, comparable; empty parts left out. */
function shown(state: KeptState) {
  const filled = (maps: ReadonlyMap<string, ReadonlyMap<string, unknown>>) =>
    [...maps].filter(([, inner]) => inner.size > 0).map(([of, inner]) => [of, [...inner]] as const);
  return JSON.stringify({
    queues: byName(filled(state.queues)),
    invocations: [...state.invocations],
    objects: byName([...state.objects]),
    everPut: byName([...state.everPut]),
    published: state.published.map(({ topic, message }) => [topic, message]),
    said: byName(filled(state.said)),
    counts: byName([...state.counts]),
  });
}

test("adds up to the same from the fewest entries, whatever happened", () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
      const state = after(entries);
      assert.is(shown(after(state.entries())), shown(state));
    }),
    { numRuns: 500 },
  );
});

test("tells once of what nobody was told: in the fewest entries too", () => {
  const stored = (k: "put" | "deleted", sequencer: string): Entry => ({
    k,
    change: { bucket: "b", key: "k", sequencer, etag: sequencer },
  });
  const told: Entry = { k: "told", change: { bucket: "b", key: "k", sequencer: "1" } };
  const untold = (...entries: Entry[]) =>
    [...after(after(entries).entries()).untold.values()].map(({ k, change }) => [
      k,
      change.sequencer,
    ]);
  assert.equal(untold(stored("put", "1")), [["put", "1"]]);
  assert.equal(untold(stored("put", "1"), told), []);
  assert.equal(untold(stored("put", "1"), told, stored("deleted", "1")), [["deleted", "1"]]);
  const again = after([stored("put", "1"), told, stored("deleted", "1"), stored("put", "2")]);
  assert.is(after(again.entries()).objects.size, 1, "what was put again since is there");
});

test("forgets the oldest of what is said, and replies that could stand nowhere", () => {
  const state = createKeptState(3);
  const say = (at: number, above?: number): void => {
    const thread = above === undefined ? {} : { thread_ts: `1.${above}` };
    const message = { ts: `1.${at}`, ...thread };
    state.apply({ k: "said", channel: "c", said: { message, isPost: above === undefined } });
  };
  say(10);
  for (const at of [11, 12, 13, 14]) say(at, 10);
  say(15);
  assert.is(state.said.get("c")?.size, 6);
  say(16, 10);
  assert.equal([...(state.said.get("c")?.keys() ?? [])], ["1.15"]);
});

test.run();
