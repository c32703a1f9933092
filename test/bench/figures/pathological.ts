import { gunzipSync, gzipSync } from "node:zlib";
import { toBusEntry } from "../../../src/core/entry/bus-entry.ts";
import { readChunks } from "../../../src/core/log/reader.ts";
import { createWholeRecords } from "../../../src/core/verdict/whole-records.ts";
import { FlatWalk } from "../../../src/core/walk/flat-walk.ts";
import { LearnedKeys } from "../../../src/core/walk/learned-keys.ts";
import type { Figure } from "../figure.ts";
import { compare, type Rounds } from "../harness/rounds.ts";
import type { Spread } from "../harness/spread.ts";
import { LOG_BUCKET } from "../load/bucket.ts";
import { NINE, SELF } from "../load/nine-rules.ts";

const YARDSTICK = "gunzip + JSON.parse + JSON.stringify of the same bytes";

const OBJECT = { bucket: LOG_BUCKET, key: "AWSLogs/111122223333/a.json.gz" };

export const manyLeaves: Figure = {
  name: "pathological-leaves",
  what: "A record of 50,000 leaves to its entry, judged and trimmed as need be",
  yardstick: YARDSTICK,
  goal: 20,
  async measure(how) {
    const growth = [];
    for (const leaves of how.isQuick ? [] : [500, 5_000]) {
      const load = `${leaves.toLocaleString("en")} leaves`;
      growth.push({ load, ...(await compareEntry(withLeaves(leaves), how)) });
    }
    return { ...(await compareEntry(withLeaves(50_000), how)), growth };
  },
};

export const deepRecord: Figure = {
  name: "pathological-depth",
  what: "A record 300 levels deep, 50 keys on each, to its entry",
  yardstick: YARDSTICK,
  goal: 20,
  async measure(how) {
    const growth = [];
    for (const depth of how.isQuick ? [] : [30, 100]) {
      growth.push({ load: `${depth} levels`, ...(await compareEntry(nested(depth, 50), how)) });
    }
    return { ...(await compareEntry(nested(300, 50), how)), growth };
  },
};

function compareEntry(record: unknown, how: Rounds): Promise<Spread> {
  const body = gzipSync(JSON.stringify({ Records: [record] }));
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
  const parsed = () => void JSON.stringify(JSON.parse(gunzipSync(body).toString()));
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

function withLeaves(count: number): unknown {
  const items = Array.from({ length: count }, (_, n) => [`key${n}`, `v${n}`]);
  return { ...HEAD, requestParameters: Object.fromEntries(items) };
}

function nested(depth: number, keys: number): unknown {
  let inner: unknown = "deepest";
  for (let level = 0; level < depth; level++) {
    const beside = Array.from({ length: keys - 1 }, (_, n) => [`k${n}`, n]);
    inner = { ...Object.fromEntries(beside), inner };
  }
  return { ...HEAD, requestParameters: inner };
}
