import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { assumedRole } from "../../../src/adapters/aws/assumed-role.ts";
import { leanGetObject } from "../../../src/adapters/aws/lean/get-object.ts";
import { s3LogFiles } from "../../../src/adapters/aws/s3-log-files.ts";
import { DeniedError } from "../../../src/core/log/unreadable.ts";
import { type HttpStub, httpStub, type StubAnswer } from "../../support/http-stub.ts";
import { rejects } from "../../support/rejects.ts";

const ROLE = "arn:aws:iam::444455556666:role/log-reader";
const OBJECT = { bucket: "org-logs", key: "AWSLogs/x.json.gz" };

const test = suite<{ stub: HttpStub }>("assumedRole()");

test.before.each(async (context) => {
  context.stub = await httpStub();
});
test.after.each(async ({ stub }) => await stub.close());

test("has files wait while the role may not be assumed, and names it", async ({ stub }) => {
  const message =
    "User: arn:aws:sts::111122223333:assumed-role/splitter/s is not authorized to perform: sts:AssumeRole";
  stub.answer = () => fault("AccessDenied", message);
  const error = await rejects(s3LogFiles(leanGetObject(s3Of(stub))).open(OBJECT), DeniedError);
  assert.is(error.code, `AccessDenied, sts:AssumeRole of ${ROLE}`);
  assert.is(error.message, message);
});

test("has files wait while STS is switched off in the Region", async ({ stub }) => {
  stub.answer = () => fault("RegionDisabledException", "STS is not activated in this region");
  await rejects(s3LogFiles(leanGetObject(s3Of(stub))).open(OBJECT), DeniedError);
});

test("passes on what a further try may end", async ({ stub }) => {
  stub.answer = () => fault("ExpiredTokenException", "expired");
  const error = await rejects(s3LogFiles(leanGetObject(s3Of(stub))).open(OBJECT), Error);
  assert.not.instance(error, DeniedError);
});

test("keeps no failure: the next file asks again", async ({ stub }) => {
  stub.answer = () => fault("AccessDenied", "not yet");
  const logs = s3LogFiles(leanGetObject(s3Of(stub)));
  await rejects(logs.open(OBJECT), DeniedError);
  stub.answer = ({ path }) => (path === "/" ? session(3_600) : { body: "x" });
  await logs.open(OBJECT);
});

test("assumes the role once for many files, and reads with the session", async ({ stub }) => {
  stub.answer = ({ path }) => (path === "/" ? session(3_600) : { body: "x" });
  const s3 = s3Of(stub, "a-b");
  const read = () => s3.send(new GetObjectCommand({ Bucket: "org-logs", Key: "k" }));
  await Promise.all([read(), read()]);
  await read();
  const [asked, ...others] = stub.requests.filter(({ path }) => path === "/");
  assert.equal(others, []);
  assert.equal(Object.fromEntries(new URLSearchParams(asked?.body)), {
    Action: "AssumeRole",
    Version: "2011-06-15",
    RoleArn: ROLE,
    RoleSessionName: "trailbridge-splitter",
    DurationSeconds: "3600",
    ExternalId: "a-b",
  });
  const reads = stub.requests.filter(({ path }) => path !== "/");
  assert.equal(
    reads.map(({ headers }) => headers["x-amz-security-token"]),
    ["session", "session", "session"],
  );
});

test("assumes it anew before a session ends", async ({ stub }) => {
  stub.answer = ({ path }) => (path === "/" ? session(200) : { body: "x" });
  const logs = s3LogFiles(leanGetObject(s3Of(stub)));
  await logs.open(OBJECT);
  await logs.open(OBJECT);
  assert.is(stub.requests.filter(({ path }) => path === "/").length > 1, true);
});

for (const [region, host] of [
  ["eu-central-1", "sts.eu-central-1.amazonaws.com"],
  ["us-east-1", "sts.us-east-1.amazonaws.com"],
  ["us-gov-west-1", "sts.us-gov-west-1.amazonaws.com"],
  ["cn-north-1", "sts.cn-north-1.amazonaws.com.cn"],
  ["ap-east-1", "sts.ap-east-1.amazonaws.com"],
] as const) {
  test(`asks STS of its own Region: ${region}`, async () => {
    const asked: string[] = [];
    const client = new STSClient({
      region,
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
      maxAttempts: 1,
      requestHandler: {
        handle: async ({ hostname }: { hostname: string }) => {
          asked.push(hostname);
          throw new Error("no network");
        },
      },
    });
    await rejects(assumedRole(client, { roleArn: ROLE, sessionName: "s" })(), Error);
    assert.equal(asked, [host]);
  });
}

test.run();

function s3Of({ url }: HttpStub, externalId?: string): S3Client {
  const own = { accessKeyId: "own", secretAccessKey: "own" };
  const common = { endpoint: url, region: "us-east-1", maxAttempts: 1 };
  const sts = new STSClient({ ...common, credentials: own });
  return new S3Client({
    ...common,
    forcePathStyle: true,
    credentials: assumedRole(sts, {
      roleArn: ROLE,
      sessionName: "trailbridge-splitter",
      externalId,
    }),
  });
}

function session(seconds: number): StubAnswer {
  const until = new Date(Date.now() + seconds * 1000).toISOString();
  return {
    headers: { "content-type": "text/xml" },
    body:
      '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>' +
      "<AccessKeyId>ASIALOCAL</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken>" +
      `<Expiration>${until}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  };
}

function fault(code: string, message: string): StubAnswer {
  return {
    status: 403,
    headers: { "content-type": "text/xml" },
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
  };
}
