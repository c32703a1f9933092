import { gunzipSync } from "node:zlib";
import { ordinaryEntry } from "../../../src/core/entry/bus-entry.ts";
import { readChunks } from "../../../src/core/log/reader.ts";
import { FlatWalk } from "../../../src/core/walk/flat-walk.ts";
import { LearnedKeys } from "../../../src/core/walk/learned-keys.ts";
import type { Figure } from "../figure.ts";
import { compare, type Rounds } from "../harness/rounds.ts";
import type { Spread } from "../harness/spread.ts";
import { LOG_BUCKET } from "../load/bucket.ts";
import { filesOf, filesOfRealSizes, type LoadFile } from "../load/files.ts";
import { ordinaryRecords } from "../load/records.ts";

const OPTIONS = { includeRecord: true, maxBytes: 1_000_000 };

/** Log files in memory to entries for the bus; nothing is sent. */
export const bytesToEntries: Figure = {
  name: "bytes-to-entries",
  what: "A log file's bytes to bus entries, 300 records a file",
  yardstick: "gunzip + JSON.parse + JSON.stringify of the same bytes",
  goal: 1,
  async measure(how) {
    const records = ordinaryRecords(how.isQuick ? 300 : 6_000);
    const measured = await compareReading(filesOf(records, 300), how);
    const growth = [];
    for (const each of how.isQuick ? [] : [1, 10, 100, 1_000, 6_000]) {
      const load = each === 1 ? "1 record a file" : `${each.toLocaleString("en")} records a file`;
      growth.push({ load, ...(await compareReading(filesOf(records, each), how)) });
    }
    const real = await compareReading(filesOfRealSizes(records), how);
    growth.push({ load: "10.8 a file, as in a real trail", ...real });
    return { ...measured, growth };
  },
};

function compareReading(files: readonly LoadFile[], how: Rounds): Promise<Spread> {
  const keys = new LearnedKeys();
  const entries = async () => {
    for (const { key, body, records } of files) {
      const object = { bucket: LOG_BUCKET, key };
      let count = 0;
      for await (const found of readChunks(once(body), undefined, new FlatWalk(keys))) {
        for (const item of found) {
          if ("value" in item && ordinaryEntry(item, object, OPTIONS) !== undefined) count++;
        }
      }
      if (count !== records.length) throw new Error(`Cannot compare: ${count} entries of ${key}`);
    }
  };
  const parsed = () => {
    for (const { body } of files) JSON.stringify(JSON.parse(gunzipSync(body).toString()));
  };
  return compare(entries, parsed, how);
}

async function* once(body: Buffer): AsyncGenerator<Uint8Array> {
  yield body;
}
