import { suite } from "uvu";
import * as assert from "uvu/assert";
import { packedRules } from "../support/rule-pages.ts";
import { deployments } from "./deployments.ts";
import { withDeployers } from "./deployments-markdown.ts";
import { alertFinder } from "./found-alerts.ts";
import { noiseOf, threadRate } from "./quietness.ts";
import { USUAL_PACKS } from "./usual-packs.ts";

const test = suite("the packed rules on infrastructure as code");

/** Threads for each 1,000 records of deployments that nobody has put on a list. */
const QUIET = 5;

/** Of one rule alone, on any of them. */
const QUIET_RULE = 2;

const rules = packedRules()
  .filter(({ pack }) => USUAL_PACKS.includes(pack ?? ""))
  .map(({ rule }) => rule);
const sources = deployments();
const all = { name: "all", records: sources.flatMap(({ records }) => records) };

test("is read mostly, as such trails are", () => {
  const reads = all.records.filter(({ readOnly }) => readOnly === true).length;
  assert.ok(reads / all.records.length > 0.75);
  assert.is(new Set(sources.map(({ records }) => records.length > 2_000)).size, 1);
});

test(`make at most ${QUIET} threads of 1,000 records where lists are empty, fewer where they are not`, () => {
  const empty = threadRate(alertFinder(rules), all);
  assert.ok(empty <= QUIET, `${empty}`);
  assert.ok(threadRate(alertFinder(withDeployers(rules)), all) < empty / 2);
});

test(`make by no rule alone more than ${QUIET_RULE}`, () => {
  const loud = noiseOf(rules, sources).filter(({ rate }) => rate > QUIET_RULE);
  assert.equal(loud, []);
});

test.run();
