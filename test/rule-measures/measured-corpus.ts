import { readFileSync } from "node:fs";
import { corpusLines } from "../support/corpus.ts";
import { SHARED } from "../support/shared.ts";
import type { Detonation } from "./detonations.ts";
import type { CorpusRecord } from "./found-alerts.ts";
import type { BenignSource } from "./quietness.ts";

/** The detonations of the material beside the checkout. */
export function corpusDetonations(): readonly Detonation[] {
  const lines = corpusLines("stratus");
  const rows = readFileSync(`${SHARED}rulelib/stratus.csv`, "utf8").trim().split(/\r?\n/).slice(1);
  const found = new Map<string, { techniques: string[]; records: CorpusRecord[] }>();
  for (const row of rows) {
    const [line = "", name = "", techniques = ""] = row.split(",");
    const detonation = found.get(name) ?? { techniques: techniques.split(" "), records: [] };
    detonation.records.push(JSON.parse(lines[Number(line) - 1] as string));
    found.set(name, detonation);
  }
  return [...found].map(([name, detonation]) => ({ name, ...detonation }));
}

/** The benign sources there: traffic of services, and the days of one account's trail. */
export function corpusBenign(): readonly BenignSource[] {
  const records = (source: string) => corpusLines(source).flatMap(parsed);
  const trail = records("sans504_early");
  const days = ["2021-07-29", "2021-07-30", "2021-07-31"].map((day) => ({
    name: `one account, ${day}`,
    records: trail.filter(({ eventTime }) => String(eventTime).startsWith(day)),
  }));
  return [{ name: "service traffic", records: records("opensearch") }, ...days];
}

/** A line that is no record is none here either. */
function parsed(line: string): CorpusRecord[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? [value as CorpusRecord] : [];
  } catch {
    return [];
  }
}
