import type { MeasuredCosts } from "../../../src/core/cost/measured.ts";
import type { Rounds } from "../harness/rounds.ts";
import { filesOf, filesOfRealSizes } from "../load/files.ts";
import { recordsWithMatches } from "../load/judged-records.ts";
import { measureNotifier } from "./notifier-costs.ts";
import { measureColdStart, measureSplitter, type SplitterCosts } from "./splitter-costs.ts";

/** Of which one in a hundred matches. */
const MATCH_OF = 100;

/** Measures all that a bill is made of. */
export async function measureCosts(how: Rounds): Promise<MeasuredCosts> {
  const records = recordsWithMatches(how.isQuick ? 300 : 3_000, MATCH_OF);
  const full = filesOf(records, 300);
  const [all, small, matched] = (await measureSplitter(
    [
      { publish: "all", files: full },
      { publish: "all", files: filesOfRealSizes(records) },
      { publish: "matched", files: full },
    ],
    how,
  )) as [SplitterCosts, SplitterCosts, SplitterCosts];
  const coldCpu = await measureColdStart(how);
  return roundedCosts({
    splitter: { ...splitterCosts(all, small, matched), coldCpu },
    ...(await measureNotifier(how.isQuick ? 3 : 40)),
  });
}

/** To three digits, as what is written down is what a bill is made of. */
function roundedCosts(costs: MeasuredCosts): MeasuredCosts {
  const rounded = (_name: string, value: unknown) =>
    typeof value === "number" ? Number(value.toPrecision(3)) : value;
  return JSON.parse(JSON.stringify(costs, rounded));
}

/** A file's part and a record's, from files of two sizes. */
export function splitterCosts(
  all: SplitterCosts,
  small: SplitterCosts,
  matched: SplitterCosts,
): Omit<MeasuredCosts["splitter"], "coldCpu"> {
  const cpu = parts(all, small, "cpu");
  const wait = parts(all, small, "waited");
  const { counts, files } = all;
  const published = matched.counts.entries;
  const filtered = matched.records - published;
  const unfiltered = matched.files * cpu.file + published * cpu.record;
  return {
    fileCpu: cpu.file,
    publishedCpu: cpu.record,
    filteredCpu: Math.max(0, (matched.cpu - unfiltered) / filtered),
    fileWait: wait.file,
    publishedWait: wait.record,
    logBytes: all.logBytes / files,
    getObjects: (counts.calls.GetObject ?? 0) / files,
    tableWrites: counts.writeUnits / files,
    entryUnits: counts.entryUnits / counts.entries,
    entryBytes: counts.entryBytes / counts.entries,
  };
}

/** What both loads take is so much a file and so much a record. */
function parts(
  a: SplitterCosts,
  b: SplitterCosts,
  what: "cpu" | "waited",
): { readonly file: number; readonly record: number } {
  const [ofA, ofB] = [a[what] / a.records, b[what] / b.records];
  const file = Math.max(0, (ofB - ofA) / (b.files / b.records - a.files / a.records));
  return { file, record: Math.max(0, ofA - (file * a.files) / a.records) };
}
