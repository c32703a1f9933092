import { isDeepStrictEqual } from "node:util";
import { constants, deflateRawSync, deflateSync, gzipSync, inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readRecords } from "../../../src/core/log/reader.ts";
import type { ScannedElement } from "../../../src/core/log/record-scanner.ts";
import type { ScanStart } from "../../../src/core/log/scan-start.ts";
import { LogFileError } from "../../../src/core/log/unreadable.ts";
import type { RawRecord, RejectedRecord } from "../../../src/core/record/record.ts";
import { inChunks } from "../../support/chunks.ts";

const RECORDS = Array.from({ length: 400 }, (_, n) => ({
  eventName: "GetUser",
  eventID: `00000000-0000-4000-8000-${String(n * 7919).padStart(12, "0")}`,
  userIdentity: { arn: `arn:aws:iam::111122223333:user/${(n * 2654435761) % 97}` },
}));
const TEXT = Buffer.from(JSON.stringify({ Records: RECORDS }));
const FILE = gzipSync(TEXT);

const test = suite("readRecords()");

for (const [name, bytes, error] of [
  ["nothing", Buffer.alloc(0), /must hold JSON: it is empty/],
  ["gzip of nothing", gzipSync(""), /must hold JSON: it is empty/],
  ["gzip's first two bytes", FILE.subarray(0, 2), /must be whole: it ends at byte 2 in its header/],
  ["gzip's header", FILE.subarray(0, 10), /must be whole: it ends at byte 10/],
  ["a gzip method nobody knows", Buffer.from([0x1f, 0x8b, 7, 0]), /method must be 8/],
  ["gzip within gzip", gzipSync(FILE), /must be gzipped once: it is gzipped twice; decompress it/],
  ["gzip of what only begins like it", gzipSync("\x1f{}"), /must be an object: found byte 0x1f/],
  ["zlib", deflateSync(TEXT), /must be gzip or a JSON object: it begins with "x"/],
  ["bare deflate", deflateRawSync(TEXT), /must be gzip or a JSON object/],
  ["a bare array", Buffer.from("[]"), /must be gzip or a JSON object/],
] as const) {
  test(`refuses ${name}`, async () => {
    const { items, fault } = await readAll(bytes);
    assert.equal(items, []);
    assert.instance(fault, LogFileError);
    assert.match((fault as Error).message, error);
  });
}

test("yields all records before it says that the trailer is cut off", async () => {
  for (let cut = 1; cut <= 8; cut++) {
    const { items, fault } = await readAll(FILE.subarray(0, -cut));
    assert.equal(values(items), RECORDS);
    assert.match((fault as Error).message, /must be whole/);
  }
});

test("yields all records before it says that checksum or length are wrong", async () => {
  for (const [place, what] of [
    [8, "checksum"],
    [4, "length"],
  ] as const) {
    const bytes = Buffer.from(FILE);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - place) ^ 1, bytes.length - place);
    const { items, fault } = await readAll(bytes);
    assert.equal(values(items), RECORDS);
    assert.match((fault as Error).message, new RegExp(`gzip ${what} must fit its content`));
  }
});

test("yields all records before it says what follows the gzip data", async () => {
  for (const tail of ["garbage!", "\0\0\0garbage!", "\x1f"]) {
    const { items, fault } = await readAll(Buffer.concat([FILE, Buffer.from(tail)]));
    assert.equal(values(items), RECORDS);
    assert.instance(fault, LogFileError);
  }
});

test("yields what a cut file holds, to the last record that is whole", async () => {
  for (let cut = 11; cut < FILE.length - 8; cut += 97) {
    const { items, fault } = await readAll(FILE.subarray(0, cut));
    const whole = wholeRecords(inflatable(FILE.subarray(10, cut)));
    assert.equal(values(items), RECORDS.slice(0, whole));
    assert.instance(fault, LogFileError);
  }
});

test("yields what a corrupt file holds, to the last record before the corruption", async () => {
  // A stored block of invalid type after half the data: all before it can be had.
  const half = TEXT.subarray(0, TEXT.length / 2);
  const good = deflateRawSync(half, { finishFlush: constants.Z_SYNC_FLUSH });
  const bytes = Buffer.concat([FILE.subarray(0, 10), good, Buffer.alloc(100, 0xff)]);
  const { items, fault } = await readAll(bytes);
  assert.is(values(items).length, wholeRecords(half));
  assert.ok(values(items).length > 150);
  assert.match((fault as Error).message, /must be valid: invalid block type near byte/);
});

test("passes the source's own error through, after what came before it", async () => {
  const reset = new Error("socket hang up");
  async function* failing() {
    yield FILE.subarray(0, FILE.length / 2);
    throw reset;
  }
  const { items, fault } = await readAll(failing());
  assert.ok(items.length > 100);
  assert.is(fault, reset);
});

test("lets go of the source when the reader stops early", async () => {
  let closed = false;
  async function* endless() {
    try {
      yield TEXT;
      for (;;) yield Buffer.from(" ");
    } finally {
      closed = true;
    }
  }
  for await (const _ of readRecords(endless())) break;
  assert.ok(closed);
});

test("reads no further than the records taken need", async () => {
  let pulled = 0;
  async function* counting() {
    for await (const chunk of inChunks(TEXT, 1000)) {
      pulled++;
      yield chunk;
    }
  }
  const records = readRecords(counting());
  await records.next();
  assert.is(pulled, 1);
  await records.return();
});

for (const [name, bytes] of [
  ["gzip", FILE],
  ["plain JSON", TEXT],
  [
    "plain JSON after blanks and a byte order mark",
    Buffer.concat([Buffer.from("\ufeff \r\n"), TEXT]),
  ],
  [
    "gzip in two members",
    Buffer.concat([gzipSync(TEXT.subarray(0, 5000)), gzipSync(TEXT.subarray(5000))]),
  ],
  [
    "gzip with an empty member",
    Buffer.concat([gzipSync(TEXT.subarray(0, 5)), gzipSync(""), gzipSync(TEXT.subarray(5))]),
  ],
  ["gzip with zero padding", Buffer.concat([FILE, Buffer.alloc(512)])],
  [
    "gzip with zero padding between members",
    Buffer.concat([
      gzipSync(TEXT.subarray(0, 5000)),
      Buffer.alloc(7),
      gzipSync(TEXT.subarray(5000)),
    ]),
  ],
  ["gzip of stored blocks", gzipSync(TEXT, { level: 0 })],
  ["gzip with every header field", withHeaderFields(FILE)],
] as const) {
  for (const size of [bytes.length, 1000, 13]) {
    test(`reads ${name} in chunks of ${size}`, async () => {
      const { items, fault } = await readAll(inChunks(bytes, size));
      assert.is(fault, undefined);
      assert.equal(values(items), RECORDS);
    });
  }
}

test("reads gzip that comes byte by byte", async () => {
  const { items, fault } = await readAll(inChunks(FILE, 1));
  assert.is(fault, undefined);
  assert.equal(values(items), RECORDS);
});

test("reads anything that was written, however it is chunked", async () => {
  const value = fc.jsonValue();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.dictionary(fc.string(), value, { minKeys: 1 })),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 0, max: 4 }),
      async (records, size, indent) => {
        const text = JSON.stringify({ a: "Records", Records: records }, null, indent);
        const { items, fault } = await readAll(inChunks(gzipSync(text), size));
        assert.is(fault, undefined);
        assert.equal(values(items), JSON.parse(JSON.stringify(records)));
      },
    ),
    { numRuns: 60 },
  );
});

test("never fails but with a LogFileError, whatever byte is flipped", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(FILE.length - 1),
      fc.integer({ min: 1, max: 255 }),
      async (at, flip) => {
        const bytes = Buffer.from(FILE);
        bytes.writeUInt8(bytes.readUInt8(at) ^ flip, at);
        const { fault } = await readAll(bytes);
        // Only the header's time, hints and system may change without notice.
        assert.ok(fault instanceof LogFileError || (fault === undefined && at < 10));
      },
    ),
    { numRuns: 60 },
  );
});

/** A text's pieces as gzip members of their own, those in the middle empty. */
const inMembers = (text: Buffer, ...cuts: number[]) =>
  Buffer.concat(
    [0, ...cuts].map((cut, at) => gzipSync(text.subarray(cut, cuts[at] ?? text.length))),
  );

const BLANKS = " ".repeat(10_000_000);
const SMALL =
  '{"a":[1,null,{}],"Records":[ {"b":"]"} ,{"c":1},\r\n{"d":2}] , "Records":[{"e":3}]}\n';

for (const [name, text, file] of [
  ["a small file", Buffer.from(SMALL), (text: Buffer) => gzipSync(text)],
  [
    "a file of a gzip member a byte",
    Buffer.from(SMALL),
    (text: Buffer) => inMembers(text, ...Array(text.length).keys()),
  ],
  [
    "a file whose members end and are empty within a record",
    TEXT,
    (text: Buffer) => inMembers(text, 10, 10, 300, 301, 40_000),
  ],
  [
    "10 MB of blanks around records",
    Buffer.from(`{"Records":[${BLANKS}{"a":1}${BLANKS},${BLANKS}{"b":2}]}`),
    (text: Buffer) => gzipSync(text),
  ],
  [
    "records of 15 MB",
    Buffer.from(`{"Records":[{"a":"${BLANKS}x"},{"b":["${"y".repeat(15_000_000)}"]},{"c":1}]}`),
    (text: Buffer) => text,
  ],
] as const) {
  test(`goes on after any record of ${name}`, async () => {
    const bytes = file(text);
    const whole = await readAll(bytes);
    assert.is(whole.fault, undefined);
    const step = Math.ceil(whole.items.length / 40);
    for (let at = 0; at < whole.items.length; at += step) {
      const { index, end } = whole.items[at] as ScannedElement;
      assert.is(index, at);
      const { items, fault } = await readAll(bytes, { next: at + 1, offset: end });
      assert.is(fault, undefined);
      assert.is(items.length, whole.items.length - at - 1);
      assert.ok(isDeepStrictEqual(items, whole.items.slice(at + 1)));
    }
  });
}

test("does not take a file for read that is shorter than what was read before", async () => {
  const text = Buffer.from('{"Records":[{"a":1}]}');
  for (const [offset, error] of [
    [text.length, /must be whole: it ends at byte 21/],
    [text.length + 1, /must have the 3 records that were read before: its text ends at byte 21/],
  ] as const) {
    const { items, fault } = await readAll(gzipSync(text), { next: 3, offset });
    assert.equal(items, []);
    assert.instance(fault, LogFileError);
    assert.match((fault as Error).message, error);
  }
});

test.run();

async function readAll(bytes: Uint8Array | AsyncIterable<Uint8Array>, start?: ScanStart) {
  const items: ScannedElement[] = [];
  try {
    const stream = bytes instanceof Uint8Array ? inChunks(bytes) : bytes;
    for await (const item of readRecords(stream, start)) items.push(item);
  } catch (fault) {
    return { items, fault };
  }
  return { items };
}

function values(items: readonly (RawRecord | RejectedRecord)[]): unknown[] {
  return items.map((item) => ("rejected" in item ? item : item.value));
}

/** What deflate data cut short still holds. */
function inflatable(data: Buffer): Buffer {
  return inflateRawSync(data, { finishFlush: constants.Z_SYNC_FLUSH });
}

/** Records that stand whole in a piece of TEXT from its beginning. */
function wholeRecords(piece: Buffer): number {
  return piece.toString("latin1").split("}}").length - 1;
}

/** FEXTRA, FNAME, FCOMMENT and FHCRC. */
function withHeaderFields(file: Buffer): Buffer {
  const header = Buffer.from([0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3]);
  const extra = Buffer.from([6, 0, 65, 66, 2, 0, 120, 121]);
  return Buffer.concat([
    header,
    extra,
    Buffer.from("a name\0a comment\0\x12\x34"),
    file.subarray(10),
  ]);
}
