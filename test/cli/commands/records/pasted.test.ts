import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exceptLine } from "../../../../src/core/slack/text/except-line.ts";
import { startStack } from "../../../../src/local/stack.ts";
import type { Stack } from "../../../../src/local/stack-types.ts";
import { clientConfig } from "../../../support/client-config.ts";
import { EXAMPLE_RECORD, makeExampleFolder } from "../../../support/example-folder.ts";

const ID = EXAMPLE_RECORD.eventID;
const MAIN = fileURLToPath(new URL("../../../../src/cli/main.ts", import.meta.url));
const KEY = "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/11/02/a~b@1,2=3.json.gz";

const test = suite("the program in a shell");

let folder = "";
let stack: Stack;
test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
  makeExampleFolder(folder);
  const program = join(folder, "trailbridge");
  const tsx = import.meta.resolve("tsx");
  writeFileSync(
    program,
    `#!/bin/sh\nexec "${process.execPath}" --import "${tsx}" "${MAIN}" "$@"\n`,
  );
  chmodSync(program, 0o755);
  stack = await startStack({ wiring: { region: "us-east-1", buckets: [{ name: "org-logs" }] } });
  const s3 = new S3Client(clientConfig(stack));
  const Body = gzipSync(JSON.stringify({ Records: [EXAMPLE_RECORD] }));
  await s3.send(new PutObjectCommand({ Bucket: "org-logs", Key: KEY, Body }));
  s3.destroy();
});
test.after(async () => {
  await stack.close();
  rmSync(folder, { recursive: true });
});

test("takes the command that an alert carries as it is pasted", async () => {
  const line = exceptLine({
    eventId: ID,
    ruleIds: ["access-denied"],
    source: { bucket: "org-logs", key: KEY, index: 0 },
  });
  const { status, out, err } = await shell(String(line), stack.env);
  assert.is(status, 0, err);
  assert.match(out, /^id: ci-deploy-put-bucket-policy\n/);
  assert.match(out, "rules: [access-denied]\n");
  assert.match(err, `s3://org-logs/${KEY}, record 0\n`);
});

test("explains an event to its end through a pipe, and says what is not there", async () => {
  const found = await shell(`trailbridge explain ${ID} --in logs --settings my.yaml | cat`);
  assert.equal([found.status, found.err], [0, ""]);
  assert.match(found.out, "It becomes an alert of severity medium");
  const missing = await shell(`trailbridge explain ${ID} --in 'no such'`);
  assert.is(missing.status, 2);
  assert.match(missing.err, 'there is no file or folder "no such"');
});

test("says that credentials are needed, and what is wrong with settings", async () => {
  const nobody = {
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "none"),
    AWS_CONFIG_FILE: join(folder, "none"),
    HOME: folder,
  };
  const alone = await shell(`trailbridge except ${ID} --in s3://org-logs/AWSLogs/`, nobody);
  assert.is(alone.status, 2);
  assert.match(alone.err, "Cannot list s3://org-logs/AWSLogs/ as AWS credentials are needed");
  writeFileSync(join(folder, "bad.yaml"), "name: [\n");
  const bad = await shell("trailbridge explain record.json --settings bad.yaml");
  assert.is(bad.status, 2);
  assert.match(bad.err, "bad.yaml");
});

test.run();

/** Runs a line in a shell, in a user's folder, with the program on the path. */
async function shell(line: string, env: Readonly<Record<string, string>> = {}) {
  const clean = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"));
  return await new Promise<{ status: number; out: string; err: string }>((resolve) => {
    const options = {
      cwd: folder,
      env: {
        ...Object.fromEntries(clean),
        ...env,
        PATH: `${folder}:${process.env.PATH}`,
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      },
    };
    execFile("/bin/sh", ["-c", line], options, (error, out, err) => {
      resolve({ status: error === null ? 0 : Number(error.code), out, err });
    });
  });
}
