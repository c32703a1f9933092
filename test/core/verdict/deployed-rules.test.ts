import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readRuleSet } from "../../../src/adapters/rule-folder.ts";
import { type EventView, viewOfRecord } from "../../../src/core/expression/event-view.ts";
import type { RuleLists } from "../../../src/core/list/rule-lists.ts";
import { createJudge } from "../../../src/core/rule/judge.ts";
import type { IgnoreRule, Rule, RuleSet } from "../../../src/core/rule/rule.ts";
import { deployedRules } from "../../../src/core/verdict/deployed-rules.ts";
import { corpusLines } from "../../support/corpus.ts";
import { BATCH_SELF, ruleBatches } from "../../support/rule-batch.ts";
import { hasShared } from "../../support/shared.ts";

const test = suite("deployedRules()");

test("refuses an expression that is none", () => {
  assert.throws(() => deployedRules(ruleSetOf(["eventName =="])), /Cannot/);
});

test("says of each expression where the index has it, those of steps included", () => {
  const [rule] = deployedRules({
    rules: [{ ...ruleOf("eventName == 'A'", 0), followedBy: followedBy("errorCode") }],
    ignoreRules: [],
  }).rules;
  const [own, step, ...others] = rule?.anchors ?? [];
  assert.equal(own, [["eventName", [{ kind: "equals", value: "A" }]]]);
  assert.is(step?.[0]?.[0], "errorCode");
  assert.equal(others, []);
});

test("looks nothing up that hangs on the function's name, on what expires or on what JSON cannot hold", () => {
  const lists = { names: [{ value: "A", expires: "2026-01-31" }, { value: "B" }] };
  const matches = [
    "contains($self, eventName)",
    "eventName && !contains($lists.names, eventName)",
    "count == `1e400`",
  ];
  const event = viewOfRecord({ eventName: "A", count: Number.POSITIVE_INFINITY });
  for (const match of matches) {
    const judge = createJudge(asWritten(ruleSetOf([match], lists)), {
      self: ["A"],
      now: Date.parse("2026-03-01"),
    });
    assert.equal(judge(event).matched, ["r0"], match);
  }
});

test("has no rule compiled before an event meets it", () => {
  const { rules, ignoreRules } = asWritten(ruleSetOf(["eventName == 'A'", "eventName == 'B'"]));
  const broken = rules.map((rule) => ({ ...rule, match: "nobody could compile this" }));
  const judge = createJudge({ rules: broken, ignoreRules }, { self: [], now: 0 });
  assert.equal(judge(viewOfRecord({ eventName: "C" })), { matched: [], faults: [] });
  const { faults } = judge(viewOfRecord({ eventName: "A" }));
  assert.equal(
    faults.map(({ ruleId }) => ruleId),
    ["r0"],
  );
});

test("judges as every rule by itself does, on every day, whatever the function is called", () => {
  for (let seed = 1; seed <= 15; seed++) {
    const next = ruleBatches(seed, 20);
    for (let round = 0; round < 5; round++) {
      const { rules, records, lists = {} } = next();
      const views = records.map((record) => viewOfRecord(record));
      trySame(ruleSetOf(rules, lists), views, `seed ${seed}`);
    }
  }
});

if (hasShared(test, "judges real records as every rule of the packs by itself does")) {
  test("judges real records as every rule of the packs by itself does", () => {
    const packs = ["default", "attack", "tamper", "cis", "optional"];
    const none = { directories: [], ignoreDirectories: [], disable: [], eventsToTrack: [] };
    const ruleSet = readRuleSet({ packs, ...none }, "/");
    const views = ["stratus", "opensearch"].flatMap((source) =>
      corpusLines(source)
        .slice(0, 150)
        .map((line) => viewOfRecord(JSON.parse(line))),
    );
    trySame(ruleSet, views, "packs");
  });
}

test.run();

const DAYS = ["2025-12-01", "2026-01-15", "2026-03-01"].map((day) => Date.parse(day));

/** Holds the judge of a deployed function against one without an index. */
function trySame(ruleSet: RuleSet, views: readonly EventView[], what: string): void {
  const deployed = asWritten(ruleSet);
  for (const now of DAYS) {
    for (const self of [BATCH_SELF, ["trailbridge-splitter", "trailbridge-notifier"]]) {
      const plain = createJudge(ruleSet, { self, now, indexed: false });
      const indexed = createJudge(deployed, { self, now });
      for (const view of views) assert.equal(indexed(view), plain(view), what);
    }
  }
}

/** As they come out of the function's config. */
function asWritten(ruleSet: RuleSet): RuleSet {
  return JSON.parse(JSON.stringify(deployedRules(ruleSet)));
}

/** The last of several is an ignore rule, the first a sequence that the second follows. */
function ruleSetOf(matches: readonly string[], lists?: RuleLists): RuleSet {
  const several = matches.length > 2;
  const judging = (several ? matches.slice(0, -1) : matches).map((match, n) => ({
    ...ruleOf(match, n),
    ...(lists && { lists }),
    ...(several && n === 0 && { followedBy: followedBy(matches[1] as string) }),
  }));
  const ignoring: IgnoreRule[] = matches.slice(several ? -1 : matches.length).map((match) => ({
    id: "ignored",
    match,
    ...(lists && { lists }),
    reason: "",
    owner: "",
    expires: "2026-01-31",
  }));
  return { rules: judging, ignoreRules: ignoring };
}

function ruleOf(match: string, n: number): Rule {
  const texts = { title: "", description: "", tags: [], references: [] };
  return { id: `r${n}`, severity: "low", match, ...texts };
}

function followedBy(match: string): NonNullable<Rule["followedBy"]> {
  return { within: 60_000, by: ["eventName"], steps: [{ match, by: ["eventName"] }] };
}
