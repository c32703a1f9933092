import "../../support/handler-bundles.ts";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const BASE = `
account: "111122223333"
region: eu-central-1
logs: { bucket: org-logs }
slack: { app: { botTokenSecretId: trailbridge/bot, channel: C0SECURITY } }
`;

const test = suite("npm run synth");

test("says once, and without a trace, what is wrong", () => {
  const { status, stderr, stdout } = synth(
    `${BASE}consumers: { lake: { firehose: {}, only: { eventName: [${"a".repeat(1900)}] } } }`,
  );
  assert.is(status, 1);
  assert.match(
    stderr,
    /^Cannot add consumer "lake" \(setting consumers\.lake\.only\) as EventBridge would refuse .*2048 characters.*: \d+\n$/,
  );
  assert.is(stdout, "");
});

test("says what came of it, and what to do next", () => {
  const { status, stdout, stderr } = synth(`${BASE}rules: { eventsToTrack: [DeleteBucket] }`);
  assert.is(stderr, "");
  assert.is(status, 0);
  const [, template = ""] = /^Template +(.+)$/m.exec(stdout) ?? [];
  assert.ok(existsSync(join(ROOT, template)), stdout);
  assert.match(stdout, /^Resources +[1-9]\d*$/m);
  assert.match(stdout, /^Rules +10, and 0 ignore rules$/m);
  assert.match(stdout, /^Patterns +\d+ event patterns, the largest [\d,]+ of 2,048 characters$/m);
  assert.match(stdout, /^Checked by +CloudFormation.*AwsSolutions.*Serverless.*quotas$/m);
  assert.match(stdout, /^Next +npm run deploy -- -c settings=.*settings\.yaml$/m);
});

test.run();

function synth(yaml: string) {
  const folder = mkdtempSync(join(tmpdir(), "trailbridge-synth-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const settings = join(folder, "settings.yaml");
  writeFileSync(settings, yaml);
  return run(["-c", `settings=${settings}`, "-o", join(folder, "out")]);
}

function run(args: string[]) {
  const { CDK_VALIDATION: _, ...env } = process.env;
  return spawnSync(process.execPath, ["--import", "tsx", "infra/build/synth.ts", ...args], {
    cwd: ROOT,
    encoding: "utf8",
    env,
  });
}
