import { suite } from "uvu";
import * as assert from "uvu/assert";
import { deployedVersion } from "../../../src/core/operation/deployed-version.ts";

const test = suite("deployedVersion");

const resources = [
  { logicalId: "Role", type: "AWS::IAM::Role", physicalId: "split" },
  { logicalId: "Split", type: "AWS::Lambda::Function", physicalId: "split" },
];
const of = (resource: unknown, splitterFunction = "split") =>
  deployedVersion({ resources }, { splitterFunction }, JSON.stringify({ Resources: resource }));

test("is what the splitter's metadata say", () => {
  assert.is(of({ Split: { Metadata: { "trailbridge:version": "1.2.3" } } }), "1.2.3");
});

test("is not known where they say nothing, or no text, or of another resource", () => {
  const metadata = { Metadata: { "trailbridge:version": "1.2.3" } };
  for (const resource of [undefined, null, [], {}, { Split: {} }, { Split: { Metadata: [] } }]) {
    assert.is(of(resource), undefined);
  }
  assert.is(of({ Split: { Metadata: { "trailbridge:version": 1 } } }), undefined);
  assert.is(of({ Role: metadata }), undefined);
  assert.is(of({ Split: metadata }, "other"), undefined);
});

test.run();
