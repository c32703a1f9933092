import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Deployment } from "../../../src/local/template/deployment.ts";
import { createResolver } from "../../../src/local/template/resolver.ts";

const deployment: Deployment = {
  stackName: "trailbridge",
  account: "111122223333",
  region: "eu-central-1",
  assetFolder: (hash) => `/assets/${hash}`,
  template: {
    Resources: {
      Buffer0A1B2C3D: { Type: "AWS::SQS::Queue" },
      Named0A1B2C3D: { Type: "AWS::Events::EventBus", Properties: { Name: "trailbridge" } },
      Topic0A1B2C3D: { Type: "AWS::SNS::Topic" },
    },
  },
};
const { resolve } = createResolver(deployment);

const test = suite("createResolver()");

for (const [name, value, message] of [
  ["a resource that is not there", { Ref: "Nowhere" }, /Cannot resolve "Nowhere"/],
  ["an intrinsic it does not know", { "Fn::Cidr": [] }, /Cannot resolve Fn::Cidr/],
  [
    "an attribute it does not know",
    { "Fn::GetAtt": ["Buffer0A1B2C3D", "Depth"] },
    /attribute "Depth"/,
  ],
] as const) {
  test(`refuses ${name}`, () => assert.throws(() => resolve(value), message));
}

for (const [name, value, expected] of [
  ["what is plain", { a: [1, null, "x"] }, { a: [1, null, "x"] }],
  ["a pseudo parameter", { Ref: "AWS::Region" }, "eu-central-1"],
  ["a bus by its own name", { Ref: "Named0A1B2C3D" }, "trailbridge"],
  ["a queue by an address to come", { Ref: "Buffer0A1B2C3D" }, "local-queue-url:Buffer"],
  ["a topic by its ARN", { Ref: "Topic0A1B2C3D" }, "arn:aws:sns:eu-central-1:111122223333:Topic"],
  [
    "an attribute, without the hash of the logical id",
    { "Fn::GetAtt": ["Buffer0A1B2C3D", "Arn"] },
    "arn:aws:sqs:eu-central-1:111122223333:Buffer",
  ],
  [
    "a join of all that",
    { "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, ":s3:::logs"]] },
    "arn:aws:s3:::logs",
  ],
  [
    "a substitution",
    { "Fn::Sub": ["$", "{AWS::AccountId}/", "$", "{Named0A1B2C3D}"].join("") },
    "111122223333/trailbridge",
  ],
  ["a part of a split", { "Fn::Select": [1, { "Fn::Split": [":", "a:b"] }] }, "b"],
  [
    "something inside something",
    { Targets: [{ Arn: { "Fn::GetAtt": ["Named0A1B2C3D", "Arn"] } }] },
    { Targets: [{ Arn: "arn:aws:events:eu-central-1:111122223333:event-bus/trailbridge" }] },
  ],
] as const) {
  test(`fills in ${name}`, () => assert.equal(resolve(value), expected));
}

test.run();
