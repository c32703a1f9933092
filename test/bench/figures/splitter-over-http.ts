import type { Figure } from "../figure.ts";
import { compareSplitter } from "../load/compare-splitter.ts";
import { filesOf, filesOfRealSizes, type LoadFile } from "../load/files.ts";
import { recordsWithMatches } from "../load/judged-records.ts";
import { NO_CORPUS, ordinaryRecords } from "../load/records.ts";

/** Records of one round. */
const RECORDS = 3_000;

/** The deployed bundle, an invocation a file, against S3 and EventBridge stand-ins in another process. */
export const splitterOverHttp: Figure = {
  name: "splitter-http",
  what: "The splitter over HTTP, `publish: all`, 300 records a file",
  yardstick: "a loop over the bare SDK: GetObject, then PutEvents of entries that are there",
  goal: 0.85,
  measure: (how) => compareSplitter({ ...ALL, files: filesOf(ordinaryRecords(RECORDS), 300) }, how),
};

export const splitterAtRealSizes: Figure = {
  name: "splitter-http-real-sizes",
  what: "The same at the file sizes of a real trail, 10.8 records each",
  yardstick: splitterOverHttp.yardstick,
  goal: 0.9,
  measure: (how) =>
    compareSplitter({ ...ALL, files: filesOfRealSizes(ordinaryRecords(RECORDS)) }, how),
};

export const splitterMatched: Figure = {
  name: "splitter-matched",
  what: "The splitter over HTTP, `publish: matched`, one record in a hundred matching, 300 a file",
  yardstick: "a loop over the bare SDK that puts all of the records, without GetObject",
  goal: 0.2,
  async measure(how) {
    if (NO_CORPUS !== undefined) return { skipped: NO_CORPUS };
    const matched = (files: readonly LoadFile[]) =>
      compareSplitter({ publish: "matched", gets: false, files }, how);
    const records = recordsWithMatches(RECORDS, 100);
    const measured = await matched(filesOf(records, 300));
    const real = await matched(filesOfRealSizes(records));
    return { ...measured, growth: [{ load: "10.8 a file, as in a real trail", ...real }] };
  },
};

const ALL = { publish: "all", gets: true } as const;
