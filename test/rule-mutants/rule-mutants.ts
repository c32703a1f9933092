/**
 * `npm run rule-mutants [-- FOLDER…] [--json]`: changes each rule's expression in one place at a
 * time (a clause left out, a comparison flipped, a name or value changed) and lists, by rule, the
 * changes that none of its tests notices. FOLDERs are packs or others that hold rules; without
 * one, all packs. Exit status 1 if the tests of any rule notice less than 95 of 100.
 */
import { parseArgs } from "node:util";
import { readCatalogue } from "../../src/adapters/authoring/rule-catalogue.ts";
import { packNames } from "../../src/adapters/pack-folder.ts";
import { tryMutants } from "./try-mutants.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean", default: false } },
});
const rules = readCatalogue(
  {
    packs: positionals.length === 0 ? packNames() : [],
    directories: positionals,
    disable: [],
  },
  ".",
);
let tried = 0;
let lived = 0;
let lax = 0;
for (const { rule, tests, path } of rules) {
  const tally = tryMutants(rule, tests);
  tried += tally.tried;
  lived += tally.survivors.length;
  if (tally.survivors.length * 100 > tally.tried * 5) lax++;
  if (values.json) {
    const survivors = tally.survivors.map(({ kind, before, after }) => ({ kind, before, after }));
    console.log(JSON.stringify({ id: rule.id, tried: tally.tried, survivors }));
  } else if (tally.survivors.length > 0) {
    console.log(`${path}: ${tally.survivors.length} of ${tally.tried} unnoticed`);
    for (const { kind, before, after } of tally.survivors) {
      console.log(`  ${kind.padEnd(5)} ${before}${after === "" ? "" : `  ->  ${after}`}`);
    }
  }
}
const share = tried === 0 ? 100 : (100 * (tried - lived)) / tried;
if (!values.json) {
  console.log(
    `${rules.length} rules: ${tried - lived} of ${tried} changes noticed (${share.toFixed(1)} %)`,
  );
}
process.exitCode = lax === 0 ? 0 : 1;
