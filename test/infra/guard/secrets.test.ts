import "../../support/handler-bundles.ts";
import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { guardSecrets } from "../../../infra/guard/secrets.ts";
import { ENV, resources } from "../../support/synth.ts";

const OPERATOR = "arn:aws:iam::111122223333:role/security";

function stackWithRole() {
  const app = new App();
  const stack = new Stack(app, "Test", { env: ENV });
  const role = new Role(stack, "Notifier", {
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
  });
  return { app, stack, own: { roles: [role], operators: [OPERATOR] } };
}

const test = suite("guardSecrets()");

test("says what owners of secrets that were made elsewhere add to their policies", () => {
  const { app, stack, own } = stackWithRole();
  const other = new Stack(app, "Other", { env: ENV });
  for (const secret of [
    Secret.fromSecretNameV2(stack, "Named", "bot"),
    new Secret(other, "Secret"),
  ]) {
    const statement = guardSecrets(stack, [undefined, secret], own)?.toStatementJson();
    const { Effect, Action, Resource, Condition } = stack.resolve(statement);
    assert.equal([Effect, Action, Resource], ["Deny", "secretsmanager:GetSecretValue", "*"]);
    assert.is(Condition.ArnNotLike["aws:PrincipalArn"].at(-1), OPERATOR);
    assert.is(Condition.ArnNotLike["aws:PrincipalArn"].length, 2);
  }
  Template.fromStack(stack).resourceCountIs("AWS::SecretsManager::ResourcePolicy", 0);
});

test("closes a secret of the same stack, and says nothing of it", () => {
  const { stack, own } = stackWithRole();
  const secret = new Secret(stack, "Secret");
  assert.is(guardSecrets(stack, [secret, secret, undefined], own), undefined);
  const policies = resources(Template.fromStack(stack), "AWS::SecretsManager::ResourcePolicy");
  const [{ Properties } = { Properties: {} }, ...more] = Object.values(policies);
  assert.equal(more, []);
  assert.match(JSON.stringify(Properties), '"Effect":"Deny"');
  assert.equal(JSON.stringify(Properties).match(/OnlyOwnReaders/g)?.length, 1);
});

test.run();
