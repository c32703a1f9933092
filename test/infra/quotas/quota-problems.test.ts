import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type CountedTemplate, deployedValue } from "../../../infra/quotas/deployed-value.ts";
import { NAME_LENGTHS } from "../../../infra/quotas/name-lengths.ts";
import { quotaProblems } from "../../../infra/quotas/quota-problems.ts";
import { QUOTAS } from "../../../infra/quotas/quotas.ts";

const PLACE = { stackName: "trailbridge", region: "eu-central-1" };
const X = (length: number) => "x".repeat(Math.max(0, length));
const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** One resource of a type, or many. */
function some(Type: string, ...all: readonly Record<string, unknown>[]): CountedTemplate {
  return { Resources: Object.fromEntries(all.map((it, i) => [`R${i}`, { Type, Properties: it }])) };
}

/** A policy of so many bytes once it is JSON. */
function policy(bytes: number, ...statements: readonly object[]) {
  const Statement = [{ Effect: "Allow", Resource: "*", ...statements[0] }, ...statements.slice(1)];
  const document = { Statement, Id: "" };
  return { ...document, Id: X(bytes - JSON.stringify(document).length) };
}

const dashboard = (...widgets: readonly object[]) =>
  some("AWS::CloudWatch::Dashboard", {
    DashboardBody: JSON.stringify({ widgets: widgets.map((properties) => ({ properties })) }),
  });
const metric = { Id: "m", MetricStat: {} };

/** A template that has so much of what a quota is of. */
const TEMPLATES: Readonly<Record<string, (amount: number) => CountedTemplate>> = {
  "resources of one stack": (n) => some("AWS::SQS::Queue", ...times(n, () => ({}))),
  "outputs of one stack": (n) => ({
    Resources: {},
    Outputs: Object.fromEntries(times(n, (i) => [`O${i}`, {}])),
  }),
  "parameters of one stack": (n) => ({
    Resources: {},
    Parameters: Object.fromEntries(times(n, (i) => [`P${i}`, {}])),
  }),
  "mappings of one stack": (n) => ({
    Resources: {},
    Mappings: Object.fromEntries(times(n, (i) => [`M${i}`, {}])),
  }),
  "bytes of template": (n) => {
    const empty = { Resources: {}, Mappings: { M: "" } };
    return { Resources: {}, Mappings: { M: X(n - JSON.stringify(empty).length) } };
  },
  "bytes of description": (n) => ({ Resources: {}, Description: X(n) }),
  "dynamic references of one template": (n) =>
    some("AWS::SQS::Queue", { All: times(n, () => "{{resolve:secretsmanager:a}}") }),
  "characters of logical id": (n) => ({ Resources: { [X(n)]: { Type: "AWS::SQS::Queue" } } }),
  "rules of one event bus": (n) =>
    some("AWS::Events::Rule", { EventBusName: "other" }, ...times(n, () => ({}))),
  "rules with wildcards of one event bus": (n) =>
    some(
      "AWS::Events::Rule",
      {},
      ...times(n, () => ({ EventPattern: { source: [{ wildcard: "a*" }] } })),
    ),
  "targets of one rule": (n) => some("AWS::Events::Rule", { Targets: times(n, () => ({})) }),
  "characters of event pattern": (n) =>
    some("AWS::Events::Rule", { EventPattern: { source: [X(n - '{"source":[""]}'.length)] } }),
  "characters of one event bus's policy": (n) => {
    const halves = [Math.floor(n / 2), Math.ceil(n / 2)];
    return some(
      "AWS::Events::EventBusPolicy",
      ...halves.map((half, i) => ({
        StatementId: String(i),
        Statement: { Resource: X(half - '{"Sid":"0","Resource":""}'.length) },
      })),
    );
  },
  "characters of inline policies of one role": (n) =>
    some(
      "AWS::IAM::Policy",
      { Roles: [{ Ref: "Role" }, { Ref: "Other" }], PolicyDocument: policy(5_000) },
      { Roles: [{ Ref: "Role" }], PolicyDocument: policy(n - 5_000) },
    ),
  "characters of trust policy": (n) =>
    some("AWS::IAM::Role", { AssumeRolePolicyDocument: policy(n) }),
  "managed policies of one role": (n) =>
    some("AWS::IAM::Role", { ManagedPolicyArns: times(n, String) }),
  "characters of managed policy": (n) =>
    some("AWS::IAM::ManagedPolicy", { PolicyDocument: policy(n) }),
  "bytes of queue policy": (n) => some("AWS::SQS::QueuePolicy", { PolicyDocument: policy(n) }),
  "statements of queue policy": (n) =>
    some("AWS::SQS::QueuePolicy", { PolicyDocument: { Statement: times(n, () => ({})) } }),
  "actions of one statement of queue policy": (n) =>
    some("AWS::SQS::QueuePolicy", { PolicyDocument: { Statement: { Action: times(n, String) } } }),
  "principals of queue policy": (n) =>
    some("AWS::SQS::QueuePolicy", {
      PolicyDocument: {
        Statement: [{ Principal: "*" }, { Principal: { AWS: times(n - 1, String) } }],
      },
    }),
  "keys of subscription filter": (n) =>
    some("AWS::SNS::Subscription", {
      FilterPolicy: Object.fromEntries(times(n, (i) => [`k${i}`, ["a"]])),
    }),
  "combinations of values of subscription filter": (n) =>
    some("AWS::SNS::Subscription", { FilterPolicy: { a: times(n, String), b: { c: ["d"] } } }),
  "bytes of bucket policy": (n) => some("AWS::S3::BucketPolicy", { PolicyDocument: policy(n) }),
  "bytes of key policy": (n) => some("AWS::KMS::Key", { KeyPolicy: policy(n) }),
  "bytes of environment variables": (n) =>
    some("AWS::Lambda::Function", { Environment: { Variables: { A: X(100), B: X(n - 102) } } }),
  "bytes of one function's resource policy": (n) =>
    some("AWS::Lambda::Permission", ...permissionsOf(n)),
  "characters of log resource policy": (n) =>
    some("AWS::Logs::ResourcePolicy", { PolicyDocument: X(n) }),
  "resource policies of CloudWatch Logs in one Region": (n) =>
    some("AWS::Logs::ResourcePolicy", ...times(n, () => ({ PolicyDocument: "" }))),
  "subscription filters of one log group": (n) =>
    some(
      "AWS::Logs::SubscriptionFilter",
      { LogGroupName: "other" },
      ...times(n, () => ({ LogGroupName: "log" })),
    ),
  ...Object.fromEntries(
    ["AlarmActions", "OKActions", "InsufficientDataActions"].map((name) => [
      `${name} of one alarm`,
      (n: number) => some("AWS::CloudWatch::Alarm", { [name]: times(n, String) }),
    ]),
  ),
  "metrics of one alarm": (n) =>
    some("AWS::CloudWatch::Alarm", { Metrics: [{ Expression: "m" }, ...times(n, () => metric)] }),
  "characters of alarm description": (n) =>
    some("AWS::CloudWatch::Alarm", { AlarmDescription: X(n) }),
  "widgets of one dashboard": (n) => dashboard(...times(n, () => ({}))),
  "metrics of one widget": (n) => dashboard({}, { metrics: times(n, () => []) }),
  "metrics of one dashboard": (n) =>
    dashboard(
      ...times(Math.ceil(n / 500), (i) => ({ metrics: X(Math.min(500, n - i * 500)).split("") })),
    ),
  ...Object.fromEntries(
    Object.entries(NAME_LENGTHS).map(([type, [property]]) => [
      `characters of ${property} of ${type}`,
      (n: number) => some(type, { [property]: X(n) }),
    ]),
  ),
  "alarms of one widget": (n) => dashboard({ alarms: times(n, String) }),
};

const test = suite("quotas of a template");

for (const { what, most, source } of QUOTAS) {
  test(`${what}: ${most} are let pass, one more is refused with the number and its source`, () => {
    const make = TEMPLATES[what];
    if (make === undefined) throw new Error(`there is no template for ${what}`);
    const found = (amount: number) =>
      quotaProblems(make(amount), PLACE).filter((it) => it.what === what);
    assert.equal(found(most), []);
    const [problem, ...more] = found(most + 1);
    assert.equal(more, []);
    assert.ok(problem?.text.includes((most + 1).toLocaleString("en-US")), problem?.text);
    assert.ok(problem?.text.includes(most.toLocaleString("en-US")));
    assert.ok(problem?.text.endsWith(source));
    assert.match(source, /^https:\/\/docs\.aws\.amazon\.com\//);
  });
}

test("counts a template as the service gets it: names, Regions and accounts filled in", () => {
  const template: CountedTemplate = {
    Resources: {
      Queue: { Type: "AWS::SQS::Queue" },
      Named: { Type: "AWS::Lambda::Function", Properties: { FunctionName: "mine" } },
      Topic: {
        Type: "AWS::SNS::Topic",
        Properties: { TopicName: { "Fn::Sub": `$${"{AWS::Region}"}-t` } },
      },
      [X(200)]: { Type: "AWS::IAM::Role" },
    },
  };
  const filled = (value: unknown, place = PLACE) => deployedValue(value, template, place);
  assert.match(
    String(filled({ "Fn::GetAtt": ["Queue", "Arn"] })),
    /^arn:aws:sqs:eu-central-1:1{12}:queue\/trailbridge-Queue-x{12}$/,
  );
  assert.match(String(filled({ Ref: "Queue" })), /^https:\/\/sqs\.eu-central-1\.amazonaws\.com\//);
  assert.is(filled({ Ref: "Named" }), "mine");
  assert.match(String(filled({ Ref: "Topic" })), /^arn:aws:sns:.*eu-central-1-t$/);
  assert.is(filled({ "Fn::Join": ["-", ["a", { Ref: "AWS::AccountId" }]] }), "a-111111111111");
  assert.is(String(filled({ Ref: X(200) })).length, 64, "CloudFormation cuts a name to fit");
  assert.equal(filled({ a: [{ Ref: "AWS::StackName" }], Ref: "both" }), {
    a: ["trailbridge"],
    Ref: "both",
  });
  assert.is(filled({ "Fn::If": ["c", "a", "bcd"] }), "bcd");
  const gov = { stackName: "trailbridge", region: "us-gov-west-1" };
  assert.is(filled({ Ref: "AWS::Partition" }, gov), "aws-us-gov");
});

test.run();

/** Permissions of one function that come to so many bytes together. */
function permissionsOf(bytes: number): readonly Record<string, unknown>[] {
  const one = (length: number) => ({ FunctionName: "f", SourceArn: X(length) });
  const [problem] = quotaProblems(some("AWS::Lambda::Permission", one(90_000)), PLACE);
  const around = Number(problem?.text.match(/([\d,]+) bytes/)?.[1]?.replaceAll(",", "")) - 90_000;
  return [one(10_000 - around), one(bytes - 10_000 - around)];
}
