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

/** The decision expected on each record of a source. */
export function corpusDecisions(source: string): ExpectedDecision[] {
  return linesOf(`${SHARED}corpus/expect/${source}.expect.ndjson.gz`).map((line) =>
    JSON.parse(line),
  );
}

/** One decision: that of the default rules as they were first evaluated. */
export interface ExpectedDecision {
  readonly eventID: string | null;
  readonly matched: boolean;
  /** Indices of the default rules that match. */
  readonly all: readonly number[];
  /** The evaluation's error, where it had no decision. */
  readonly raised: string | null;
}

function linesOf(path: string): string[] {
  return gunzipSync(readFileSync(path))
    .toString()
    .split("\n")
    .filter((line) => line !== "");
}
