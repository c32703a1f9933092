import { gzipSync } from "node:zlib";
import { toBusEntry } from "../../../src/core/entry/bus-entry.ts";
import { readChunks } from "../../../src/core/log/reader.ts";
import { createWholeRecords } from "../../../src/core/verdict/whole-records.ts";
import { FlatWalk } from "../../../src/core/walk/flat-walk.ts";
import { LearnedKeys } from "../../../src/core/walk/learned-keys.ts";
import type { Figure, GrowthRow } from "../figure.ts";
import { compare, type Rounds } from "../harness/rounds.ts";
import type { Spread } from "../harness/spread.ts";
import { LOG_BUCKET } from "../load/bucket.ts";
import { NINE, SELF } from "../load/nine-rules.ts";

const YARDSTICK = "JSON.parse + JSON.stringify of the same text";

const OBJECT = { bucket: LOG_BUCKET, key: "AWSLogs/111122223333/a.json.gz" };

export const manyLeaves: Figure = {
  name: "pathological-leaves",
  what: "A record of 50,000 leaves to its entry, judged and trimmed as need be",
  yardstick: YARDSTICK,
  goal: 20,
  async measure(how) {
    const numbers = Array.from({ length: 100_000 }, (_, n) => n % 10);
    const infinite = `[${"1e999,".repeat(19_999)}1e999]`;
    const loads: Loads = [
      ["500 leaves", () => withLeaves(500)],
      ["5,000 leaves", () => withLeaves(5_000)],
      ["100,000 numbers", () => textWith(JSON.stringify(numbers))],
      ["20,000 numbers beyond a double", () => textWith(infinite)],
      ["50,000 empty texts", () => textWith(JSON.stringify(Array(50_000).fill("")))],
      ["100,000 characters that queues refuse", () => textWith(`"${"\ufffe".repeat(100_000)}"`)],
    ];
    const growth = await growthOf(loads, how);
    return { ...(await compareEntry(withLeaves(50_000), how)), growth };
  },
};

export const deepRecord: Figure = {
  name: "pathological-depth",
  what: "A record 300 levels deep, 50 keys on each, to its entry",
  yardstick: YARDSTICK,
  goal: 20,
  async measure(how) {
    const lists = `${"[".repeat(100)}1${`,${Array.from({ length: 49 }, (_, n) => n)}]`.repeat(100)}`;
    const longKey = `{"${"k".repeat(50_000)}":[${"1,".repeat(499)}1]}`;
    const loads: Loads = [
      ["30 levels", () => nested(30, 50)],
      ["100 levels", () => nested(100, 50)],
      ["1,000 levels of 10 keys", () => nested(1_000, 10)],
      ["100 levels of dotted keys", () => nested(100, 50, ".")],
      ["100 levels of lists", () => textWith(lists)],
      ["a key of 50,000 characters over 500 leaves", () => textWith(longKey)],
    ];
    const growth = await growthOf(loads, how);
    return { ...(await compareEntry(nested(300, 50), how)), growth };
  },
};

/** Texts of records, by what is odd about them. */
type Loads = readonly (readonly [load: string, text: () => string])[];

async function growthOf(loads: Loads, how: Rounds): Promise<GrowthRow[]> {
  const growth = [];
  for (const [load, text] of how.isQuick ? [] : loads) {
    growth.push({ load, ...(await compareEntry(text(), how)) });
  }
  return growth;
}

function compareEntry(record: string, how: Rounds): Promise<Spread> {
  const text = `{"Records":[${record}]}`;
  const body = gzipSync(text);
  const keys = new LearnedKeys();
  const whole = createWholeRecords(NINE, SELF)(0);
  const entry = async () => {
    for await (const found of readChunks(chunkOf(body), undefined, new FlatWalk(keys))) {
      for (const item of found) {
        if ("rejected" in item) throw new Error(`Cannot compare: ${item.rejected}`);
        toBusEntry(item, OBJECT, { includeRecord: true, maxBytes: 1_000_000 }, whole);
      }
    }
  };
  const parsed = () => void JSON.stringify(JSON.parse(text));
  return compare(entry, parsed, how);
}

async function* chunkOf(body: Buffer): AsyncGenerator<Uint8Array> {
  yield body;
}

const HEAD = {
  eventVersion: "1.08",
  userIdentity: { type: "IAMUser", userName: "ada" },
  eventTime: "2026-01-24T00:05:12Z",
  eventSource: "s3.amazonaws.com",
  eventName: "PutObject",
};

function withLeaves(count: number): string {
  const items = Array.from({ length: count }, (_, n) => [`key${n}`, `v${n}`]);
  return textWith(JSON.stringify(Object.fromEntries(items)));
}

/** @param mark Stands in all keys. */
function nested(depth: number, keys: number, mark = ""): string {
  const beside = Array.from({ length: keys - 1 }, (_, n) => `"k${mark}${n}":${n},`);
  const level = `{${beside.join("")}"in${mark}ner":`;
  return textWith(`${level.repeat(depth)}"deepest"${"}".repeat(depth)}`);
}

/** A record whose parameters are written like this. */
function textWith(parameters: string): string {
  return `${JSON.stringify(HEAD).slice(0, -1)},"requestParameters":${parameters}}`;
}
