import "../support/handler-bundles.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exampleTemplates, settingsTemplates } from "./deployments.ts";
import { namesKept, namesKeptByRollback, refusals, replacedBy } from "./refusals.ts";
import { schemaProblems } from "./schema-problems.ts";
import type { DeployTemplate } from "./template.ts";

const BASE = `
account: "111122223333"
region: eu-central-1
logs: { bucket: org-logs }
slack: { app: { botTokenSecretId: trailbridge/bot, channel: C0SECURITY } }
`;
const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1a2b3c4d-aaaa-bbbb-cccc-444455556666";

/** What a user may change of a running deployment: before → after. */
const CHANGES: readonly (readonly [change: string, before: string, after: string])[] = [
  ["renaming the bus", "bus: { name: one }", "bus: { name: two }"],
  ["naming the bus", "", "bus: { name: one }"],
  ["logging more of the bus", "bus: { logLevel: error }", "bus: { logLevel: trace }"],
  ["not logging the bus", "bus: { logLevel: off }", "bus: { logLevel: info }"],
  ["adding a key", "bus: { archiveDays: 30 }", `bus: { archiveDays: 30, kmsKeyArn: "${KEY}" }`],
  [
    "removing the first of three subscribers",
    "sns: { subscriptions: { a@example.com: email, b@example.com: email, c@example.com: email } }",
    "sns: { subscriptions: { b@example.com: email, c@example.com: email } }",
  ],
  [
    "removing a consumer",
    "consumers: { a: { queue: {} }, insights: { logGroup: {} }, lake: { firehose: {} } }",
    "consumers: { lake: { firehose: {} } }",
  ],
  [
    "removing a route",
    'routes: [{ accounts: ["444455556666"], slackChannel: C0A }, { severities: [high], slackChannel: C0B }]',
    "routes: [{ severities: [high], slackChannel: C0B }]",
  ],
  ["naming a function", "", "splitter: { functionName: mine }"],
  ["naming the table", "", "threads: { tableName: mine }"],
  ["hearing of log files by another way", "", "logs: { bucket: org-logs, via: sqs }"],
];

const test = suite("rehearsal of a deploy");
let examples: Record<string, DeployTemplate>;
let changes: Record<string, DeployTemplate>;

test.before(async () => {
  examples = await exampleTemplates();
  const texts = CHANGES.flatMap(([change, before, after]) => [
    [`${change}: before`, settingsOf(before)],
    [`${change}: after`, settingsOf(after)],
  ]);
  changes = await settingsTemplates(Object.fromEntries(texts));
});

test("finds every property of the worked set-ups as CloudFormation's schemas have it", () => {
  for (const template of Object.values(examples)) assert.equal(schemaProblems(template), []);
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
  for (const [name, template] of Object.entries(examples)) {
    assert.equal(refusals(nothing, template), [], name);
    for (const [other, after] of Object.entries(examples)) {
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

for (const [change] of CHANGES) {
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

test.run();

/** Where a change speaks of logs itself, it replaces the base's. */
function settingsOf(more: string): string {
  const base = more.startsWith("logs:") ? BASE.replace(/^logs:.*\n/m, "") : BASE;
  return `${base}${more}\n`;
}
