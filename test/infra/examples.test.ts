import "../support/handler-bundles.ts";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { App, CfnResource, Stack } from "aws-cdk-lib";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import cdkJson from "../../cdk.json" with { type: "json" };
import { checkApp } from "../../infra/build/checks.ts";
import { deploymentStack } from "../../infra/build/settings-app.ts";
import { LogArchiveForwarder } from "../../infra/log-archive-forwarder.ts";
import { LogRemovalForwarder } from "../../infra/log-removal-forwarder.ts";
import { TrailbridgeLogReader } from "../../infra/trailbridge-log-reader.ts";
import { TrailbridgeReceiver } from "../../infra/trailbridge-receiver.ts";
import { TrailbridgeStack } from "../../infra/trailbridge-stack.ts";
import { readDeployment, readSettings } from "../../src/adapters/settings-file.ts";

const FOLDER = fileURLToPath(new URL("../../infra/examples/", import.meta.url));
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith(".yaml"));
/** The side of other accounts. */
const OTHERS = join(FOLDER, "other-accounts");
/** Set-ups that nobody needs for an example, and that must work all the same. */
const SETUPS = fileURLToPath(new URL("../setups/", import.meta.url));

const test = suite<{ outdir: string }>("worked set-ups");

test.before((context) => {
  context.outdir = mkdtempSync(join(tmpdir(), "trailbridge-examples-"));
});
test.after(({ outdir }) => rmSync(outdir, { recursive: true, force: true }));

test("are the five that the README explains", () => {
  assert.equal(FILES.sort(), [
    "control-tower.yaml",
    "own-trail.yaml",
    "paging.yaml",
    "siem.yaml",
    "single-account.yaml",
  ]);
});

test("open the bus to nobody: neither its events nor all accounts' records", () => {
  for (const file of FILES) {
    const { organizationId, putEvents, putRules } = readSettings(join(FOLDER, file)).bus;
    assert.equal([file, organizationId, putEvents, putRules], [file, ...Array(3).fill(undefined)]);
  }
});

test("pass CloudFormation's validation and both packs of rules, with the other accounts' side", ({
  outdir,
}) => {
  const report = checked(outdir, (app) => {
    const setups = readdirSync(SETUPS).map((file) => [SETUPS, file] as const);
    for (const [folder, file] of [...FILES.map((name) => [FOLDER, name] as const), ...setups]) {
      const settings = readSettings(join(folder, file));
      new TrailbridgeStack(app, {
        settings: { ...settings, name: `trailbridge-${file.replace(".yaml", "")}` },
        baseDirectory: folder,
      });
    }
    // What is legal beside them: the trail's topic in another Region.
    const elsewhere = readSettings(join(FOLDER, "control-tower.yaml"));
    const topicArn = elsewhere.logs.topicArn?.replace("eu-central-1", "us-west-2") as string;
    new TrailbridgeStack(app, {
      settings: {
        ...elsewhere,
        name: "trailbridge-elsewhere",
        logs: { ...elsewhere.logs, topicArn },
      },
      baseDirectory: FOLDER,
    });
    for (const file of readdirSync(OTHERS)) {
      deploymentStack(app, readDeployment(join(OTHERS, file)), OTHERS);
    }
    const receiving = new Stack(app, "receiving", {
      env: { account: "777788889999", region: "eu-central-1" },
    });
    new TrailbridgeReceiver(receiving, "Receiver", {
      senderAccount: "111122223333",
      organizationId: "o-a1b2c3d4e5",
      eventBusName: "trailbridge",
    });
    const archive = new Stack(app, "archive", {
      env: { account: "444455556666", region: "eu-central-1" },
    });
    new LogArchiveForwarder(archive, "Forwarder", {
      logBucket: Bucket.fromBucketName(archive, "Logs", "aws-controltower-logs-444455556666"),
      trailbridgeAccount: "111122223333",
      newLogFiles: false,
    });
    new LogRemovalForwarder(archive, "Removals", {
      logBucket: Bucket.fromBucketName(archive, "Logs2", "aws-controltower-logs-444455556666"),
      trailbridgeAccount: "111122223333",
    });
    new TrailbridgeLogReader(archive, "LogReader", {
      logBucket: Bucket.fromBucketName(archive, "Logs3", "aws-controltower-logs-444455556666"),
      trailbridgeRoleArns: ["arn:aws:iam::111122223333:role/trailbridge-splitter-eu-central-1"],
      organizationId: "o-a1b2c3d4e5",
    });
  });
  assert.is(report, "");
});

test("hold no token, no webhook address and no key, in templates or assets", ({ outdir }) => {
  const files = readdirSync(outdir, { recursive: true, encoding: "utf8" }).filter((name) =>
    /(\.json|\.mjs)$/.test(name),
  );
  assert.ok(files.some((name) => name.endsWith("config.json")));
  assert.ok(
    files.filter((name) => name.endsWith("template.json")).length ===
      FILES.length + readdirSync(SETUPS).length + readdirSync(OTHERS).length + 3,
  );
  for (const name of files) {
    const text = readFileSync(join(outdir, name), "utf8");
    for (const secret of SECRETS) assert.not.match(text, secret, `${name} holds ${secret}`);
  }
});

test("fail when a check does: a bucket without TLS, a resource CloudFormation would refuse, a quota", ({
  outdir,
}) => {
  const report = checked(join(outdir, "red"), (app) => {
    const stack = new Stack(app, "red");
    new Bucket(stack, "Bucket");
    new CfnResource(stack, "Queue", {
      type: "AWS::SQS::Queue",
      properties: { VisibilityTimeout: "soon" },
    });
    new CfnResource(stack, "Rule", {
      type: "AWS::Events::Rule",
      properties: { EventPattern: { source: ["x".repeat(2_048)] } },
    });
  });
  assert.match(report, "AwsSolutions-S10");
  assert.match(report, /VisibilityTimeout/);
  assert.match(report, /2,063 characters of event pattern, at most 2,048 are taken/);
});

test.run();

/** What a secret looks like; patterns that the handlers' own code does not have. */
const SECRETS = [
  /xox[abposr]-[\w-]{10,}/,
  /https:\/\/hooks\.slack\.com\/(services|workflows)\/\w+/,
  /Splunk [0-9a-f-]{8,}/,
  /AKIA[0-9A-Z]{16}/,
];

/** Synthesizes an app with every check on, and returns what they complain of. */
function checked(outdir: string, define: (app: App) => void): string {
  const app = new App({ outdir, context: cdkJson.context });
  define(app);
  checkApp(app);
  try {
    app.synth();
    return "";
  } catch {
    return readFileSync(join(outdir, "validation-report.json"), "utf8");
  }
}
