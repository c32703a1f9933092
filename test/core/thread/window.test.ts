import { suite } from "uvu";
import * as assert from "uvu/assert";
import { MANY_SHARDS, openedAtOf, shardOf, windowIdOf } from "../../../src/core/thread/window.ts";

const id = suite("windowIdOf()");

id("holds no # whatever channel, thread and random text are", () => {
  assert.match(windowIdOf("slack:C1#x", "t#1", 1_769_213_160_000, "a#b-c_d+e"), /^[0-9a-z-]+$/);
});

id("tells channels, threads, moments and random texts apart", () => {
  const ids = [
    windowIdOf("a", "b", 1, "aaaaaa"),
    windowIdOf("a", "b", 1, "bbbbbb"),
    windowIdOf("a", "b", 2, "aaaaaa"),
    windowIdOf("a", "c", 1, "aaaaaa"),
    windowIdOf("ab", "", 1, "aaaaaa"),
    windowIdOf("", "ab", 1, "aaaaaa"),
  ];
  assert.is(new Set(ids).size, ids.length);
});

id("begins the same for the same channel and thread, and is short whatever they are", () => {
  const [one = "", other = ""] = [1, 2].map((at) => windowIdOf("a", "b", at, "0b6e-44#11-9c"));
  assert.is(one.slice(0, 41), other.slice(0, 41));
  assert.match(one, /^[0-9a-f]{40}-1-0b6e44$/);
  assert.match(windowIdOf("a".repeat(9_000), "b", 36, "x"), /^[0-9a-f]{40}-10-x$/);
});

id("says when the window was opened", () => {
  assert.is(openedAtOf(windowIdOf("a", "b", 1_769_213_160_000, "x")), 1_769_213_160_000);
  assert.is(openedAtOf("no window"), 0);
});

id.run();

const shard = suite("shardOf()");

shard("is 0 where there is one shard", () => {
  assert.is(shardOf("e-1", 1), 0);
});

shard("is 0 too where a head tells of none", () => {
  assert.equal(
    [0, -1].map((shards) => shardOf("e-3", shards)),
    [0, 0],
  );
});

shard("is the same for the same identity, and uses all there are", () => {
  const shards = Array.from({ length: 200 }, (_, i) => shardOf(`e-${i}`, MANY_SHARDS));
  assert.equal([...new Set(shards)].sort(), [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.is(shardOf("e-7", MANY_SHARDS), shards[7]);
});

shard.run();
