import { suite } from "uvu";
import * as assert from "uvu/assert";
import { FollowedThreads, markedWindows } from "../../../src/core/operation/followed-threads.ts";
import { markOf } from "../../support/marks.ts";
import { windowHead } from "../../support/window-heads.ts";

const test = suite("FollowedThreads");

const CLOSED = 900_000;
const HOUR = 3_600_000;

/** Of each thread that is news, what, and how many events. */
const told = (threads: FollowedThreads) =>
  threads.news().map(({ what, thread }) => `${thread.head.id} ${what} ${thread.count}`);

test("asks for a count where a mark is another one, and for no other", () => {
  const threads = new FollowedThreads();
  threads.add(windowHead());
  threads.see([markOf("w-1"), markOf("unknown")], 0);
  assert.equal(
    threads.toCount().map(({ id }) => id),
    ["w-1"],
  );
  threads.count("w-1", 2);
  threads.count("unknown", 2);
  assert.equal(told(threads), ["w-1 new 2"]);
  threads.see([markOf("w-1")], 1);
  assert.equal(threads.toCount(), []);
  threads.see([markOf("w-1", { version: "v2" })], 2);
  threads.count("w-1", 2);
  assert.equal(told(threads), [], "an event that comes twice is none");
  threads.see([markOf("w-1", { version: "v3" })], 2);
  threads.count("w-1", 5);
  assert.equal(told(threads), ["w-1 more 5"]);
});

test("takes what several channels are told for one thread, the most events of one for its count", () => {
  const threads = new FollowedThreads();
  threads.add(windowHead());
  threads.add(windowHead({ id: "w-2", channel: "bus", openedAt: 10 }));
  threads.count("w-1", 1);
  threads.count("w-2", 3);
  const [{ thread } = { thread: undefined }, ...more] = threads.news();
  assert.equal(more, []);
  assert.is(thread?.count, 3);
  assert.equal(
    [...(thread?.windows ?? [])],
    [
      ["slack:C1", "w-1"],
      ["bus", "w-2"],
    ],
  );
});

test("takes the next window of a channel, or one after the end, for a thread of its own", () => {
  const threads = new FollowedThreads();
  threads.add(windowHead());
  threads.add(windowHead({ id: "w-2", openedAt: CLOSED - 1 }));
  threads.add(windowHead({ id: "w-3", channel: "bus", openedAt: CLOSED + CLOSED, closesAt: HOUR }));
  for (const id of ["w-1", "w-2", "w-3"]) threads.count(id, 1);
  assert.equal(told(threads), ["w-1 new 1", "w-2 new 1", "w-3 new 1"]);
});

test("keeps quiet about what was there, and not about what comes to it", () => {
  const threads = new FollowedThreads();
  threads.add(windowHead());
  threads.keepQuiet("w-1");
  threads.keepQuiet("unknown");
  threads.count("w-1", 4);
  assert.equal(told(threads), []);
  threads.count("w-1", 5);
  assert.equal(told(threads), ["w-1 more 5"]);
});

test("counts a window once more at its end, and forgets it an hour later", () => {
  const threads = new FollowedThreads();
  threads.add(windowHead());
  threads.see([markOf("w-1")], 0);
  threads.count("w-1", 1);
  assert.equal(told(threads), ["w-1 new 1"]);
  threads.see([], CLOSED);
  threads.count("w-1", 2);
  assert.equal(told(threads), ["w-1 more 2"]);
  threads.see([], CLOSED + HOUR - 1);
  assert.ok(threads.knows("w-1"));
  threads.see([], CLOSED + HOUR);
  assert.not.ok(threads.knows("w-1"));
  threads.add(windowHead({ id: "w-9", channel: "bus", openedAt: 1 }));
  threads.count("w-9", 1);
  assert.equal(told(threads), ["w-9 new 1"]);
});

test("keeps a window that must be counted, however long it is over", () => {
  const threads = new FollowedThreads();
  threads.add(windowHead());
  threads.see([], HOUR * 9);
  assert.ok(threads.knows("w-1"));
});

test("has a thread that it cannot read, which is one all the same", () => {
  const threads = new FollowedThreads();
  threads.add(windowHead({ subject: "no JSON" }));
  threads.count("w-1", 1);
  const [news] = threads.news();
  assert.is(news?.thread.subject, undefined);
});

test.run();

const windows = suite("markedWindows");

windows("names each window once, and no storm", () => {
  const marks = [markOf("a"), markOf("storm-k3-x"), markOf("a", { rank: 0 }), markOf("b")];
  assert.equal(markedWindows(marks), ["a", "b"]);
});

windows.run();
