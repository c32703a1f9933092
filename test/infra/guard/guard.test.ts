import { readdirSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { synthesizeSettings } from "../../../infra/build/synthesize.ts";
import { readSettings } from "../../../src/adapters/settings-file.ts";
import { operatorProblems } from "../../../src/core/deployment/operator.ts";
import { createJudgement } from "../../../src/local/access/judgement.ts";
import type { AccessRequest } from "../../../src/local/iam/request.ts";
import { wiringOf } from "../../../src/local/template/template-wiring.ts";
import type { PermissionWiring } from "../../../src/local/wiring/permission-wiring.ts";

const EXAMPLES = "infra/examples";

const problems = suite("operatorProblems()");

for (const arn of [
  "",
  "*",
  "arn:aws:iam::111122223333:role/*",
  "arn:aws:iam::111122223333:role/?dmin",
  "arn:aws:iam::*:role/admin",
  "arn:aws:iam::111122223333:root",
  "arn:aws:sts::111122223333:assumed-role/admin/me",
  "arn:aws:iam::111122223333:role/a b",
]) {
  problems(`refuses ${JSON.stringify(arn)}`, () => {
    assert.match(operatorProblems([arn])[0] ?? "", /must be the ARN of a role or a user/);
  });
}

problems("takes a role, a user, a path, other partitions, and wildcards behind a beginning", () => {
  const arns = [
    "arn:aws:iam::111122223333:role/security",
    "arn:aws-us-gov:iam::111122223333:user/ada",
    "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Security_*",
  ];
  assert.equal(operatorProblems(arns), []);
});

problems.run();

const test = suite("guardAll() and guardBus()");

/** What of each service's resources nobody else does. */
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  sqs: ["sqs:SendMessage"],
  sns: ["sns:Publish"],
  dynamodb: ["dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:UpdateItem", "dynamodb:GetItem"],
  events: ["events:PutEvents"],
};

for (const file of readdirSync(EXAMPLES).filter((name) => name.endsWith(".yaml"))) {
  test(`closes ${file}'s bus, queues, topics and table to a role that may do everything`, async () => {
    const { permissions, close } = await permissionsOf(join(EXAMPLES, file));
    const judge = createJudgement(permissions);
    const seen = new Set<string>();
    for (const { arn } of permissions.resources) {
      const service = arn.split(":")[2] ?? "";
      if (service === "events" && !arn.includes(":event-bus/")) continue;
      for (const action of CLOSED[service] ?? []) {
        seen.add(service);
        const account = arn.split(":")[4] ?? "";
        for (const roleArn of [
          `arn:aws:iam::${account}:role/ci`,
          "arn:aws:iam::999988887777:role/member",
        ]) {
          const decision = judge(asking(roleArn, action, arn, account));
          assert.is(decision.allowed, false, `${roleArn} may ${action} on ${arn}`);
        }
      }
    }
    assert.equal([...seen].sort(), Object.keys(CLOSED).sort());
    close();
  });
}

test.run();

async function permissionsOf(
  file: string,
): Promise<{ readonly permissions: PermissionWiring; close(): void }> {
  const { stacks, close } = await synthesizeSettings(readSettings(file), EXAMPLES);
  const { permissions } = wiringOf([stacks.trailbridge]).wiring;
  if (permissions === undefined) throw new Error("Cannot judge without policies");
  return { permissions, close };
}

function asking(
  roleArn: string,
  action: string,
  resource: string,
  resourceAccount: string,
): AccessRequest {
  return {
    caller: { kind: "role", roleArn, session: "mallory" },
    action,
    resource,
    resourceAccount,
    context: {
      "aws:SecureTransport": "true",
      "aws:PrincipalArn": roleArn,
      "aws:PrincipalAccount": roleArn.split(":")[4] ?? "",
      "aws:PrincipalIsAWSService": "false",
      "aws:PrincipalOrgID": "o-a1b2c3d4e5",
      "events:source": "trailbridge",
      "events:detail-type": "AWS API Call via CloudTrail",
    },
  };
}
