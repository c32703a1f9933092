/**
 * `npm run soundness -- [--pairs N] [--seed S]`: the laws of the pattern compiler over many more
 * pairs of a rule and an event than the tests try; five million unless told otherwise. Says on
 * the way how far it is, prints what it came to as one line of JSON, and fails on the first pair that breaks a law.
 */

import { parseArgs } from "node:util";
import { type Tally, trySoundness } from "../support/soundness.ts";

const { values } = parseArgs({ options: { pairs: { type: "string" }, seed: { type: "string" } } });
const wanted = Number(values.pairs ?? 5_000_000);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
/** Pairs after which a line says how far the run is. */
const PAIRS_BETWEEN = 250_000;

const started = process.cpuUsage();
let next = 0;
const said = (tally: Tally): void => {
  if (tally.pairs < next) return;
  next = tally.pairs + PAIRS_BETWEEN;
  console.error(lineOf(tally));
};
console.log(lineOf(trySoundness(seed, wanted, { records: 60, said })));

function lineOf(tally: Tally): string {
  const { user, system } = process.cpuUsage(started);
  return JSON.stringify({
    ...tally,
    notPassAllShare: Number((tally.notPassAll / tally.batches).toFixed(4)),
    seed,
    cpuSeconds: Math.round((user + system) / 1e6),
  });
}
