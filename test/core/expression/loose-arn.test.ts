import { suite } from "uvu";
import * as assert from "uvu/assert";
import { looseArns } from "../../../src/core/expression/loose-arn.ts";
import { parseExpression } from "../../../src/core/expression/parse.ts";
import { toTree } from "../../../src/core/expression/tree.ts";

const test = suite("looseArns()");

for (const [match, ...keys] of [
  ["contains(userIdentity.arn, 'AWSReservedSSO')", "userIdentity.arn"],
  [`!contains("userIdentity.arn", 'assumed-role/ci')`, "userIdentity.arn"],
  ["eventName == 'A' && !contains(resources[0].ARN, 'x')", "resources.0.ARN"],
  ["contains(requestParameters.roleArn, $self[0])", "requestParameters.roleArn"],
  [
    "like(userIdentity.sessionContext.sessionIssuer.arn, '*role/ci*')",
    "userIdentity.sessionContext.sessionIssuer.arn",
  ],
  ["contains(userIdentity.arn, ':role/')", "userIdentity.arn"],
  ["userIdentity.type == 'IAMUser' && contains(userIdentity.arn, 'ci')", "userIdentity.arn"],
  ["userIdentity.type == 'AssumedRole' && contains(userIdentity.arn, ':assumed-role/ci')"],
  ["starts_with(userIdentity.arn, 'arn:aws:iam::111122223333:user/')"],
  ["ends_with(userIdentity.arn, '/ci')"],
  ["like(userIdentity.arn, 'arn:aws:iam::*:user/ci')"],
  ["contains(requestParameters.policyArns, 'arn:aws:iam::aws:policy/AdministratorAccess')"],
  ['contains(`["arn:aws:iam::111122223333:user/ci"]`, userIdentity.arn)'],
  ["contains(userAgent, 'arn')"],
  ["like(userIdentity.arn, join('', ['*', $deployment]))", "userIdentity.arn"],
  ["like(userIdentity.arn, join('', [eventName, '*']))", "userIdentity.arn"],
  ["like(userIdentity.arn, join('', ['arn:*:', $deployment, '*']))"],
] as const) {
  test(`finds ${keys.length === 0 ? "nothing" : keys.join(", ")} in ${match}`, () => {
    assert.equal(looseArns(toTree(parseExpression(match).root, undefined)), keys);
  });
}

test.run();
