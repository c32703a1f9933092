import { gzipSync } from "node:zlib";
import { seeded } from "../../../src/local/samples/random.ts";

/** A log file, as it lies in the bucket. */
export interface LoadFile {
  readonly key: string;
  readonly body: Buffer;
  /** JSON texts of its records. */
  readonly records: readonly string[];
}

/** Puts records into log files of as many each. */
export function filesOf(records: readonly string[], each: number): LoadFile[] {
  return filesBy(records, () => each);
}

/** Puts records into log files as real trails of small organisations do: 10.8 each, most fewer. */
export function filesOfRealSizes(records: readonly string[]): LoadFile[] {
  const random = seeded(108);
  return filesBy(records, () => {
    const chance = random.next();
    const at = SIZES.findIndex(([share]) => share > chance);
    const [from, least] = SIZES[at - 1] as (typeof SIZES)[number];
    const [to, most] = SIZES[at] as (typeof SIZES)[number];
    return Math.round(least + ((most - least) * (chance - from)) / (to - from));
  });
}

/** Records of a file by the share of files that have fewer: of 2,395 files of a real trail. */
const SIZES = [
  [0, 1],
  [0.25, 5],
  [0.5, 5],
  [0.75, 9],
  [0.9, 16],
  [0.95, 18],
  [0.99, 33],
  [0.999, 370],
  [1, 622],
] as const;

function filesBy(records: readonly string[], size: () => number): LoadFile[] {
  const files: LoadFile[] = [];
  for (let at = 0; at < records.length; ) {
    const part = records.slice(at, at + size());
    const body = gzipSync(`{"Records":[${part.join(",")}]}`);
    files.push({ key: keyOf(part, files.length), body, records: part });
    at += part.length;
  }
  return files;
}

/** As CloudTrail names files: by the account of their records. */
function keyOf([first = "{}"]: readonly string[], n: number): string {
  const account = JSON.parse(first).recipientAccountId;
  return `AWSLogs/${account}/CloudTrail/us-east-1/2026/01/24/${account}_CloudTrail_us-east-1_20260124T0005Z_bench${n}.json.gz`;
}
