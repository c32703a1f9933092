import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readCatalogue } from "../../src/adapters/authoring/rule-catalogue.ts";
import { packNames } from "../../src/adapters/pack-folder.ts";
import type { RuleTest } from "../../src/core/rule-file/rule-test.ts";
import { ruleOf } from "../support/rules.ts";
import { tryMutants } from "./try-mutants.ts";

const test = suite("tryMutants");

const RULE = ruleOf("r", { match: "eventSource == 'a' && eventName == 'b'" });
const EXAMPLES: readonly RuleTest[] = [
  { name: "both", expect: "match", event: { eventSource: "a", eventName: "b" } },
  { name: "another call", expect: "no-match", event: { eventSource: "a", eventName: "c" } },
];

test("names the changes that no test notices", () => {
  const { tried, survivors } = tryMutants(RULE, EXAMPLES);
  assert.is(tried, 9);
  assert.equal(
    survivors.map(({ kind, before }) => [kind, before]),
    [["drop", "eventSource == 'a'"]],
  );
});

test("has none left where each clause has a test", () => {
  const other: RuleTest = {
    name: "elsewhere",
    expect: "no-match",
    event: { eventSource: "z", eventName: "b" },
  };
  assert.equal(tryMutants(RULE, [...EXAMPLES, other]).survivors, []);
});

test("takes a fault for an outcome that a test notices", () => {
  const match = "eventName == 'b' && length(requestParameters.list) > `1`";
  const event = { eventName: "b", requestParameters: { list: ["c", "d"], listX: 5 } };
  const { survivors } = tryMutants(ruleOf("r", { match }), [
    { name: "two", expect: "match", event },
  ]);
  assert.not.ok(survivors.some(({ after }) => after === "requestParameters.listX"));
});

test("puts each test's values on the lists", () => {
  const rule = ruleOf("r", { match: "eventName == 'b' && !like($issuer, $lists.deploymentRoles)" });
  const arn = "arn:aws:iam::111122223333:user/deploy";
  const event = { eventName: "b", userIdentity: { arn } };
  const lists = { deploymentRoles: ["*:user/deploy"] };
  const { survivors } = tryMutants(rule, [
    { name: "somebody", expect: "match", event },
    { name: "a deployment", expect: "no-match", event, lists },
    { name: "another call", expect: "no-match", event: { ...event, eventName: "c" } },
  ]);
  assert.equal(survivors, []);
});

test.run();

const library = suite("the tests of the packed rules");

/** Of a hundred changes of a rule, how many the rule's own tests must notice. */
const NOTICED = 95;

library(
  `notice ${NOTICED} of 100 changes of a clause of each (npm run rule-mutants lists the others)`,
  () => {
    const tallies = readCatalogue({ packs: packNames(), directories: [], disable: [] }, ".").map(
      ({ rule, tests }) => ({ id: rule.id, ...tryMutants(rule, tests) }),
    );
    const tried = tallies.reduce((total, tally) => total + tally.tried, 0);
    assert.ok(tried > tallies.length * 3, `${tried} changes of ${tallies.length} rules`);
    const lax = tallies
      .filter((tally) => tally.survivors.length * 100 > tally.tried * (100 - NOTICED))
      .map((tally) => `${tally.id} (${tally.survivors.length} of ${tally.tried} go unnoticed)`);
    assert.equal(lax, []);
  },
);

library.run();
