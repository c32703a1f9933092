import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileRule } from "../../../src/core/compiler/compile-rule.ts";
import { packPatterns } from "../../../src/core/compiler/pack.ts";
import { tryRuleTests } from "../../../src/core/compiler/rule-trial.ts";
import type { Rule } from "../../../src/core/rule/rule.ts";
import type { RuleFile } from "../../../src/core/rule-file/rule-file.ts";
import { ruleOf } from "../../support/rules.ts";

const test = suite("tryRuleTests()");

const DELETES = fileOf("deletes", "starts_with(eventName, 'Delete')", { eventName: "DeleteUser" });
const PUTS = fileOf("puts", "eventName == 'PutUser' && errorCode == `null`", {
  eventName: "PutUser",
});

const compile = (rule: Rule) => compileRule(rule, { self: [] });

test("names a test whose event does not get through the rule's own pattern", () => {
  const wrong = (rule: Rule) => compile({ ...rule, match: "eventName == 'Other'" });
  assert.equal(tryRuleTests([DELETES], undefined, { compile: wrong, pack: packPatterns }), [
    {
      path: "rules/deletes.yaml",
      field: ["tests", 1],
      message:
        'Cannot use the rule\'s event pattern as it must let through what test "it happens" matches: it does not, which is a defect of the compiler',
    },
  ]);
});

test("names a test whose event gets through no packed pattern that names the rule", () => {
  const pack: typeof packPatterns = (rules, options) =>
    packPatterns(rules, options).map((packed) =>
      rules.length > 1 ? { ...packed, ruleIds: ["puts"] } : packed,
    );
  const problems = tryRuleTests([DELETES, PUTS], undefined, { compile, pack });
  assert.is(problems.length, 1);
  assert.match(problems[0]?.message ?? "", /^Cannot use the packed event patterns as/);
  assert.is(problems[0]?.path, "rules/deletes.yaml");
});

test("tries the events of timelines that count, and of a sequence those of its steps", () => {
  const steps = [{ match: "eventName == 'PutUser'", by: ["$account"] }];
  const rule = ruleOf("follows", {
    match: "eventName == 'DeleteUser'",
    followedBy: { within: 60_000, by: ["$account"], steps },
  });
  const events = ["DeleteUser", "ListUsers", "PutUser"].map((eventName) => ({
    event: { eventName },
  }));
  const odd = ruleOf("odd", { match: "sum(requestParameters.sizes) == `1`" });
  const unjudged = [{ event: { requestParameters: { sizes: ["a"] } } }];
  const oddFile = { path: "rules/odd.yaml", rule: odd, tests: [] };
  assert.equal(
    tryRuleTests([{ ...oddFile, tests: [{ name: "odd", expect: "no-alert", events: unjudged }] }]),
    [],
  );
  const file: RuleFile<Rule> = {
    path: "rules/follows.yaml",
    rule,
    tests: [{ name: "both", expect: "alert", events }],
  };
  assert.equal(tryRuleTests([file]), []);
  const { followedBy: _, ...alone } = rule;
  const wrong = { compile: () => compile(alone), pack: packPatterns };
  const [problem] = tryRuleTests([file], undefined, wrong);
  assert.equal(problem?.field, ["tests", 0]);
});

test("finds nothing where every event gets through", () => {
  assert.equal(tryRuleTests([DELETES, PUTS]), []);
});

test("leaves out the examples of rules that are known to get through", () => {
  const wrong = () => {
    throw new Error("it compiled");
  };
  const isKnown = () => true;
  assert.equal(tryRuleTests([DELETES], isKnown, { compile: wrong, pack: packPatterns }), []);
});

test.run();

function fileOf(id: string, match: string, event: Record<string, unknown>): RuleFile<Rule> {
  return {
    path: `rules/${id}.yaml`,
    rule: ruleOf(id, { match }),
    tests: [
      { name: "it does not", expect: "no-match", event: {} },
      { name: "it happens", expect: "match", event },
    ],
  };
}
