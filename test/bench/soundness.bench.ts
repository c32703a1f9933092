/**
 * `npm run soundness -- [--pairs N] [--seed S]`: the laws of the pattern compiler over many more
 * pairs of a rule and an event than the tests try; five million unless told otherwise. Prints what
 * the run came to as one line of JSON; fails on the first pair that breaks a law.
 */

import { parseArgs } from "node:util";
import { trySoundness } from "../support/soundness.ts";

const { values } = parseArgs({ options: { pairs: { type: "string" }, seed: { type: "string" } } });
const wanted = Number(values.pairs ?? 5_000_000);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const started = process.cpuUsage();
const tally = trySoundness(seed, wanted);
const { user, system } = process.cpuUsage(started);
const { batches, notPassAll } = tally;
console.log(
  JSON.stringify({
    ...tally,
    notPassAllShare: Number((notPassAll / batches).toFixed(4)),
    seed,
    cpuSeconds: Math.round((user + system) / 1e6),
  }),
);
