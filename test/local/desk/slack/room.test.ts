import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createChangeLog } from "../../../../src/local/desk/slack/change-log.ts";
import type { Message } from "../../../../src/local/desk/slack/message.ts";
import { createRoom } from "../../../../src/local/desk/slack/room.ts";

const room = suite("createRoom()");

room("forgets the replies of the oldest thread first, then the thread, and counts all", () => {
  const kept = createRoom(3);
  const parent = said("1");
  kept.add(parent, { isPost: true });
  for (const ts of ["2", "3"]) kept.add(said(ts), { isPost: false, parent });
  kept.add(said("4"), { isPost: true });
  assert.equal([...kept.all.keys()], ["1", "3", "4"]);
  assert.equal(kept.replies("1"), ["3"]);
  for (const ts of ["5", "6", "7"]) kept.add(said(ts), { isPost: true });
  assert.equal([...kept.all.keys()], ["5", "6", "7"]);
  assert.equal(kept.posts, ["5", "6", "7"]);
  assert.equal(kept.counts(), { messages: 5, threads: 1, replies: 2 });
});

room("forgets replies of its only thread, never its parent", () => {
  const kept = createRoom(2);
  const parent = said("1");
  kept.add(parent, { isPost: true });
  for (const ts of ["2", "3", "4"]) kept.add(said(ts), { isPost: false, parent });
  assert.equal([...kept.all.keys()], ["1", "4"]);
});

room.run();

const log = suite("createChangeLog()");

log("numbers every change and answers those after one, as far as they are kept", () => {
  const kept = createChangeLog(2);
  assert.is(kept.last(), 0);
  for (const ts of ["1", "2", "3", "4", "5", "6"]) kept.add({ kind: "posted", channel: "C", ts });
  assert.is(kept.last(), 6);
  assert.equal(
    kept.after(5).map(({ ts, seq }) => [ts, seq]),
    [["6", 6]],
  );
  assert.equal(kept.after(6), []);
  assert.is(kept.after(0).at(-1)?.seq, 6);
  assert.ok(kept.after(0).length >= 2 && kept.after(0).length < 6);
});

log.run();

function said(ts: string): Message {
  return { type: "message", ts, text: ts, team: "T" } as Message;
}
