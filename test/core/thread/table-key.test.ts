import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  channelPartition,
  claimKey,
  MARK_PREFIX,
  markKey,
  memberKey,
  membersPartition,
  threadKey,
  turnKey,
  windowKey,
} from "../../../src/core/thread/table-key.ts";

const keys = suite("the alert table's keys");

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
