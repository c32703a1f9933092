import { S3Client } from "@aws-sdk/client-s3";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { foldersOf, trailObjects } from "../../../../src/adapters/aws/digest/trail-objects.ts";
import { type HttpStub, httpStub } from "../../../support/http-stub.ts";

let stub: HttpStub;
let before: NodeJS.ProcessEnv;

const test = suite("trailObjects()");

test.before(async () => {
  stub = await httpStub();
  before = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: stub.url,
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
  });
});

test.after(async () => {
  process.env = before;
  await stub.close();
});

test("tells an object that is gone from one that may not be read", async () => {
  const { read } = trailObjects("eu-central-1");
  stub.answer = () => ({ status: 404, body: "<Error><Code>NoSuchKey</Code></Error>" });
  assert.is(await read({ bucket: "logs", key: "k" }), undefined);
  stub.answer = () => ({ status: 403, body: "<Error><Code>AccessDenied</Code></Error>" });
  await read({ bucket: "logs", key: "k" }).then(
    () => assert.unreachable(),
    (error: Error) => assert.is(error.name, "AccessDenied"),
  );
});

test("reads a digest file with its signature, and CloudTrail's keys", async () => {
  const { read, publicKeys } = trailObjects("eu-central-1");
  stub.answer = () => ({ headers: { "x-amz-meta-signature": "ab12" }, body: "bytes" });
  const stored = await read({ bucket: "logs", key: "k" });
  assert.equal([stored?.signature, String(Buffer.from(stored?.bytes ?? []))], ["ab12", "bytes"]);
  const Value = Buffer.from("der").toString("base64");
  stub.answer = () => ({
    headers: { "content-type": "application/x-amz-json-1.1" },
    body: JSON.stringify({ PublicKeyList: [{ Fingerprint: "f1", Value }] }),
  });
  const keys = await publicKeys(new Date(0), new Date(1));
  assert.equal([...keys.keys()], ["f1"]);
  assert.is(String(Buffer.from(keys.get("f1") ?? [])), "der");
});

test("lists the folders below a prefix, page by page", async () => {
  const s3 = new S3Client({ region: "eu-central-1", forcePathStyle: true });
  const page = (folder: string, next: string) =>
    `<ListBucketResult><CommonPrefixes><Prefix>AWSLogs/${folder}/</Prefix></CommonPrefixes>${next}</ListBucketResult>`;
  stub.answer = ({ path }) =>
    path.includes("continuation-token")
      ? { body: page("2", "<IsTruncated>false</IsTruncated>") }
      : {
          body: page(
            "1",
            "<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>",
          ),
        };
  assert.equal(await foldersOf(s3, "logs", "AWSLogs/"), ["AWSLogs/1/", "AWSLogs/2/"]);
});

test.run();
