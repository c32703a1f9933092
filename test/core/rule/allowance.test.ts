import { suite } from "uvu";
import * as assert from "uvu/assert";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { EXPRESSION_STEPS } from "../../../src/core/function/budget.ts";
import { Allowance, EVENT_STEPS, LEAST_STEPS } from "../../../src/core/rule/allowance.ts";
import { createJudge } from "../../../src/core/rule/judge.ts";
import type { Rule } from "../../../src/core/rule/rule.ts";

const test = suite("Allowance");

test("gives each rule its own budget until the event's is used up, and then a little", () => {
  const allowance = new Allowance();
  for (let rule = 0; rule < EVENT_STEPS / EXPRESSION_STEPS; rule++) {
    allowance.next().spend(EXPRESSION_STEPS);
  }
  const last = allowance.next();
  last.spend(LEAST_STEPS);
  assert.throws(() => last.spend(1), /may take 10000 steps/);
});

test("lets no number of dear rules silence a cheap one", () => {
  const rule = (id: string, match: string): Rule => ({
    id,
    match,
    title: id,
    description: id,
    severity: "low",
    tags: [],
    references: [],
  });
  const dear = Array.from({ length: 20 }, (_, at) =>
    rule(`dear-${at}`, "any(resources, &any($.resources, &@ == `-1`))"),
  );
  const judge = createJudge(
    { rules: [...dear, rule("cheap", "length(resources) > `3`")], ignoreRules: [] },
    { self: [], now: 0 },
  );
  const resources = Array.from({ length: 50_000 }, (_, at) => at);
  const { matched, faults } = judge(viewOfRecord({ eventName: "A", resources }));
  assert.equal(matched, ["cheap"]);
  assert.equal(faults.length, dear.length);
  assert.match(faults.at(-1)?.message ?? "", /may take 10000 steps: on this event, it takes more/);
});

test.run();
