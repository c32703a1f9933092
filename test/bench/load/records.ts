import { existsSync } from "node:fs";
import { seeded } from "../../../src/local/samples/random.ts";
import { toRecord } from "../../../src/local/samples/story.ts";
import { traffic } from "../../../src/local/samples/traffic.ts";
import { corpusLines } from "../../support/corpus.ts";
import { SHARED } from "../../support/shared.ts";

/** Why what needs real records is skipped; undefined where they are there. */
export const NO_CORPUS = existsSync(SHARED)
  ? undefined
  : "needs ../shared, which is not beside this checkout";

/** A source that is one account's own trail, as it comes. */
const REAL_TRAIL = "sans504_early";

/** JSON texts of real records of one trail, in their order; from its beginning again if more are wanted. */
export function realRecords(count: number): string[] {
  return repeated(corpusLines(REAL_TRAIL), count);
}

/** JSON texts of records that the project makes up, which no rule is about: the same each time. */
export function madeUpRecords(count: number): string[] {
  const random = seeded(20261127);
  return traffic(random, count).map((happening) =>
    JSON.stringify(toRecord(happening, { eventID: random.uuid(), requestID: random.uuid() })),
  );
}

/** Real records where there are any, else made-up ones, which is said. */
export function ordinaryRecords(count: number): string[] {
  if (NO_CORPUS === undefined) return realRecords(count);
  console.error(`\nMADE-UP RECORDS instead of real ones: the corpus ${NO_CORPUS}.\n`);
  return madeUpRecords(count);
}

function repeated<T>(items: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, n) => items[n % items.length] as T);
}
