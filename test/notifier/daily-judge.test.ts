import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dailyJudge } from "../../src/notifier/daily-judge.ts";
import type { Log } from "../../src/ports.ts";
import { ordinary } from "../support/hostile.ts";
import { ruleOf } from "../support/rules.ts";

const test = suite("dailyJudge()");

const EXPIRING = {
  id: "quiet",
  match: "eventName == 'StopLogging'",
  reason: "migration",
  owner: "ada",
  expires: "2026-01-24",
};

test("fails at once on a rule nobody can compile", () => {
  const ruleSet = { rules: [ruleOf("rule", { match: "a ==" })], ignoreRules: [] };
  assert.throws(() => dailyJudge(ruleSet, [], clockAt(0), logOf([])), /Cannot/);
});

test("lets an ignore rule expire while the function lives, and says so once a day", () => {
  const warnings: unknown[] = [];
  const clock = clockAt(Date.UTC(2026, 0, 24, 23, 59, 59));
  const ruleSet = { rules: [ruleOf("rule")], ignoreRules: [EXPIRING] };
  const judge = dailyJudge(ruleSet, [], clock, logOf(warnings));
  const detail = ordinary();
  assert.is(judge(detail).ignoredBy, "quiet");
  assert.equal(warnings, []);
  clock.at += 1_000;
  assert.equal(judge(detail).matched, ["rule"]);
  judge(detail);
  assert.equal(warnings, [{ expired: ["quiet"] }]);
});

test.run();

function clockAt(at: number) {
  const clock = { at, now: () => clock.at, sleep: async () => {} };
  return clock;
}

function logOf(warnings: unknown[]): Log {
  const nothing = () => {};
  return {
    info: nothing,
    error: nothing,
    metrics: nothing,
    warn: (_message, fields) => warnings.push(fields),
  };
}
