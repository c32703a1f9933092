import { suite } from "uvu";
import * as assert from "uvu/assert";
import { sha256 } from "../../../src/core/record/sha256.ts";
import {
  CHANNELS_PARTITION,
  channelPartition,
  claimKey,
  EDITS_KEY,
  KEEP_SECONDS,
  MARK_PREFIX,
  markKey,
  memberKey,
  membersPartition,
  paceKey,
  publishedKey,
  STORM_PREFIX,
  stormKey,
  stormMembersKey,
  threadKey,
  turnKey,
  windowKey,
} from "../../../src/core/thread/table-key.ts";

const keys = suite("the alert table's keys");

/** Another version of the program reads what this one wrote: a key stays what it is. */
for (const [what, { pk, sk }, expected] of [
  ["an event at a destination", claimKey("C1", "e1"), "claim#C1#e1 claim"],
  ["a thread", threadKey("C1", "t1"), "thread#C1#t1 current"],
  ["a window", windowKey("w1", "head"), "window#w1 head"],
  ["what is drawn of a window", windowKey("w1", "drawn"), "window#w1 drawn"],
  ["an event in its window", memberKey("w1", 3, "e1"), "members#w1#3 e1"],
  ["an event published by itself", publishedKey("w1", "e1"), "published#w1 e1"],
  ["a mark", markKey("C1", 2, "w1"), "channel#C1 mark#2#w1"],
  ["a turn", turnKey("C1"), "channel#C1 turn"],
  ["a pace", paceKey("C1"), "channel#C1 pace"],
  ["a storm", stormKey("C1", "s1"), "channel#C1 storm#s1"],
  ["a storm whose end is drawn", stormKey("C1", "s1", "ended"), "channel#C1 ended#s1"],
  ["a window of a storm", stormMembersKey("s1", "w1"), "stormMembers#s1 w1"],
  ["the edits of the workspace", EDITS_KEY, "workspace#slack edits"],
] as const) {
  keys(`are documented: ${what}`, () => {
    assert.is(`${pk} ${sk}`, expected);
  });
}

keys("begin as the queries of a channel ask for", () => {
  assert.equal([MARK_PREFIX, STORM_PREFIX, CHANNELS_PARTITION], ["mark#", "storm#", "channels"]);
  assert.ok(stormKey("C1", "s1").sk.startsWith(STORM_PREFIX));
  assert.not.ok(stormKey("C1", "s1", "ended").sk.startsWith(STORM_PREFIX));
});

keys("name a text by its hash from 901 bytes on, not before", () => {
  assert.is(claimKey("é".repeat(450), "e").pk, `claim#${"é".repeat(450)}#e`);
  const long = `${"é".repeat(450)}x`;
  assert.is(claimKey(long, "e").pk, `claim#sha256:${sha256(JSON.stringify(long))}#e`);
});

keys("of items are kept for thirty days", () => {
  assert.is(KEEP_SECONDS, 30 * 24 * 60 * 60);
});

const hostile = ["a".repeat(5_000), "\ud800", "\udfff", "é".repeat(1_000), "#", ""];

for (const text of hostile) {
  keys(`fit DynamoDB for ${JSON.stringify(text).slice(0, 20)}`, () => {
    for (const { pk, sk } of [
      claimKey(text, text),
      threadKey(text, text),
      windowKey(text, "head"),
      memberKey(text, 7, text),
      markKey(text, 0, text),
      turnKey(text),
      paceKey(text),
      stormKey(text, text),
      stormMembersKey(text, text),
      publishedKey(text, text),
    ]) {
      assert.ok(Buffer.byteLength(pk) <= 2_048 && Buffer.byteLength(sk) <= 1_024);
      assert.not.match(pk + sk, /\p{Cs}/u);
    }
  });
}

keys("tell texts apart that UTF-8 cannot", () => {
  assert.not.equal(claimKey("c", "\ud800"), claimKey("c", "\udfff"));
  assert.not.equal(claimKey("c", "x".repeat(1_000)), claimKey("c", "x".repeat(1_001)));
});

keys("sort a channel's marks by severity", () => {
  const sorted = [markKey("c", 4, "a"), markKey("c", 0, "b"), markKey("c", 1, "a")]
    .map(({ sk }) => sk)
    .sort();
  assert.equal(sorted, ["mark#0#b", "mark#1#a", "mark#4#a"]);
});

keys("keep a channel's marks and its turn in one partition", () => {
  for (const { pk } of [markKey("c", 0, "w"), turnKey("c")]) assert.is(pk, channelPartition("c"));
  assert.ok(markKey("c", 0, "w").sk.startsWith(MARK_PREFIX));
  assert.not.ok(turnKey("c").sk.startsWith(MARK_PREFIX));
});

keys("keep the members of one part of a window in a partition of their own", () => {
  assert.is(memberKey("w", 3, "e").pk, membersPartition("w", 3));
  assert.not.equal(membersPartition("w", 3), membersPartition("w", 4));
});

keys.run();
