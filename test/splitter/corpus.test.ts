import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { MAX_REQUEST_BYTES, toBusEntry } from "../../src/core/entry/bus-entry.ts";
import { readRecords } from "../../src/core/log/reader.ts";
import { refusals } from "../support/acceptable.ts";
import { inChunks } from "../support/chunks.ts";
import { corpusLines, corpusSources } from "../support/corpus.ts";
import { hasShared, SHARED } from "../support/shared.ts";
import { fakeSplitter } from "../support/splitter.ts";
import { filesOfTar } from "../support/tar.ts";

const OBJECT = { bucket: "org-logs", key: "AWSLogs/a.json.gz" };

const test = suite("split() over the corpus");

if (hasShared(test, "the corpus of real records")) {
  for (const source of corpusSources()) {
    test(`makes one entry of each record of ${source}, which carries it whole`, async () => {
      const lines = corpusLines(source);
      const file = Buffer.from(`{"Records":[${lines.join(",")}]}`);
      let index = 0;
      for await (const item of readRecords(inChunks(file, 100_000))) {
        const line = lines[index] as string;
        if ("rejected" in item) throw new Error(`record ${index} is rejected: ${item.rejected}`);
        const entry = toBusEntry(item, OBJECT, {
          includeRecord: true,
          maxBytes: MAX_REQUEST_BYTES,
        });
        const { record, trailbridge, ...flat } = JSON.parse(entry.detail);
        assert.ok(entry.detail.includes(`"record":${line},`), "as it was written");
        assert.equal(trailbridge, { ...OBJECT, index, version: "1" });
        assert.is(JSON.stringify(Object.entries(flat)), JSON.stringify(leaves(record)));
        if (index % 50 === 0) assert.equal(refusals(entry, MAX_REQUEST_BYTES), []);
        index++;
      }
      assert.is(index, lines.length);
    });
  }

  test("publishes every record of the native log files", async () => {
    const fake = fakeSplitter();
    const tar = gunzipSync(readFileSync(`${SHARED}corpus/native/sans504_early.tar.gz`));
    const expected: unknown[] = [];
    for (const { name, body } of filesOfTar(tar)) {
      fake.objects.set(name, body);
      expected.push(...JSON.parse(gunzipSync(body).toString()).Records);
    }
    const { counters, failures } = await fake.split([...fake.objects.keys()]);
    assert.equal(failures, []);
    assert.is(counters.files, 2395);
    assert.is(counters.published, expected.length);
    assert.ok(expected.length > 19_000);
    const records = fake.details().map(({ record }) => JSON.stringify(record));
    assert.is(records.join("\n"), expected.map((record) => JSON.stringify(record)).join("\n"));
    const [last, ...full] = fake.batches.map((batch) => batch.length).reverse();
    assert.ok(full.every((length) => length === 10) && last !== undefined);
  });
}

test.run();

/** The leaves of a record that are not null, by path: written down once more, and simply. */
function leaves(value: unknown, path = ""): [string, unknown][] {
  if (value === null) return [];
  if (typeof value !== "object") return [[path, value]];
  return Object.entries(value as object).flatMap(([key, child]) =>
    leaves(child, path === "" ? key : `${path}.${key}`),
  );
}
