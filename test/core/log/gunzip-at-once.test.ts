import { deflateRawSync, gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { gunzipAtOnce } from "../../../src/core/log/gunzip-at-once.ts";

const test = suite("gunzipAtOnce()");

const TEXT = Buffer.from('{"Records":[]}'.repeat(100));
const WHOLE = gzipSync(TEXT);

/** The same with its header changed. */
function withHeader(flags: number, more: Buffer): Buffer {
  const header = Buffer.from(WHOLE.subarray(0, 10));
  header[3] = flags;
  return Buffer.concat([header, more, WHOLE.subarray(10)]);
}

/** The same, saying that its text is of another length. */
function longer(size: number): Buffer {
  const copy = Buffer.from(WHOLE);
  copy.writeUInt32LE(size, copy.length - 4);
  return copy;
}

function changed(at: number, bytes = WHOLE): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] as number) ^ 1;
  return copy;
}

for (const [what, bytes] of [
  ["nothing", Buffer.alloc(0)],
  ["what is no gzip", TEXT],
  ["gzip that is cut anywhere", WHOLE.subarray(0, -1)],
  ["gzip that is cut in its header", WHOLE.subarray(0, 5)],
  ["gzip with zeros behind it", Buffer.concat([WHOLE, Buffer.alloc(3)])],
  ["gzip behind gzip", Buffer.concat([WHOLE, WHOLE])],
  ["a wrong checksum", changed(WHOLE.length - 8)],
  ["a wrong length", changed(WHOLE.length - 4)],
  ["invalid data", changed(14)],
  ["data of another method", changed(2)],
  ["flags nobody sets", withHeader(0x20, Buffer.alloc(0))],
  ["a length that is more than could come of it", longer(2 ** 31)],
  [
    "a name that does not end",
    Buffer.concat([Buffer.from([31, 139, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.alloc(30, "a")]),
  ],
  ["gzip that was gzipped twice", gzipSync(WHOLE)],
  ["what holds nothing", gzipSync("")],
  ["more text than fits at once", gzipSync(Buffer.alloc(17 * 1024 * 1024))],
  ["deflate alone", deflateRawSync(TEXT)],
] as const) {
  test(`leaves to a stream ${what}`, () => assert.is(gunzipAtOnce(bytes), undefined));
}

for (const [what, bytes] of [
  ["a whole member", WHOLE],
  ["one with more in its header", withHeader(4, Buffer.from([2, 0, 1, 1]))],
  ["one that names its file", withHeader(8, Buffer.from("log.json\0"))],
  ["one that lies somewhere in memory", Buffer.concat([Buffer.from("abc"), WHOLE]).subarray(3)],
] as const) {
  test(`gives the text of ${what}`, () => assert.equal(gunzipAtOnce(bytes), TEXT));
}

test.run();
