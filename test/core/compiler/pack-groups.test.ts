import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ALTERED_KEYS, EVENT_SOURCE } from "../../../src/contract.ts";
import { WildcardBudgetError } from "../../../src/core/compiler/pack.ts";
import {
  ALTERED_PATTERN,
  type GroupOptions,
  MAX_BUS_RULES,
  packRuleSet,
} from "../../../src/core/compiler/pack-groups.ts";
import { patternMatcher } from "../../../src/core/pattern/match.ts";
import type { Rule, Severity } from "../../../src/core/rule/rule.ts";
import { ruleOf } from "../../support/rules.ts";

const OPTIONS = { self: undefined, accessDenied: false };

const test = suite("packRuleSet()");

test("refuses rules of both groups that together need more wildcards than a bus takes", () => {
  const searching = (from: number, severity: Severity): Rule[] =>
    Array.from({ length: 16 }, (_, index) => {
      // A field each, so that no two share a pattern's five wildcards.
      const match = Array.from(
        { length: 5 },
        (_, part) => `contains(not_null(requestParameters.f${from + index}x${part}, ''), 'a')`,
      ).join(" || ");
      return ruleOf(`r${from + index}`, { severity, match });
    });
  const critical = searching(0, "critical");
  assert.ok(packRuleSet(critical, OPTIONS).packed.length > 15);
  assert.throws(
    () => packRuleSet([...critical, ...searching(100, "low")], OPTIONS),
    (error: Error) =>
      error instanceof WildcardBudgetError && /at most 30 .*: 32 would/.test(error.message),
  );
});

test("refuses rules that need more AWS rules than a bus takes", () => {
  const long = (id: string) => Array.from({ length: 60 }, (_, n) => `${id}${"x".repeat(20)}${n}`);
  const rules = Array.from({ length: MAX_BUS_RULES + 1 }, (_, index) =>
    ruleOf(`r${index}`, {
      severity: index % 2 === 0 ? "critical" : "low",
      match: `contains(\`${JSON.stringify(long(`r${index}`))}\`, eventName)`,
    }),
  );
  assert.throws(
    () => packRuleSet(rules, OPTIONS),
    /Cannot pack rules as a bus takes at most 300 AWS rules: they need \d+; load fewer rules/,
  );
});

test("has what is critical in its context alone go the critical way, and the others' too", () => {
  const production = { accountTags: ["production"], accounts: ["111122223333"] };
  const rules = [
    ruleOf("raised", {
      severity: "high",
      match: "eventName == 'A'",
      severityBy: [{ severity: "critical", ...production }],
    }),
    ruleOf("by-list", {
      severity: "medium",
      match: "eventName == 'B'",
      severityBy: [
        { severity: "low", when: "eventSource == 'x'", reason: "r" },
        {
          severity: "critical",
          when: "contains($lists.gems, requestParameters.name)",
          lists: { gems: [{ value: "ruby" }] },
          reason: "r",
        },
      ],
    }),
    ruleOf("untagged", {
      severity: "high",
      match: "eventName == 'C'",
      severityBy: [{ severity: "critical", accountTags: ["nobody"], accounts: [] }],
    }),
    ruleOf("lowered", {
      severity: "critical",
      match: "eventName == 'D'",
      severityBy: [{ severity: "low", ...production }],
    }),
    ruleOf("several", {
      severity: "high",
      match: "eventName == 'E'",
      threshold: { count: 2, within: 60_000, by: ["$issuer"] },
      severityBy: [{ severity: "critical", ...production }],
    }),
  ];
  const { packed, problems } = packRuleSet(rules, OPTIONS);
  assert.equal(problems, []);
  const ways = (detail: Readonly<Record<string, string>>) => {
    const groups = packed
      .filter(({ pattern }) => patternMatcher(pattern)({ source: EVENT_SOURCE, detail }))
      .map(({ group }) => group);
    return [...new Set(groups)].join();
  };
  const own = { recipientAccountId: "111122223333" };
  const other = { recipientAccountId: "444455556666" };
  assert.is(ways({ eventName: "A", ...own }), "critical,others");
  assert.is(
    ways({ eventName: "A", "userIdentity.accountId": own.recipientAccountId }),
    "critical,others",
  );
  assert.is(ways({ eventName: "A", ...other }), "others");
  assert.is(ways({ eventName: "B", "requestParameters.name": "ruby" }), "critical,others");
  assert.is(ways({ eventName: "B", "requestParameters.name": "glass" }), "others");
  assert.is(ways({ eventName: "C", ...own }), "others");
  assert.is(ways({ eventName: "D", ...own }), "critical");
  assert.is(ways({ eventName: "D", ...other }), "critical");
  // An event before may have been in production.
  assert.is(ways({ eventName: "E", ...other }), "critical,others");
});

test("has what a route makes critical go the critical way, too", () => {
  const rules = [
    ruleOf("a", { severity: "high", match: "eventName == 'A'" }),
    ruleOf("b", { severity: "low", match: "eventName == 'B'" }),
  ];
  const groupsOf = (routes: GroupOptions["routes"], account: string, eventName: string) => {
    const { packed } = packRuleSet(rules, { ...OPTIONS, ...(routes && { routes }) });
    const detail = { eventName, recipientAccountId: account };
    return packed
      .filter(({ pattern }) => patternMatcher(pattern)({ source: EVENT_SOURCE, detail }))
      .map(({ group }) => group)
      .join();
  };
  const [own, other] = ["111122223333", "444455556666"] as const;
  const raise = { severity: { raise: 1 } };
  const routed = [{ accounts: [own], ...raise }];
  assert.is(groupsOf(routed, own, "A"), "critical,others");
  assert.is(groupsOf(routed, other, "A"), "others");
  assert.is(groupsOf(routed, own, "B"), "others");
  assert.is(groupsOf([{ rules: ["b"], ...raise }], own, "A"), "others");
  // Of an alert of both rules the lesser one's route takes it, and it is as severe as the greater.
  assert.is(groupsOf([{ rules: ["b"], continue: true, ...raise }], own, "A"), "critical,others");
  assert.is(groupsOf([{ severities: ["medium"], ...raise }], own, "A"), "others");
  assert.is(
    groupsOf([{ severities: ["medium"], severity: { raise: 2 } }], own, "A"),
    "critical,others",
  );
  assert.is(groupsOf([{ rules: ["a"], severity: { lower: 1 } }], own, "A"), "others");
});

test("packs each group by itself, the critical one first", () => {
  const rules = [
    ruleOf("lesser", { severity: "high", match: "eventName == 'A'" }),
    ruleOf("worse", { severity: "critical", match: "eventName == 'B'" }),
    ruleOf("worst", { severity: "critical", match: "eventName == 'C'" }),
  ];
  const { packed, rules: compiled, problems } = packRuleSet(rules, OPTIONS);
  assert.equal(
    packed.map(({ group, ruleIds, pattern }) => [group, ruleIds, pattern.detail]),
    [
      ["critical", ["worse", "worst"], { eventName: ["B", "C"] }],
      ["critical", ["worse", "worst"], ALTERED_PATTERN.detail],
      ["others", ["lesser"], { eventName: ["A"] }],
      ["others", ["lesser"], ALTERED_PATTERN.detail],
    ],
  );
  assert.equal(
    compiled.map(({ id }) => id),
    ["lesser", "worse", "worst"],
  );
  assert.equal(problems, []);
});

test("leaves what counts as denied to the others, never before what is critical", () => {
  const rules = [ruleOf("worse", { severity: "critical", match: "eventName == 'B'" })];
  const { packed } = packRuleSet(rules, { ...OPTIONS, accessDenied: true });
  assert.equal(
    packed.map(({ group, accessDenied }) => [group, accessDenied]),
    [
      ["critical", false],
      ["critical", false],
      ["others", true],
      ["others", true],
    ],
  );
});

test("gives a group without rules no pattern", () => {
  const lesser = ruleOf("lesser", { severity: "low", match: "eventName == 'A'" });
  assert.equal(
    packRuleSet([lesser], OPTIONS).packed.map(({ group }) => group),
    ["others", "others"],
  );
});

test("passes what is not all of its record to each group that does not get every event", () => {
  const critical = ruleOf("worst", { severity: "critical", match: "eventName == 'B'" });
  const all = ruleOf("all", { severity: "low", match: "length(@) > `1`" });
  const { packed } = packRuleSet([critical, all], OPTIONS);
  assert.equal(
    packed.map(({ group, pattern }) => [group, pattern.detail]),
    [
      ["critical", { eventName: ["B"] }],
      ["critical", ALTERED_PATTERN.detail],
      ["others", undefined],
    ],
  );
  const passes = patternMatcher(ALTERED_PATTERN);
  const event = (pointer: object) => ({ source: EVENT_SOURCE, detail: { trailbridge: pointer } });
  for (const key of ALTERED_KEYS) assert.ok(passes(event({ [key]: ["a.b"] })), key);
  assert.not(passes(event({ version: "1" })));
});

test.run();
