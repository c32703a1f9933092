import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  logReaderTemplate,
  logRemovalForwarderTemplate,
} from "../../../infra/build/log-archive-template.ts";

interface Template {
  readonly Parameters: Readonly<
    Record<string, { readonly Type: string; readonly Default?: string }>
  >;
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly Properties: Record<string, unknown>;
        readonly Condition?: string;
      }
    >
  >;
}

const reader = suite("logReaderTemplate()");
const read = (text: string): Template => JSON.parse(text);

reader(
  "deploys to an account that was never bootstrapped: no assets, no parameter of the CDK's",
  () => {
    for (const text of [logReaderTemplate(), logRemovalForwarderTemplate()]) {
      const { Parameters } = read(text);
      assert.not.match(text, /cdk-bootstrap|AssetParameters|BootstrapVersion/);
      assert.ok(Object.values(Parameters).every(({ Type }) => Type === "String"));
    }
  },
);

reader("asks for what no default can say, and takes a key or none", () => {
  const { Parameters, Resources } = read(logReaderTemplate());
  const asked = Object.entries(Parameters).filter(([, { Default }]) => Default === undefined);
  assert.equal(
    asked.map(([name]) => name),
    ["LogBucketName", "TrailbridgeRoleArn", "OrganizationId"],
  );
  const [policy] = Object.values(Resources).filter(({ Type }) => Type === "AWS::IAM::Policy");
  assert.is(policy?.Condition, "HasKey");
});

reader("trusts the role it is given, and only it", () => {
  const { Resources } = read(logReaderTemplate());
  const [role] = Object.values(Resources).filter(({ Type }) => Type === "AWS::IAM::Role");
  const { Statement } = Object(role).Properties.AssumeRolePolicyDocument as {
    Statement: { Condition: unknown }[];
  };
  assert.equal(
    Statement.map(({ Condition }) => Condition),
    [
      {
        StringEquals: {
          "aws:PrincipalArn": [{ Ref: "TrailbridgeRoleArn" }],
          "aws:PrincipalOrgID": { Ref: "OrganizationId" },
        },
      },
    ],
  );
});

reader.run();

const forwarder = suite("logRemovalForwarderTemplate()");

forwarder("has a trail log the calls that remove log files, those alone", () => {
  const { Resources } = read(logRemovalForwarderTemplate());
  const [trail] = Object.values(Resources).filter(({ Type }) => Type === "AWS::CloudTrail::Trail");
  const [selector] = (trail?.Properties.AdvancedEventSelectors ?? []) as {
    FieldSelectors: { Field: string; Equals?: string[] }[];
  }[];
  const fields = new Map(selector?.FieldSelectors.map(({ Field, Equals }) => [Field, Equals]));
  assert.equal(fields.get("eventCategory"), ["Data"]);
  assert.equal(fields.get("eventName"), ["DeleteObject", "DeleteObjects"]);
  assert.ok(fields.has("resources.ARN"));
});

forwarder.run();
