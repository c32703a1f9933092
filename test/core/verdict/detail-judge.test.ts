import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createJudge } from "../../../src/core/rule/judge.ts";
import type { RuleSet } from "../../../src/core/rule/rule.ts";
import { ruleSetHash } from "../../../src/core/verdict/bus-verdict.ts";
import { createDetailJudge } from "../../../src/core/verdict/detail-judge.ts";
import { ruleOf } from "../../support/rules.ts";

const RULES: RuleSet = {
  rules: [
    ruleOf("stop", { match: "eventName == 'StopLogging'" }),
    ruleOf("open", { match: "contains(requestParameters.policy, 'Principal')" }),
  ],
  ignoreRules: [
    {
      id: "quiet",
      match: "!contains(not_null(requestParameters.policy, ''), 'Principal')",
      reason: "Nobody is let in.",
      owner: "ada",
    },
  ],
};

const HASH = ruleSetHash(RULES);
const CUT = { truncated: ["requestParameters.policy"] };

const test = suite("createDetailJudge()");

test("judges an event that is all of its record", () => {
  assert.equal(judge({ eventName: "StopLogging" }), {
    matched: [],
    ignoredBy: "quiet",
    faults: [],
  });
  assert.equal(
    judge({ eventName: "StopLogging", "requestParameters.policy": "Principal" }).matched,
    ["stop", "open"],
  );
});

test("takes the verdict that rides along, in rule order, instead of judging what is left", () => {
  const verdict = { rules: HASH, matched: ["open", "stop"] };
  const detail = { eventName: "StopLogging", trailbridge: { ...CUT, verdict } };
  assert.equal(judge(detail), { matched: ["stop", "open"], faults: [] });
  const ignored = { rules: HASH, matched: [], ignoredBy: "quiet", faults: [] };
  assert.equal(judge({ ...detail, trailbridge: { ...CUT, verdict: ignored } }), {
    matched: [],
    ignoredBy: "quiet",
    faults: [],
  });
});

test("takes none with an event that is all of its record", () => {
  const verdict = { rules: HASH, matched: [] };
  const detail = { "requestParameters.policy": "Principal", trailbridge: { verdict } };
  assert.equal(judge(detail).matched, ["open"]);
});

test("ignores nothing for what was cut, where there is no verdict of these rules", () => {
  const detail = { eventName: "StopLogging" };
  for (const verdict of [
    undefined,
    "forged",
    { rules: "others", matched: [] },
    { rules: "others", matched: [], ignoredBy: "quiet" },
  ]) {
    const { matched, ignoredBy } = judge({ ...detail, trailbridge: { ...CUT, verdict } });
    assert.equal([matched, ignoredBy], [["stop"], undefined], JSON.stringify(verdict));
  }
});

test("adds what other rules of the same name saw of the whole record", () => {
  const verdict = { rules: "others", matched: ["open", "gone"] };
  const detail = { eventName: "StopLogging", trailbridge: { ...CUT, verdict } };
  assert.equal(judge(detail).matched, ["stop", "open"]);
});

test("takes the severities that ride along, and of other rules' verdict the highest there are", () => {
  const severityBy = [
    { severity: "low", when: "eventName == 'StopLogging'", reason: "r" },
    { severity: "critical", when: "eventName == 'Gone'", reason: "r" },
  ] as const;
  const rules = { rules: [ruleOf("stop", { severityBy })], ignoreRules: [] };
  const detailJudge = createDetailJudge(rules, createJudge(rules, { self: [], now: 0 }), []);
  const severities = { stop: { severity: "low", by: 0 } };
  const verdict = { rules: ruleSetHash(rules), matched: ["stop"], severities };
  const detail = { eventName: "StopLogging", trailbridge: { ...CUT, verdict } };
  assert.equal(detailJudge(detail).severities, severities);
  const others = { ...detail, trailbridge: { ...CUT, verdict: { ...verdict, rules: "others" } } };
  assert.equal(detailJudge(others).severities, { stop: { severity: "critical", unsure: true } });
});

test.run();

function judge(detail: Readonly<Record<string, unknown>>) {
  const self: string[] = [];
  return createDetailJudge(RULES, createJudge(RULES, { self, now: 0 }), self)(detail);
}
