import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  CLAIM_KEEP_SECONDS,
  CLAIM_LEASE_SECONDS,
  noticeKey,
  repeatKey,
  THREAD_LEASE_SECONDS,
  threadTableKey,
} from "../../../src/core/alert/claim-key.ts";
import { sha256 } from "../../../src/core/record/sha256.ts";

const test = suite("table keys");

const hashed = (text: string) => `repeat#slack:C1#sha256:${sha256(JSON.stringify(text))}`;

test("say what is kept, where it is delivered, and what it is about", () => {
  assert.is(repeatKey("slack:C1", "e-1#111122223333"), "repeat#slack:C1#e-1#111122223333");
  assert.is(noticeKey("slack:C1", "file#1"), "notice#slack:C1#file#1");
  assert.is(threadTableKey("slack:C1", "0a1b"), "thread#slack:C1#0a1b");
});

test("keep 900 bytes of UTF-8 as they are, and name one more by its hash", () => {
  for (const fits of ["x".repeat(900), "ä".repeat(450), "😀".repeat(225)]) {
    assert.is(repeatKey("slack:C1", fits), `repeat#slack:C1#${fits}`);
  }
  for (const long of ["x".repeat(901), "ä".repeat(451), `${"😀".repeat(225)}x`]) {
    assert.is(repeatKey("slack:C1", long), hashed(long));
  }
});

test("tell texts apart that UTF-8 writes alike", () => {
  const [one, two] = ["file-\uD800", "file-\uD801"];
  assert.is(repeatKey("slack:C1", one), hashed(one));
  assert.is.not(repeatKey("slack:C1", one), repeatKey("slack:C1", two));
  assert.is(repeatKey("slack:C1", "\u{1F600}"), "repeat#slack:C1#\u{1F600}", "a pair is one text");
});

test("are leased for longer than a function works, and kept as long as a queue keeps a message", () => {
  assert.is(CLAIM_LEASE_SECONDS, 90);
  assert.is(CLAIM_KEEP_SECONDS, 1_209_600);
  assert.is(THREAD_LEASE_SECONDS, 30);
});

test.run();
