import { suite } from "uvu";
import * as assert from "uvu/assert";
import { splitterCosts } from "./measure-costs.ts";
import type { SplitterCosts } from "./splitter-costs.ts";

const test = suite("splitterCosts()");

/** What a load takes of which a file takes 2 ms of CPU, a published record 1, a filtered one a half. */
function load(files: number, records: number, published = records): SplitterCosts {
  return {
    files,
    records,
    cpu: 2 * files + published + 0.5 * (records - published),
    waited: 50 * files + 3 * published,
    logBytes: 900 * files,
    counts: {
      calls: { GetObject: files, PutEvents: published / 10 },
      entries: published,
      entryUnits: 2 * published,
      entryBytes: 3_000 * published,
      writeUnits: files,
    },
  };
}

test("tells a file's part from a record's, and both from what a filtered record takes", () => {
  const found = splitterCosts(load(10, 3_000), load(300, 3_000), load(10, 3_000, 30));
  const rounded = Object.entries(found).map(([name, value]) => [name, Number(value.toFixed(6))]);
  assert.equal(Object.fromEntries(rounded), {
    fileCpu: 2,
    publishedCpu: 1,
    filteredCpu: 0.5,
    fileWait: 50,
    publishedWait: 3,
    logBytes: 900,
    getObjects: 1,
    tableWrites: 1,
    entryUnits: 2,
    entryBytes: 3_000,
  });
});

test("takes nothing below none where a machine that others share made small files cheaper", () => {
  const small = { ...load(300, 3_000), cpu: 10, waited: 1 };
  const { fileCpu, fileWait } = splitterCosts(load(10, 3_000), small, load(10, 3_000, 30));
  assert.equal([fileCpu, fileWait], [0, 0]);
});

test.run();
