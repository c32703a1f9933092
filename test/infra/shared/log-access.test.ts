import { LogGroup } from "aws-cdk-lib/aws-logs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RecordBus } from "../../../infra/bus/record-bus.ts";
import { ENV, resource, synth } from "../../support/synth.ts";

const test = suite("LogAccess");

/** A bus with log groups of such names among its consumers. */
function bus(names: readonly string[], env?: typeof ENV) {
  return synth((stack) => {
    const made = new RecordBus(stack, "Bus", { eventBusName: "records" });
    names.forEach((name, index) => {
      const logGroup = LogGroup.fromLogGroupName(stack, `Group${index}`, name);
      made.addLogGroup(`Insights${index}`, { logGroup });
    });
  }, env && { env });
}

const name = (index: number, length: number) => `/aws/events/${index}`.padEnd(length, "x");

for (const [where, env] of [
  ["in a Region that is known", ENV],
  ["wherever it is deployed", undefined],
] as const) {
  test(`refuses the log group that CloudWatch's policy has no room for, ${where}`, () => {
    const names = Array.from({ length: 5 }, (_, index) => name(index, 400));
    assert.throws(
      () => bus(names, env),
      /Cannot add log group consumer "Insights4" as the policy .* must have <= 5120 characters: 5\d{3}; give log groups shorter names/,
    );
    bus(names.slice(1), env);
  });
}

test("holds as many log groups as fit, in two statements", () => {
  const { PolicyDocument } = resource(
    bus(["/aws/events/a", "/aws/events/b"], ENV),
    "AWS::Logs::ResourcePolicy",
  ).Properties;
  const text = typeof PolicyDocument === "string" ? PolicyDocument : joined(PolicyDocument);
  const { Statement } = JSON.parse(text) as { Statement: Record<string, unknown>[] };
  const [, create, put] = Statement;
  assert.is(Statement.length, 3);
  assert.is(create?.Action, "logs:CreateLogStream");
  assert.is(create?.Condition, undefined);
  assert.is(put?.Action, "logs:PutLogEvents");
  assert.match(JSON.stringify(put?.Condition), /"aws:SourceArn":".*:rule\/records\/\*"/);
  assert.is([put?.Resource].flat().length, 2);
  assert.equal(create?.Resource, put?.Resource);
});

test.run();

/** A text of which CloudFormation fills in parts. */
function joined(value: unknown): string {
  const [, parts] = (value as { "Fn::Join": [string, unknown[]] })["Fn::Join"];
  return parts.map((part) => (typeof part === "string" ? part : "aws")).join("");
}
