import "../../support/handler-bundles.ts";
import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { AccountPrincipal, Group, Role, ServicePrincipal, User } from "aws-cdk-lib/aws-iam";
import { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Topic } from "aws-cdk-lib/aws-sns";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Trailbridge } from "../../../infra/trailbridge.ts";
import { ENV, resources } from "../../support/synth.ts";

const ARN = `arn:aws:iam::${ENV.account}:role/soc`;

const test = suite("granteeOf() and grantTo()");

for (const [what, grantee, why] of [
  ["an account", () => new AccountPrincipal("444455556666"), /as policies let roles and users/],
  ["a service", () => new ServicePrincipal("ecs.amazonaws.com"), /as policies let roles and users/],
  ["a group", (stack: Stack) => new Group(stack, "Group"), /as policies let roles and users/],
  [
    "a function whose role is not known",
    (stack: Stack) =>
      LambdaFunction.fromFunctionArn(
        stack,
        "F",
        `arn:aws:lambda:eu-central-1:${ENV.account}:function:f`,
      ),
    /as policies let roles and users/,
  ],
  [
    "a role of another account",
    (stack: Stack) => Role.fromRoleArn(stack, "R", "arn:aws:iam::444455556666:role/soc"),
    /must be of the same account: it is of "444455556666"/,
  ],
] as const) {
  test(`refuse ${what}`, () => {
    const { stack, trailbridge } = newTrailbridge();
    assert.throws(() => trailbridge.grantPutEvents(grantee(stack)), why);
    assert.throws(() => trailbridge.grantReadAlerts(grantee(new Stack(stack, "S"))), why);
  });
}

test("let nobody through who is granted nothing", () => {
  const { stack, policies } = newTrailbridge();
  Role.fromRoleArn(stack, "Soc", ARN);
  assert.not.match(JSON.stringify(policies()), /role\/soc/);
});

test("let through what puts events, and not in the product's name", () => {
  const { stack, trailbridge, policies, template } = newTrailbridge();
  trailbridge.grantPutEvents(Role.fromRoleArn(stack, "Soc", ARN));
  trailbridge.grantPutEvents(new User(stack, "Ada"));
  const { bus, table } = policies();
  assert.match(letThrough(bus, "cdk-only-own-events"), /role\/soc.*Ada/);
  assert.not.match(letThrough(bus, "cdk-only-own-records"), /role\/soc|Ada/);
  assert.not.match(JSON.stringify(table), /role\/soc|Ada/);
  const allowed = Object.values(resources(template(), "AWS::IAM::Policy")).flatMap(
    ({ Properties: { Roles, PolicyDocument } }) =>
      JSON.stringify(Roles ?? []).includes("soc") ? [PolicyDocument] : [],
  );
  assert.match(JSON.stringify(allowed), /events:PutEvents.*StringNotEquals.*events:source/);
});

test("let through what reads alerts, and writes none", () => {
  const { stack, trailbridge, policies } = newTrailbridge();
  trailbridge.grantReadAlerts(Role.fromRoleArn(stack, "Soc", ARN));
  const { bus, table } = policies();
  assert.match(letThrough(table, "OnlyOwnReaders"), /role\/soc/);
  assert.not.match(letThrough(table, "OnlyOwnItems"), /role\/soc/);
  assert.not.match(JSON.stringify(bus), /role\/soc/);
  const closed = (sid: string) => [statement(table, sid).Action].flat().sort();
  assert.equal(closed("OnlyOwnReaders"), [
    "dynamodb:BatchGetItem",
    "dynamodb:GetItem",
    "dynamodb:Query",
    "dynamodb:Scan",
  ]);
  assert.ok(closed("OnlyOwnItems").includes("dynamodb:PartiQLSelect"));
  assert.ok(closed("OnlyOwnItems").includes("dynamodb:PutItem"));
});

test("let through a role of another stack, which then needs not this one", () => {
  const { app, trailbridge, template, policies } = newTrailbridge();
  const theirs = new Stack(app, "Theirs", { env: ENV });
  const role = new Role(theirs, "Soc", { assumedBy: new ServicePrincipal("ecs.amazonaws.com") });
  trailbridge.grantPutEvents(role);
  trailbridge.grantReadAlerts(role);
  const made = template();
  assert.equal(
    Object.values(resources(made, "AWS::IAM::Policy")).filter(({ Properties }) =>
      JSON.stringify(Properties.Roles).includes("Theirs"),
    ).length,
    1,
  );
  assert.match(letThrough(policies().table, "OnlyOwnReaders"), /Theirs/);
  assert.not.match(JSON.stringify(Template.fromStack(theirs).toJSON()), /ImportValue/);
});

test.run();

type Statement = Record<string, unknown>;

function statement(statements: readonly Statement[], sid: string): Statement {
  const found = statements.find(({ Sid }) => Sid === sid);
  assert.ok(found, `${sid} among ${JSON.stringify(statements)}`);
  return found as Statement;
}

/** Whom a statement that denies everybody lets through. */
function letThrough(statements: readonly Statement[], sid: string): string {
  const { Effect, Condition } = statement(statements, sid);
  assert.is(Effect, "Deny");
  return JSON.stringify((Condition as Record<string, unknown>).ArnNotLike);
}

function newTrailbridge() {
  const app = new App();
  const stack = new Stack(app, "Test", { env: ENV });
  const trailbridge = new Trailbridge(stack, "Trailbridge", {
    logBucket: Bucket.fromBucketName(stack, "Logs", "logs"),
    topic: new Topic(stack, "Alerts"),
  });
  const template = () => Template.fromStack(stack);
  const policies = () => {
    const made = template();
    return {
      bus: Object.values(resources(made, "AWS::Events::EventBusPolicy")).map(
        ({ Properties }) => Properties.Statement as Statement,
      ),
      table: Object.values(resources(made, "AWS::DynamoDB::Table")).flatMap(
        ({ Properties }) =>
          (Properties.ResourcePolicy as { PolicyDocument: { Statement: Statement[] } })
            .PolicyDocument.Statement,
      ),
    };
  };
  return { app, stack, trailbridge, template, policies };
}
