import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { SHARED } from "./shared.ts";

/** Names of the sources of real records beside the checkout. */
export function corpusSources(): string[] {
  return readdirSync(`${SHARED}corpus/ndjson`).map((name) => name.replace(".ndjson.gz", ""));
}

/** A source's raw records, one JSON text each. */
export function corpusLines(source: string): string[] {
  return linesOf(`${SHARED}corpus/ndjson/${source}.ndjson.gz`);
}

/** What the seed decided on each record of a source. */
export function corpusDecisions(source: string): SeedDecision[] {
  return linesOf(`${SHARED}corpus/expect/${source}.expect.ndjson.gz`).map((line) =>
    JSON.parse(line),
  );
}

/** The seed's decision on one record. */
export interface SeedDecision {
  readonly eventID: string | null;
  readonly matched: boolean;
  /** Indices of the default rules that match. */
  readonly all: readonly number[];
  /** How the seed crashed, if it did. */
  readonly raised: string | null;
}

function linesOf(path: string): string[] {
  return gunzipSync(readFileSync(path))
    .toString()
    .split("\n")
    .filter((line) => line !== "");
}
