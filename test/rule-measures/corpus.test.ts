import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { packedRules } from "../support/rule-pages.ts";
import { hasShared, runsLong } from "../support/shared.ts";
import { corpusMarkdown } from "./corpus-markdown.ts";
import { deploymentsMarkdown } from "./deployments-markdown.ts";
import { detections } from "./detonations.ts";
import { alertFinder } from "./found-alerts.ts";
import { corpusBenign, corpusDetonations } from "./measured-corpus.ts";
import { threadRate } from "./quietness.ts";
import { USUAL_PACKS, usualIgnoreRules } from "./usual-packs.ts";

const test = suite("the packed rules on real records");

/** Detonations of 35 that must be caught: one left no trace, and a few more may be missed. */
const CAUGHT = 32;

const rulesOf = (...packs: readonly string[]) =>
  packedRules()
    .filter(({ pack }) => packs.includes(pack ?? ""))
    .map(({ rule }) => rule);

if (hasShared(test, "what rules catch and how quiet they are")) {
  test(`catch ${CAUGHT} detonations by a technique that they are`, () => {
    const found = detections(rulesOf(...USUAL_PACKS), corpusDetonations());
    const missed = found.filter(({ caughtBy }) => caughtBy.length === 0).map(({ name }) => name);
    assert.ok(found.length - missed.length >= CAUGHT, `missed: ${missed.join(", ")}`);
  });

  test("say nothing of the traffic of services, nor of a day on which nothing happens", () => {
    const [services, , , quiet] = corpusBenign();
    assert.ok(services !== undefined && services.records.length > 500);
    assert.ok(quiet !== undefined && quiet.records.length > 5_000);
    assert.is(threadRate(alertFinder(rulesOf(...USUAL_PACKS)), services), 0);
    assert.is(threadRate(alertFinder(rulesOf("attack", "tamper")), quiet), 0);
    assert.is(threadRate(alertFinder(rulesOf(...USUAL_PACKS), usualIgnoreRules()), quiet), 0);
  });
}

if (runsLong(test, "the page of measures as it would be written now")) {
  test("give the figures of the page (npm run rule-measures -- --write measures again)", () => {
    const page = new URL("../../infra/docs/reference/rule-measures.md", import.meta.url);
    const text = readFileSync(page, "utf8");
    const blocks = [...corpusMarkdown(packedRules()), ...deploymentsMarkdown(packedRules())];
    for (const [block, current] of blocks) {
      const marked = `<!-- ${block} -->\n${current}\n<!-- /${block} -->`;
      assert.ok(text.includes(marked), `${block} is out of date: npm run rule-measures -- --write`);
    }
  });
}

test.run();
