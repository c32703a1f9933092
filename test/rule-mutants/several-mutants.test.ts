import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Rule } from "../../src/core/rule/rule.ts";
import type { RuleTest } from "../../src/core/rule-file/rule-test.ts";
import { ruleOf } from "../support/rules.ts";
import { severalMutants } from "./several-mutants.ts";
import { tryMutants } from "./try-mutants.ts";

const test = suite("severalMutants");

const said = (fields: Partial<Rule>) =>
  severalMutants(ruleOf("r", fields)).map(({ before, after }) =>
    after === "" ? `no ${before}` : `${before} -> ${after}`,
  );

test("are none of a rule that asks nothing of several events", () => assert.equal(said({}), []));

test("count one more and one less, in other times, of others and not distinctly", () => {
  const by = ["$issuer", "$account"];
  assert.equal(said({ threshold: { count: 5, within: 60_000, by, distinct: ["a.b"] } }), [
    "count: 5 -> count: 4",
    "count: 5 -> count: 6",
    "within: 60000 ms -> within: 30000 ms",
    "within: 60000 ms -> within: 120000 ms",
    "no by: $issuer",
    "no by: $account",
    "no distinct",
  ]);
});

test("take what must be new, and for whom, one by one", () => {
  const firstSeen = { of: ["$issuer", "awsRegion"], by: ["$account"], days: 30, learnDays: 7 };
  assert.equal(said({ firstSeen }), ["no of: $issuer", "no of: awsRegion"]);
});

test("leave out steps and keys of what follows, and change a step as a rule", () => {
  const steps = [
    { match: "exists(a)", by: ["c", "d"] },
    { match: "exists(b)", by: ["e", "f"] },
  ];
  assert.equal(said({ followedBy: { within: 60_000, by: ["x", "y"], steps } }), [
    "within: 60000 ms -> within: 30000 ms",
    "within: 60000 ms -> within: 120000 ms",
    "no by: x",
    "no by: y",
    "no step 1",
    "step 1: a -> aX",
    "no step 2",
    "step 2: b -> bX",
  ]);
});

test("are noticed by tests of events in time", () => {
  const event = { eventName: "StopLogging", requestParameters: { name: "{n}" } };
  const rule = ruleOf("r", { threshold: { count: 3, within: 60_000, by: ["$account"] } });
  const few: RuleTest[] = [{ name: "three", expect: "alert", events: [{ times: 3, event }] }];
  const named = (tests: readonly RuleTest[]) =>
    tryMutants(rule, tests)
      .survivors.map(({ after }) => after)
      .filter((after) => /count|within/.test(after));
  assert.equal(named(few), ["count: 2", "within: 30000 ms", "within: 120000 ms"]);
  const all: RuleTest[] = [
    ...few,
    { name: "two", expect: "no-alert", events: [{ times: 2, event }] },
    { name: "in a minute", expect: "alert", events: [{ times: 3, every: "29s", event }] },
    { name: "slowly", expect: "no-alert", events: [{ times: 9, every: "31s", event }] },
  ];
  assert.equal(named(all), []);
});

test.run();
