import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DEFAULT_FUNCTION_NAMES } from "../../src/contract.ts";
import { compileRule } from "../../src/core/compiler/compile-rule.ts";
import { MAX_WILDCARD_RULES } from "../../src/core/compiler/pack.ts";
import { MAX_BUS_RULES, packRuleSet } from "../../src/core/compiler/pack-groups.ts";
import { packedRules } from "../support/rule-pages.ts";
import { USUAL_PACKS } from "./usual-packs.ts";

const test = suite("the patterns of the packed rules");

/** Of a hundred rules, how many EventBridge must be able to say whole. */
const EXACT = 85;

const self = Object.values(DEFAULT_FUNCTION_NAMES);
const entries = packedRules();
const packs = [...new Set(entries.flatMap(({ pack }) => pack ?? []))];

for (const used of [...packs.map((pack) => [pack]), USUAL_PACKS]) {
  test(`of ${used.join(", ")} are exact in ${EXACT} of 100, and none lets everything through`, () => {
    const patterns = entries
      .filter(({ pack }) => used.includes(pack ?? ""))
      .map(({ rule }) => compileRule(rule, { self }));
    const others = patterns.filter((it) => it.class !== "exact").map(({ id }) => id);
    const share = (100 * (patterns.length - others.length)) / patterns.length;
    assert.ok(share >= EXACT, `${share.toFixed(1)}, as these are not exact: ${others.join(", ")}`);
    assert.not.ok(patterns.some((it) => it.class === "always"));
  });
}

test("leave half of what a bus takes of wildcards, and of rules, to rules of its user's own", () => {
  const rules = entries.filter(({ pack }) => USUAL_PACKS.includes(pack ?? "")).map((it) => it.rule);
  const { packed } = packRuleSet(rules, { self, accessDenied: true });
  assert.ok(packed.filter(({ wildcard }) => wildcard).length <= MAX_WILDCARD_RULES / 2);
  assert.ok(packed.length <= MAX_BUS_RULES / 2);
});

test.run();
