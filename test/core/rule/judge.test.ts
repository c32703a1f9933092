import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { toBusEntry } from "../../../src/core/entry/bus-entry.ts";
import { viewOfDetail, viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { createJudge, expiredIgnoreRules, isAccessDenied } from "../../../src/core/rule/judge.ts";
import { type IgnoreRule, type Rule, SEVERITIES } from "../../../src/core/rule/rule.ts";
import { rawRecord } from "../../support/raw-record.ts";

const ENTRIES = { includeRecord: true, maxBytes: 1_000_000 };
const NOW = Date.parse("2026-03-02T12:00:00Z");

const judge = suite("createJudge()");

judge("reports every rule that matches, in rule order", () => {
  const verdict = judgeBy({
    rules: [rule("b", "yes"), rule("none", "no"), rule("a", "yes")],
  });
  assert.equal(verdict, { matched: ["b", "a"], faults: [] });
});

judge("lets a rule that faults neither match nor stop the others", () => {
  const verdict = judgeBy({ rules: [rule("broken", "text"), rule("sound", "yes")] });
  assert.equal(verdict.matched, ["sound"]);
  assert.is(verdict.faults.length, 1);
  assert.is(verdict.faults[0]?.ruleId, "broken");
  assert.match(
    verdict.faults[0]?.message ?? "",
    /result must be true, false or null: it is string/,
  );
});

judge("says of matched rules alone what the event's context makes of their severity", () => {
  const severityBy = [{ severity: "critical", when: "yes", reason: "r" }] as const;
  const verdict = judgeBy({
    rules: [
      { ...rule("own", "yes"), severityBy: [{ severity: "info", when: "no", reason: "r" }] },
      { ...rule("raised", "yes"), severityBy },
      { ...rule("unmatched", "no"), severityBy },
    ],
  });
  assert.equal(verdict, {
    matched: ["own", "raised"],
    severities: { raised: { severity: "critical", by: 0 } },
    faults: [],
  });
});

judge("makes a rule that could not judge the event no less severe by its context", () => {
  const by = (severity: "info" | "critical") =>
    judgeBy({
      rules: [{ ...rule("broken", "text"), severityBy: [{ severity, when: "yes", reason: "r" }] }],
    }).severities;
  assert.is(by("info"), undefined);
  assert.equal(by("critical"), { broken: { severity: "critical", by: 0 } });
});

judge("tells a fault about the severity from one about the event", () => {
  const broken = [{ severity: "critical", when: "text", reason: "r" }] as const;
  const verdict = judgeBy({ rules: [{ ...rule("a", "yes"), severityBy: broken }] });
  assert.equal(verdict.matched, ["a"]);
  assert.equal(
    verdict.faults.map(({ ruleId, of }) => [ruleId, of]),
    [["a", "severity"]],
  );
  assert.equal(verdict.severities, { a: { severity: "critical", by: 0, unsure: true } });
});

judge("matches the same rules whatever contexts they have", () => {
  const expression = fc.constantFrom("yes", "no", "text", "`true`");
  const contextual = fc.record({
    match: expression,
    severityBy: fc.array(
      fc.record({
        severity: fc.constantFrom(...SEVERITIES),
        when: expression,
        reason: fc.constant("r"),
      }),
      { maxLength: 3 },
    ),
  });
  fc.assert(
    fc.property(fc.array(contextual, { maxLength: 5 }), (all) => {
      const rules = all.map(({ match, severityBy }, index) => ({
        ...rule(`r${index}`, match),
        severityBy,
      }));
      const plain = judgeBy({ rules: rules.map(({ severityBy: _severityBy, ...it }) => it) });
      const verdict = judgeBy({ rules });
      assert.equal(verdict.matched, plain.matched);
      assert.equal(
        verdict.faults.filter(({ of }) => of === undefined),
        plain.faults,
      );
    }),
  );
});

judge("takes an overflowing stack for a fault of the rule", () => {
  let deep: unknown = [];
  for (let depth = 0; depth < 100_000; depth++) deep = [deep];
  const verdict = createJudge(
    ruleSet({ rules: [rule("deep", "deep == other"), rule("sound", "yes")] }),
    {
      self: [],
      now: NOW,
    },
  )(viewOfRecord({ deep, other: [deep], yes: true }));
  assert.equal(verdict.matched, ["sound"]);
  assert.match(verdict.faults[0]?.message ?? "", /Cannot judge by expression/);
});

judge("silences the event by the first ignore rule that matches", () => {
  const verdict = judgeBy({
    rules: [rule("a", "yes")],
    ignoreRules: [ignore("not-this", "no"), ignore("this", "yes"), ignore("nor-this", "yes")],
  });
  assert.equal(verdict, { matched: [], ignoredBy: "this", faults: [] });
});

judge("says of a sequence which of its expressions hold, under the one id", () => {
  const step = { match: "no", by: ["$issuer"] };
  const followedBy = { within: 60_000, by: ["$issuer"], steps: [step, { ...step, match: "yes" }] };
  const sequence = (id: string, match: string) => ({ ...rule(id, match), followedBy });
  assert.equal(judgeBy({ rules: [sequence("both", "yes"), rule("a", "yes")] }), {
    matched: ["both", "a"],
    steps: { both: [0, 2] },
    faults: [],
  });
  const later = judgeBy({ rules: [sequence("later", "no"), rule("a", "no")] });
  assert.equal(later, { matched: ["later"], steps: { later: [2] }, faults: [] });
  const exempt = { ...ignore("this", "yes"), rules: ["later"] };
  const silenced = judgeBy({ rules: [sequence("later", "no")], ignoreRules: [exempt] });
  assert.equal(silenced, { matched: [], ignoredBy: "this", faults: [] });
});

judge("ignores also what no rule matches", () => {
  assert.is(judgeBy({ ignoreRules: [ignore("this", "yes")] }).ignoredBy, "this");
});

judge("never silences by an ignore rule that faults", () => {
  const verdict = judgeBy({ rules: [rule("a", "yes")], ignoreRules: [ignore("broken", "text")] });
  assert.equal(verdict.matched, ["a"]);
  assert.is(verdict.ignoredBy, undefined);
  assert.is(verdict.faults[0]?.ruleId, "broken");
});

const LIST = [{ size: "odd" }, { size: 1 }, { size: 2 }];

judge("lets no odd element of a list keep a rule from the others", () => {
  for (const match of [
    "length(list[?size + `1` == `2`]) > `0`",
    "contains(map(&(size + `1`), list), `2`)",
    "length(list[?size + `1` == `2`].size) > `0` || no",
  ]) {
    const verdict = judgeList(match, LIST);
    assert.equal([verdict.matched, verdict.faults], [["of-list"], []], match);
  }
});

judge("cannot judge a list of which an odd element might have matched", () => {
  const verdict = judgeList("length(list[?size + `1` > `5`]) > `0`", LIST);
  assert.equal(verdict.matched, []);
  assert.match(verdict.faults[0]?.message ?? "", /must be numbers/);
});

judge("silences nothing by a list with an odd element", () => {
  const ignoreRules = [ignore("of-list", "!(length(list[?size + `1` > `5`]) > `0`)")];
  const verdict = judgeBy({ rules: [rule("a", "yes")], ignoreRules }, NOW, { list: LIST });
  assert.equal([verdict.matched, verdict.ignoredBy], [["a"], undefined]);
  assert.is(judgeBy({ ignoreRules }, NOW, { list: [{ size: 1 }] }).ignoredBy, "of-list");
});

const COLLIDING = { a: { b: "evil", c: "x" }, "a.b": "good", "a.c": "y" };

judge("matches by either value where keys collide, in whatever order they stand", () => {
  for (const record of [COLLIDING, Object.fromEntries(Object.entries(COLLIDING).reverse())]) {
    const detail = JSON.parse(
      toBusEntry(rawRecord(record), { bucket: "b", key: "k" }, ENTRIES).detail,
    );
    for (const view of [viewOfRecord(record), viewOfDetail(detail)]) {
      for (const match of ["a.b == 'evil'", "a.b == 'good'", "a.b == 'evil' && a.c == 'y'"]) {
        const judged = createJudge(ruleSet({ rules: [rule("r", match)] }), { self: [], now: NOW });
        assert.equal(judged(view).matched, ["r"], match);
      }
    }
  }
});

judge("ignores only what holds whichever of the values that collide is meant", () => {
  const by = (match: string) =>
    judgeBy({ ignoreRules: [ignore("quiet", match)] }, NOW, COLLIDING).ignoredBy;
  assert.is(by("a.b == 'good'"), undefined);
  assert.is(by("a.b == 'evil'"), undefined);
  assert.is(by("a.b != 'other'"), "quiet");
});

judge("cannot judge keys that collide in more ways than can be tried", () => {
  const keys = Array.from({ length: 7 }, (_, n) => `k${n}`);
  const record = Object.assign({ a: {} }, ...keys.map((key) => ({ [`a.${key}`]: 1 })));
  for (const key of keys) record.a[key] = 2;
  const match = keys.map((key) => `a.${key} == \`3\``).join(" || ");
  const verdict = judgeBy({ rules: [rule("wide", match)] }, NOW, record);
  assert.match(verdict.faults[0]?.message ?? "", /64 ways/);
});

judge("says which faults are of rules that the event is exempt from", () => {
  const verdict = judgeBy({
    rules: [rule("a", "text"), rule("b", "text")],
    ignoreRules: [ignore("only-a", "yes", { rules: ["a"] })],
  });
  assert.equal(
    verdict.faults.map(({ ruleId, exempt }) => [ruleId, exempt]),
    [
      ["a", true],
      ["b", undefined],
    ],
  );
});

judge("exempts the event only from the rules an ignore rule names", () => {
  const verdict = judgeBy({
    rules: [rule("a", "yes"), rule("b", "yes")],
    ignoreRules: [ignore("only-a", "yes", { rules: ["a"] })],
  });
  assert.equal(verdict, { matched: ["b"], faults: [] });
});

judge("counts as ignored what is exempt from every rule it matches", () => {
  const verdict = judgeBy({
    rules: [rule("a", "yes"), rule("b", "yes"), rule("c", "no")],
    ignoreRules: [
      ignore("only-a", "yes", { rules: ["a"] }),
      ignore("only-b", "yes", { rules: ["b"] }),
    ],
  });
  assert.equal(verdict, { matched: [], ignoredBy: "only-a", faults: [] });
});

judge("does not count as ignored what is exempt from rules it does not match", () => {
  const verdict = judgeBy({
    rules: [rule("a", "no")],
    ignoreRules: [ignore("only-a", "yes", { rules: ["a"] })],
  });
  assert.equal(verdict, { matched: [], faults: [] });
});

judge("holds an ignore rule to the end of its last day", () => {
  const ignoreRules = [ignore("dated", "yes", { expires: "2026-03-02" })];
  const at = (time: string) =>
    judgeBy({ rules: [rule("a", "yes")], ignoreRules }, Date.parse(time)).ignoredBy;
  assert.is(at("2026-03-02T23:59:59Z"), "dated");
  assert.is(at("2026-03-03T00:00:00Z"), undefined);
});

judge("binds $self to the names it is given", () => {
  const rules = [rule("self", "contains($self, name)")];
  const judged = createJudge(ruleSet({ rules }), { self: ["mine"], now: NOW });
  assert.equal(judged(viewOfRecord({ name: "mine" })).matched, ["self"]);
  assert.equal(judged(viewOfRecord({ name: "other" })).matched, []);
});

judge.run();

const expired = suite("expiredIgnoreRules()");

expired("names the ignore rules that no longer hold", () => {
  const ignoreRules = [
    ignore("old", "yes", { expires: "2026-03-01" }),
    ignore("today", "yes", { expires: "2026-03-02" }),
    ignore("forever", "yes"),
  ];
  assert.equal(expiredIgnoreRules(ruleSet({ ignoreRules }), NOW), ["old"]);
});

expired.run();

const denied = suite("isAccessDenied()");

const codes: [errorCode: unknown, expected: boolean][] = [
  ["AccessDenied", true],
  ["AccessDeniedException", true],
  ["Client.AccessDenied", false],
  ["accessdenied", false],
  [null, false],
  [undefined, false],
  [403, false],
  [["AccessDenied"], false],
];

for (const [errorCode, expected] of codes) {
  denied(`is ${expected} for ${JSON.stringify(errorCode)}`, () => {
    assert.is(isAccessDenied(viewOfRecord({ errorCode })), expected);
  });
}

denied.run();

function judgeBy(set: Partial<Parameters<typeof ruleSet>[0]>, now = NOW, more: object = {}) {
  return createJudge(ruleSet(set), { self: [], now })(
    viewOfRecord({ yes: true, no: false, text: "text", ...more }),
  );
}

function judgeList(match: string, list: readonly unknown[]) {
  return judgeBy({ rules: [rule("of-list", match)] }, NOW, { list });
}

function ruleSet({ rules = [], ignoreRules = [] }: { rules?: Rule[]; ignoreRules?: IgnoreRule[] }) {
  return { rules, ignoreRules };
}

function rule(id: string, match: string): Rule {
  return { id, title: id, description: id, severity: "low", match, tags: [], references: [] };
}

function ignore(id: string, match: string, more: Partial<IgnoreRule> = {}): IgnoreRule {
  return { id, match, reason: "because", owner: "ada", ...more };
}
