import "../support/handler-bundles.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ACCEPT, changesSinceAccepted } from "./accepted.ts";
import { exampleSettings, settingsOf, setupSettings, templatesOf } from "./deployments.ts";
import { replacedBy } from "./fixed.ts";
import { namesKept, namesKeptByRollback, namesTaken, refusals } from "./refusals.ts";
import { templateProblems } from "./rehearse.ts";
import { schemaProblems } from "./schema-problems.ts";
import type { DeployTemplate } from "./template.ts";
import { settingsText, USER_CHANGES } from "./user-changes.ts";

const test = suite("rehearsal of a deploy");
let examples: Record<string, DeployTemplate>;
let setups: Record<string, DeployTemplate>;
let changes: Record<string, DeployTemplate>;

test.before(async () => {
  examples = await templatesOf(exampleSettings());
  setups = await templatesOf(setupSettings());
  const texts = USER_CHANGES.flatMap(([change, before, after]) => [
    [`${change}: before`, settingsText(before)],
    [`${change}: after`, settingsText(after)],
  ]);
  changes = await templatesOf(settingsOf(Object.fromEntries(texts)));
});

test("finds the worked set-ups as CloudFormation's schemas and the services' quotas have it", () => {
  for (const [name, template] of Object.entries({ ...examples, ...setups })) {
    assert.equal(templateProblems(template), [], name);
  }
});

test("finds a property that is unknown, read-only, of another type, out of its pattern, or missing", () => {
  const found = (Type: string, Properties: Record<string, unknown>) =>
    schemaProblems({ Resources: { X: { Type, Properties } } }).join("\n");
  assert.match(found("AWS::SQS::Queue", { Visibility: 1 }), /Visibility: is no property/);
  assert.match(found("AWS::SQS::Queue", { Arn: "a" }), /Arn: is read-only/);
  assert.match(found("AWS::SQS::Queue", { DelaySeconds: "soon" }), /must be integer/);
  assert.match(found("AWS::Logs::LogGroup", { LogGroupName: "a b" }), /must match/);
  assert.match(found("AWS::SNS::Subscription", {}), /TopicArn: is required/);
  assert.throws(() => found("AWS::Odd::Thing", {}), /must be its schema/);
});

test("makes the worked set-ups in an account that has none, and any of them out of any other", () => {
  const nothing = { Resources: {} };
  const all = Object.entries({ ...examples, ...setups });
  for (const [name, template] of all) {
    assert.equal(refusals(nothing, template), [], name);
    for (const [other, after] of all) {
      assert.equal(refusals(template, after), [], `${name} to ${other}`);
    }
  }
});

test("a first deploy that rolled back does not block the next", () => {
  for (const template of [...Object.values(examples), ...Object.values(changes)]) {
    assert.equal(namesKeptByRollback(template), []);
    const forGood = Object.entries(template.Resources).filter(
      ([, { DeletionPolicy }]) => DeletionPolicy === "Retain",
    );
    assert.equal(forGood, [], "a resource of a deploy that failed stays, and nobody knows of it");
  }
});

test("a stack that was deleted can be deployed again", () => {
  for (const template of Object.values(examples)) {
    assert.equal(refusals({ Resources: {} }, template, namesKept(template)), []);
  }
});

for (const [change] of USER_CHANGES) {
  test(`${change} is accepted, and taking it back too`, () => {
    const before = changes[`${change}: before`] as DeployTemplate;
    const after = changes[`${change}: after`] as DeployTemplate;
    for (const [from, to] of [
      [before, after],
      [after, before],
    ] as const) {
      assert.equal(schemaProblems(to), []);
      assert.equal(refusals(from, to), []);
      const gone = Object.keys(from.Resources).filter((id) => to.Resources[id] === undefined);
      assert.equal(refusals(to, from, namesKept(from, gone)), []);
    }
  });
}

test("removing the first of three subscribers unsubscribes nobody else", () => {
  const [before, after] = ["before", "after"].map(
    (it) => changes[`removing the first of three subscribers: ${it}`] as DeployTemplate,
  ) as [DeployTemplate, DeployTemplate];
  const of = ({ Resources }: DeployTemplate) =>
    Object.entries(Resources).filter(([, { Type }]) => Type === "AWS::SNS::Subscription");
  assert.is(of(before).length, 3);
  assert.is(of(after).length, 2);
  for (const [id] of of(after)) {
    assert.ok(before.Resources[id], `${id} is made anew, and the old one takes the subscription`);
    assert.equal(replacedBy(id, before, after), []);
  }
});

test("removing a consumer leaves every other resource what it is", () => {
  const before = changes["removing a consumer: before"] as DeployTemplate;
  const after = changes["removing a consumer: after"] as DeployTemplate;
  for (const id of Object.keys(after.Resources)) {
    assert.ok(before.Resources[id], id);
    assert.equal(replacedBy(id, before, after), [], id);
  }
});

test("refuses what CloudFormation would", () => {
  const named = (name: string, more: object = {}, policy?: string): DeployTemplate => ({
    Resources: {
      A: {
        Type: "AWS::Logs::DeliverySource",
        Properties: { Name: name, ResourceArn: "a", ...more },
        ...(policy && { DeletionPolicy: policy }),
      },
    },
  });
  const held = (id: string, Type: string, Properties: object, policy?: string) =>
    ({
      Resources: { [id]: { Type, Properties, ...(policy && { DeletionPolicy: policy }) } },
    }) as DeployTemplate;
  const mapping = { EventSourceArn: "q", FunctionName: "f" };
  assert.match(
    refusals(
      held("A", "AWS::Lambda::EventSourceMapping", mapping),
      held("B", "AWS::Lambda::EventSourceMapping", mapping),
    ).join(),
    /B: cannot be made as A still is what only one/,
  );
  assert.match(
    refusals(
      held("A", "AWS::SQS::QueuePolicy", { Queues: ["q"] }),
      held("B", "AWS::SQS::QueuePolicy", { Queues: ["q"] }),
    ).join(),
    /B: is taken for A, and goes when that is deleted/,
  );
  assert.match(
    refusals(
      held("A", "Custom::Thing", { ServiceToken: "one" }),
      held("A", "Custom::Thing", { ServiceToken: "two" }),
    ).join(),
    /A: cannot change its ServiceToken/,
  );
  assert.match(
    refusals(named("n"), named("n", { ResourceArn: "b" })).join(),
    /A: must be replaced as ResourceArn .* its name is taken by A/,
  );
  const moved = { Resources: { B: named("n").Resources.A } } as DeployTemplate;
  assert.match(refusals(named("n"), moved).join(), /B: cannot be made as its name is taken by A/);
  const other = { Resources: { A: { Type: "AWS::SQS::Queue" } } };
  assert.match(refusals(named("n"), other).join(), /cannot change from/);
  const retained = named("n", {}, "Retain");
  assert.is(namesKeptByRollback(retained).length, 1);
  assert.match(
    refusals({ Resources: {} }, retained, namesKept(retained)).join(),
    /what was retained/,
  );
  assert.is(namesKeptByRollback(named("n", {}, "RetainExceptOnCreate")).length, 0);
  const circle = (ref: string) => ({
    Resources: {
      A: { Type: "AWS::SQS::Queue", DependsOn: "B" },
      B: { Type: "AWS::SQS::Queue", Properties: { Tags: [{ Key: "k", Value: { Ref: ref } }] } },
    },
  });
  assert.match(refusals({ Resources: {} }, circle("A")).join(), /in a circle/);
  assert.match(refusals({ Resources: {} }, circle("C")).join(), /C, which is not there/);
});

test("two stages stand side by side in one account and Region", () => {
  const [production, staging] = ["production", "staging"].map(
    (stage) => setups[`two-stage-${stage}`] as DeployTemplate,
  ) as [DeployTemplate, DeployTemplate];
  const taken = namesTaken(production);
  assert.ok(taken.length > 5, `${taken}`);
  assert.equal(refusals({ Resources: {} }, staging, taken), []);
  assert.ok(refusals({ Resources: {} }, production, taken).length > 5);
});

test("an update of a worked set-up does nothing that nobody has thought of", () => {
  const { lost } = changesSinceAccepted(examples);
  assert.is(lost.join("\n"), "", `if that is meant: ${ACCEPT}`);
});

test.run();
