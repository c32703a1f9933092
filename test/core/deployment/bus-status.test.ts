import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type BusRule, busStatus, isNearlyFull } from "../../../src/core/deployment/bus-status.ts";

const AT = "eu-central-1:111122223333";
const OWN = `arn:aws:sqs:${AT}:trailbridge-Buffer-1A2B`;

function rule(name: string, target = OWN, fields: Partial<BusRule> = {}): BusRule {
  const arn = `arn:aws:events:${AT}:rule/trailbridge/${name}`;
  return { name, arn, enabled: true, targets: [{ id: "0", arn: target }], ...fields };
}

const test = suite("busStatus");

for (const [what, found, isForeign] of [
  ["a rule of another name", rule("copy"), true],
  ["a rule of a stack whose name begins so", rule("trailbridge2-Rule-1A2B"), true],
  [
    "a rule of an archive of others",
    rule("Events-Archive-copy", OWN, { managedBy: "prod.x" }),
    true,
  ],
  ["a rule that only calls itself an archive's", rule("Events-Archive-trailbridge-A"), true],
  ["a target of another name", rule("trailbridge-R", `arn:aws:sqs:${AT}:copies`), false],
  [
    "a target in another account",
    rule("trailbridge-R", "arn:aws:sqs:eu-central-1:444455556666:trailbridge-Buffer-1A2B"),
    false,
  ],
  [
    "a target in another Region",
    rule("trailbridge-R", "arn:aws:sqs:us-east-1:111122223333:trailbridge-Buffer-1A2B"),
    false,
  ],
] as const) {
  test(`calls ${what} foreign`, () => {
    const { foreign } = busStatus([found], { stack: "trailbridge", known: [] });
    assert.equal(
      foreign.map((it) => it.isForeign),
      [isForeign],
    );
  });
}

test("leaves alone what is the stack's, its archive's, or known", () => {
  const rules = [
    rule("trailbridge-Rule-1A2B"),
    rule("trailbridge-Log-1A2B", `arn:aws:logs:${AT}:log-group:/aws/events/trailbridge-siem`),
    rule("Events-Archive-trailbridge-A", "arn:aws:events:eu-central-1:::", { managedBy: "prod.x" }),
    rule("neighbour"),
  ];
  const { foreign, rules: counted } = busStatus(rules, {
    stack: "trailbridge",
    known: ["neighbour"],
  });
  assert.equal(foreign, []);
  assert.equal(counted, { inUse: 4, quota: 300 });
});

test("is nearly full where few rules are left for the next deploy", () => {
  const of = (inUse: number) => isNearlyFull({ rules: { inUse, quota: 300 } });
  assert.equal([of(0), of(270), of(271), of(300), of(400)], [false, false, true, true, true]);
});

test.run();
