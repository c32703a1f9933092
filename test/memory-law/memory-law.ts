import { parseArgs } from "node:util";
import { tryLaw } from "./law.ts";
import { plantedBugs } from "./planted.ts";

/**
 * Tries the law of rules of several events on many seeds, or with a bug planted: `npm run memory-law
 * -- --seeds 1000 [--from 1] [--bug NAME]`. The exit status is 1 if the law is broken, and with a bug
 * if it is not.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    bug: { type: "string" },
  },
});
const bug = values.bug === undefined ? undefined : plantedBugs.get(values.bug);
if (values.bug !== undefined && bug === undefined) {
  throw new Error(
    `Cannot plant "${values.bug}" as there are ${[...plantedBugs.keys()].join(", ")}`,
  );
}
const from = Number(values.from);
const counts = new Map<string, number>();
let broken = 0;
let fired = 0;
for (let seed = from; seed < from + Number(values.seeds); seed++) {
  const run = await tryLaw(seed, bug);
  counts.set(run.kind, (counts.get(run.kind) ?? 0) + 1);
  fired += run.fired;
  if (run.broken.length === 0) continue;
  broken++;
  console.log(`seed ${seed}: ${run.kind}: ${run.broken[0]}`);
}
console.log(
  JSON.stringify({ seeds: Number(values.seeds), broken, fired, ...Object.fromEntries(counts) }),
);
process.exitCode = broken > 0 === (bug === undefined) ? 1 : 0;
