/**
 * `node --import tsx test/bench/soundness.bench.ts [pairs] [seed]`: the law of the pattern
 * compiler over many more pairs of a rule and an event than the tests try; five million unless
 * told otherwise. Prints what the run came to; fails on the first pair that breaks the law.
 */

import fc from "fast-check";
import { RULES_PER_RUN, soundness } from "../support/soundness.ts";

const pairs = Number(process.argv[2] ?? 5_000_000);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
const tally = { pairs: 0, matches: 0, exact: 0, faults: 0 };
const started = process.cpuUsage();

fc.assert(soundness(tally), { seed, numRuns: Math.ceil(pairs / RULES_PER_RUN ** 2) });

const { user, system } = process.cpuUsage(started);
console.log(JSON.stringify({ seed, ...tally, cpuSeconds: Math.round((user + system) / 1e6) }));
