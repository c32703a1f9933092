import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readRuleSet } from "../../../src/adapters/rule-folder.ts";
import { compileRule } from "../../../src/core/compiler/compile-rule.ts";
import { packPatterns } from "../../../src/core/compiler/pack.ts";
import { createPatternTrial } from "../../../src/core/compiler/trial.ts";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { flatten } from "../../../src/core/record/flatten.ts";
import { createJudge } from "../../../src/core/rule/judge.ts";
import type { Rule } from "../../../src/core/rule/rule.ts";
import { corpusLines, corpusSources } from "../../support/corpus.ts";
import { ruleOf } from "../../support/rules.ts";
import { hasShared } from "../../support/shared.ts";

const test = suite("createPatternTrial()");

test("counts what passes, what is needed and what each rule lets through", () => {
  const trial = trialOf([
    ruleOf("exact", { match: "eventName == 'A'" }),
    ruleOf("narrowed", { match: "eventName == 'B' && length(resources) > `1`" }),
  ]);
  add(trial, { eventName: "A" });
  add(trial, { eventName: "B" });
  add(trial, { eventName: "B", resources: [1, 2] });
  add(trial, { eventName: "C" });
  add(trial, { eventName: "D", errorCode: "AccessDenied" });
  assert.equal(trial.counts(), {
    events: 5,
    passed: 4,
    deliveries: 4,
    needed: 3,
    missed: 0,
    rules: { exact: { passed: 1, matched: 1 }, narrowed: { passed: 2, matched: 1 } },
  });
});

test("counts what is needed and does not pass", () => {
  const trial = createPatternTrial([], [], { accessDenied: true });
  const fault = { ruleId: "a", message: "It cannot." };
  trial.add({ eventName: "A" }, { matched: ["a"], faults: [] });
  trial.add({ eventName: "A" }, { matched: [], faults: [fault] });
  trial.add({ errorCode: "AccessDenied" }, { matched: [], faults: [] });
  trial.add({ eventName: "B" }, { matched: [], faults: [] });
  assert.is(trial.counts().missed, 3);
});

test("tries a rule whose pattern is longer than the service takes", () => {
  const names = Array.from({ length: 300 }, (_, n) => `EventOfSomeLength${n}`);
  const trial = trialOf([
    ruleOf("long", { match: `contains(\`${JSON.stringify(names)}\`, eventName)` }),
  ]);
  add(trial, { eventName: "EventOfSomeLength299" });
  assert.equal(trial.counts().rules.long, { passed: 1, matched: 1 });
});

if (hasShared(test, "what the default rules' patterns let through of real records")) {
  test("passes at most 1.05 real events for each that the default rules need", () => {
    const { rules } = readRuleSet(
      {
        packs: ["default"],
        directories: [],
        ignoreDirectories: [],
        disable: [],
        eventsToTrack: [],
      },
      "/",
    );
    const trial = trialOf(rules, ["fivexl-cloudtrail-to-slack"]);
    for (const source of corpusSources()) {
      for (const line of corpusLines(source)) add(trial, JSON.parse(line));
    }
    const { events, passed, deliveries, needed, missed } = trial.counts();
    assert.is(events, 21_538);
    assert.ok(needed > 6_000);
    assert.is(missed, 0);
    assert.ok(passed <= 1.05 * needed, `${passed} pass, ${needed} are needed`);
    assert.is(deliveries, passed);
  });
}

test("needs every event for none of the default rules", () => {
  const { rules } = readRuleSet(
    { packs: ["default"], directories: [], ignoreDirectories: [], disable: [], eventsToTrack: [] },
    "/",
  );
  const classes = rules.map((rule) => compileRule(rule, { self: ["f"] }).class);
  assert.not(classes.includes("always"));
  assert.is(classes.filter((it) => it === "exact").length, 8);
});

test.run();

function trialOf(rules: readonly Rule[], self: readonly string[] = []) {
  const compiled = rules.map((rule) => compileRule(rule, { self }));
  const packed = packPatterns(compiled, { accessDenied: true });
  const judge = createJudge({ rules, ignoreRules: [] }, { self, now: 0 });
  return { judge, ...createPatternTrial(compiled, packed, { accessDenied: true }) };
}

function add({ judge, add }: ReturnType<typeof trialOf>, record: Record<string, unknown>): void {
  add({ ...flatten(record), record }, judge(viewOfRecord(record)));
}
