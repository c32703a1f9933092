import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fewTexts, resourcesOf } from "../../../src/core/alert/alert-resources.ts";
import { detailOf } from "../../support/bus-events.ts";

const test = suite("resourcesOf()");

const TRAIL = "arn:aws:cloudtrail:us-east-1:111122223333:trail/main";

for (const [request, resources] of [
  [null, []],
  ["text", []],
  [{ policyDocument: "{}", dryRun: true, maxResults: 5 }, []],
  [{ userName: "HIDDEN_DUE_TO_SECURITY_REASONS", password: "***" }, []],
  [{ clientToken: "t-1", clientRequestToken: "t", roleSessionName: "s", requestId: "r" }, []],
  [{ filterSet: { items: [{ name: "vpc-id", valueSet: {} }] }, tags: [{ name: "a" }] }, []],
  [{ "x-id": "GetObject", versionId: "v", attributeName: "a" }, []],
  [{ name: "main" }, ["main"]],
  [{ name: TRAIL }, [TRAIL]],
  [
    { userName: "ada", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
    ["userName ada", "arn:aws:iam::aws:policy/AdministratorAccess"],
  ],
  [{ userName: "ada", groupName: "ada" }, ["userName ada", "groupName ada"]],
  [{ bucketName: "b", key: "k", Host: "b.s3.amazonaws.com" }, ["object b/k"]],
  [{ bucketName: "b", bucketPolicy: { Id: "p" } }, ["bucketName b", "p"]],
  [
    { instancesSet: { items: [{ instanceId: "i-1" }, { instanceId: "i-2" }] } },
    ["instanceId i-1", "instanceId i-2"],
  ],
  [
    { instanceIds: ["i-1", "i-2"], instanceId: "i-1" },
    ["instanceIds i-1", "instanceIds i-2", "instanceId i-1"],
  ],
  [{ names: { member: ["a", "b"] } }, ["a", "b"]],
  [
    { dBInstanceIdentifier: "db", secretId: "s", queueUrl: "https://sqs/q" },
    ["dBInstanceIdentifier db", "secretId s", "queueUrl https://sqs/q"],
  ],
  [
    { createVolumePermission: { add: { items: [{ userId: 444455556666 }] } } },
    ["userId 444455556666"],
  ],
] as const) {
  test(`finds ${JSON.stringify(resources)} in a request ${JSON.stringify(request)}`, () => {
    assert.equal(resourcesOf(detailOf({ requestParameters: request })), resources);
  });
}

test("are the ARNs first, and what they name is not said twice", () => {
  const record = {
    resources: [{ ARN: TRAIL, type: "AWS::CloudTrail::Trail" }, { ARNPrefix: "arn:p" }, "x", null],
    requestParameters: { name: "main", keyId: "k-1" },
    serviceEventDetails: { keyId: "k-2" },
  };
  const expected = [TRAIL, "arn:p", "keyId k-1", "keyId k-2"];
  assert.equal(resourcesOf(detailOf(record)), expected);
  const { record: _, ...flat } = detailOf(record);
  assert.equal(resourcesOf(flat), expected, "read from the flat keys");
});

test("are at most ten, short, and other ones for other events", () => {
  const request = (last: string, length: number) =>
    resourcesOf(
      detailOf({
        requestParameters: {
          instanceIds: [...Array.from({ length }, (_, i) => `i-${i}-${"x".repeat(400)}`), last],
        },
      }),
    );
  const one = request("a", 1_200);
  assert.is(one.length, 10);
  assert.match(one[9] ?? "", /^1192 more \(#[0-9a-f]{16}\)$/);
  assert.ok(one.every((text) => text.length <= 256));
  assert.is(new Set(one).size, 10);
  assert.is.not(request("b", 1_200)[9], one[9]);
  assert.equal(request("a", 1).length, 2);
});

test("are the last of a request of the largest size too", () => {
  const names = Array.from({ length: 40_000 }, (_, i) => ({ x: i }));
  const found = resourcesOf(detailOf({ requestParameters: { names, bucketName: "last" } }));
  assert.equal(found, ["bucketName last"]);
});

test("are found of thirty thousand ARNs and as many names, whichever name which", () => {
  // Compared each with each, they would keep a function busy until it is ended.
  const many = Array.from({ length: 30_000 }, (_, n) => n);
  const resources = many.map((n) => ({ ARN: `arn:aws:s3:::bucket-${n}` }));
  const names = many.map((n) => ({ bucketName: `bucket-${n}` }));
  const record = { resources, requestParameters: { names: [...names, { bucketName: "other" }] } };
  const found = resourcesOf({ ...detailOf({}), record });
  assert.is(found.length, 10);
  assert.match(found.at(-1) ?? "", /^29992 more /);
});

test("leaves out what an ARN names, however many there are", () => {
  const few = fc.string({ unit: fc.constantFrom("a", "b", "/", ":"), minLength: 1, maxLength: 5 });
  const arns = fc.uniqueArray(few, { minLength: 1, maxLength: 3 });
  const names = fc.uniqueArray(few, { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(arns, names, fc.boolean(), (arns, names, isMany) => {
      const tails = new Set(arns.flatMap((arn) => [arn, ...tailsOf(arn)]));
      const others = names.filter((name) => !tails.has(name));
      // Said over and over it is one name still, and too many to be compared one by one.
      const said = isMany ? Array.from({ length: 40 }, () => names).flat() : names;
      const found = resourcesOf({
        record: { resources: arns.map((ARN) => ({ ARN })), requestParameters: { userNames: said } },
      });
      assert.equal(found, [...arns, ...others.map((name) => `userNames ${name}`)]);
    }),
  );
});

/** What stands behind a slash or a colon. */
function tailsOf(text: string): string[] {
  return [...text].flatMap((char, at) =>
    char === "/" || char === ":" ? [text.slice(at + 1)] : [],
  );
}

test.run();

const few = suite("fewTexts()");

few("keeps ten, and says how many the tenth stands for beyond", () => {
  const texts = Array.from({ length: 10 }, (_, index) => `t${index}`);
  assert.equal(fewTexts([...texts, "t3"]), texts);
  assert.match(fewTexts([...texts, "t10"])[9] ?? "", /^2 more \(#/);
});

few.run();
