import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ignoreFindings } from "../../../src/core/authoring/ignore-findings.ts";
import type { IgnoreRule, Rule } from "../../../src/core/rule/rule.ts";
import type { RuleFile } from "../../../src/core/rule-file/rule-file.ts";
import type { RuleTest } from "../../../src/core/rule-file/rule-test.ts";

const test = suite("ignoreFindings()");

const NOW = Date.parse("2026-11-27T12:00:00Z");

const yes = (event: Record<string, unknown>): RuleTest => ({ name: "yes", expect: "match", event });

function rule(id: string, match: string, ...events: Record<string, unknown>[]) {
  const judged: Rule = {
    id,
    title: id,
    description: "",
    severity: "low",
    match,
    tags: [],
    references: [],
  };
  return { rule: judged, tests: events.map(yes) };
}

function ignore(
  match: string,
  event: Record<string, unknown>,
  more: Partial<IgnoreRule> = {},
): RuleFile<IgnoreRule> {
  const it = { id: "quiet", match, reason: "r", owner: "o@example.com", ...more };
  return { path: `${it.id}.yaml`, rule: it, tests: [yes(event)] };
}

const DENIED = rule("denied", "errorCode == 'AccessDenied'", { errorCode: "AccessDenied" });
const STOPPED = rule("stopped", "eventName == 'StopLogging'", { eventName: "StopLogging" });

function found(rules: ReturnType<typeof rule>[], ...files: RuleFile<IgnoreRule>[]) {
  return ignoreFindings(files, { rules, self: [], now: NOW }).map(({ id, message }) => [
    id,
    /"([^"]*)"/.exec(message)?.[1],
  ]);
}

const CI = { errorCode: "AccessDenied", userAgent: "ci" };

test("finds nothing in one that silences some of a rule", () => {
  const file = ignore("errorCode == 'AccessDenied' && userAgent == 'ci'", CI);
  assert.equal(found([DENIED, STOPPED], file), []);
});

test("finds one that has expired, and says nothing else of it", () => {
  const file = ignore("exists(errorCode)", { errorCode: "x" }, { expires: "2026-11-26" });
  assert.equal(found([DENIED], file), [["expired-ignore", undefined]]);
  const today = ignore("errorCode == 'AccessDenied' && userAgent == 'ci'", CI, {
    expires: "2026-11-27",
  });
  assert.equal(found([DENIED], today), []);
});

test("finds one that leaves nothing of a rule, among those it is about", () => {
  const all = ignore("starts_with(errorCode, 'Access')", { errorCode: "AccessDenied" });
  assert.equal(found([DENIED, STOPPED], all), [["shadowed-rule", "denied"]]);
  const about = ignore("exists(errorCode)", { errorCode: "AccessDenied" }, { rules: ["stopped"] });
  assert.equal(found([DENIED, { ...STOPPED, tests: [] }], about), [["idle-ignore", undefined]]);
});

test("finds those that leave nothing of a rule together", () => {
  const root = ignore("errorCode == 'AccessDenied' && userAgent == 'ci'", CI);
  const others = ignore(
    "errorCode == 'AccessDenied' && userAgent != 'ci'",
    { errorCode: "AccessDenied" },
    { id: "rest" },
  );
  const [shadowed] = ignoreFindings([root, others], {
    rules: [{ ...DENIED, tests: [] }],
    self: [],
    now: NOW,
  });
  assert.is(shadowed?.id, "shadowed-rule");
  assert.match(shadowed?.message ?? "", '"quiet", "rest" together');
});

test("finds one that silences whatever a rule's own tests show", () => {
  const rules = [
    rule("denied", "errorCode == 'AccessDenied'", {
      errorCode: "AccessDenied",
      awsRegion: "eu-west-1",
    }),
  ];
  const file = ignore("awsRegion == 'eu-west-1' && exists(errorCode)", {
    errorCode: "AccessDenied",
    awsRegion: "eu-west-1",
  });
  assert.equal(found(rules, file), [["shadowed-rule", "denied"]]);
});

test("finds one that silences nothing of which a test tells", () => {
  assert.equal(found([DENIED], ignore("userAgent == 'ci'", { userAgent: "ci" })), [
    ["idle-ignore", undefined],
  ]);
  assert.equal(found([DENIED], ignore("userAgent == 'ci'", CI)), []);
  const byRule = rule("denied", "errorCode == 'AccessDenied'", CI, { errorCode: "AccessDenied" });
  assert.equal(found([byRule], ignore("userAgent == 'ci'", { userAgent: "ci" })), []);
});

test("says nothing of rules that are not there", () => {
  assert.equal(found([], ignore("userAgent == 'ci'", CI)), []);
});

test.run();
