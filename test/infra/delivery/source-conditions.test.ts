import "../../support/handler-bundles.ts";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Stack } from "aws-cdk-lib";
import { Match, type Template } from "aws-cdk-lib/assertions";
import { Key } from "aws-cdk-lib/aws-kms";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RecordBus } from "../../../infra/bus/record-bus.ts";
import { LogArchiveForwarder } from "../../../infra/log-archive-forwarder.ts";
import { LogRemovalForwarder } from "../../../infra/log-removal-forwarder.ts";
import { TrailbridgeStack } from "../../../infra/trailbridge-stack.ts";
import { readSettings } from "../../../src/adapters/settings-file.ts";
import { ENV, synthApp } from "../../support/synth.ts";

/** What the template lets a service do in the name of some resource. */
interface Admitted {
  readonly where: string;
  readonly arn: unknown;
  readonly account: unknown;
}

const test = suite("onBehalfOf");

const folders = ["../../../infra/examples/", "../../setups/"].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);

for (const folder of folders) {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".yaml"))) {
    test(`no account but the source's own has a service act in its name: ${file}`, () => {
      const settings = readSettings(join(folder, file));
      requireAccounts(
        synthApp((app) => new TrailbridgeStack(app, { settings, baseDirectory: folder })),
        8,
      );
    });
  }
}

for (const via of ["s3", "eventbridge", "sns", "sqs"] as const) {
  for (const bucketAccount of [undefined, "444455556666"]) {
    if (via === "s3" && bucketAccount !== undefined) continue;
    const whose = bucketAccount === undefined ? "an own bucket" : "another account's bucket";
    test(`nor does it where ${whose} tells of log files by ${via}`, () => {
      const found = requireAccounts(
        synthApp((app) => {
          const file = join(folders[0] as string, "single-account.yaml");
          const { logs, ...settings } = readSettings(file);
          return new TrailbridgeStack(app, {
            settings: {
              ...settings,
              logs: { ...logs, via, ...(bucketAccount && { bucketAccount }) },
              sns: { ...settings.sns, subscriptions: { "soc@example.com": "email" } },
              alarms: { ...settings.alarms, emails: ["ops@example.com"] },
            },
            baseDirectory: folders[0] as string,
          });
        }),
        10,
      );
      if (bucketAccount === undefined || via === "eventbridge") return;
      const told = found.filter(({ account }) => account === bucketAccount);
      assert.is(told.length, 1, JSON.stringify(found.map(({ where }) => where)));
    });
  }
}

test("nor at a bus with a key, its consumers, and what forwards to it", () => {
  requireAccounts(
    synthApp((app) => {
      const stack = new Stack(app, "Test", { env: ENV });
      const bus = new RecordBus(stack, "Bus", { encryptionKey: new Key(stack, "Key") });
      bus.addQueue("Own");
      bus.addQueue("Given", {
        queue: new Queue(stack, "Queue", { encryptionMasterKey: new Key(stack, "QueueKey") }),
      });
      bus.addLogGroup("Group");
      bus.addFirehose("Lake");
      const logBucket = Bucket.fromBucketName(stack, "Logs", "org-logs");
      const forwarder = { logBucket, trailbridgeAccount: "444455556666" };
      new LogArchiveForwarder(stack, "Forwarder", forwarder);
      new LogRemovalForwarder(stack, "Removals", forwarder);
      return stack;
    }),
    12,
  );
});

test("EventBridge may use the key of a queue of the app, and no other account by it", () => {
  const made = synthApp((app) => {
    const stack = new Stack(app, "Test");
    const queue = new Queue(stack, "Queue", { encryptionMasterKey: new Key(stack, "QueueKey") });
    new RecordBus(stack, "Bus").addQueue("Siem", { queue });
    return stack;
  });
  made.hasResourceProperties("AWS::KMS::Key", {
    KeyPolicy: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Principal: { Service: "events.amazonaws.com" },
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
        }),
      ]),
    },
  });
});

/** Every statement and permission that names the resource a service acts for. */
function admittedBy(template: Template): Admitted[] {
  return Object.entries(template.toJSON().Resources).flatMap(([id, resource]) => {
    const { Type, Properties = {} } = resource as { Type: string; Properties?: Properties };
    if (Type === "AWS::Lambda::Permission") {
      const { SourceArn: arn, SourceAccount: account } = Properties;
      return arn === undefined ? [] : [{ where: id, arn, account }];
    }
    return statementsIn(Properties).flatMap(({ Condition, Sid }) => {
      const keys = Object.assign({}, ...Object.values(Condition ?? {})) as Properties;
      const arn = keys["aws:SourceArn"];
      const where = `${id} ${Sid ?? ""}`;
      return arn === undefined ? [] : [{ where, arn, account: keys["aws:SourceAccount"] }];
    });
  });
}

type Properties = Readonly<Record<string, unknown>>;

interface Statement {
  readonly Sid?: string;
  readonly Condition?: Readonly<Record<string, Properties>>;
}

function statementsIn(value: unknown): Statement[] {
  if (typeof value === "string" && value.includes('"Statement"')) {
    return statementsIn(JSON.parse(value));
  }
  if (typeof value !== "object" || value === null) return [];
  const [, pieces] = ((value as Properties)["Fn::Join"] ?? []) as [string, unknown[]] | [];
  // A policy as text, of which the deployment fills in some.
  if (pieces?.some((piece) => String(piece).includes('"Statement"'))) {
    return statementsIn(pieces.map((it) => (typeof it === "string" ? it : "?")).join(""));
  }
  const own = "Condition" in value && "Effect" in value ? [value as Statement] : [];
  return [...own, ...Object.values(value).flatMap(statementsIn)];
}

function requireAccounts(template: Template, least: number): Admitted[] {
  const found = admittedBy(template);
  const without = found.filter(({ account }) => account === undefined || account === "");
  assert.equal(without, []);
  assert.ok(found.length >= least, `${found.length}`);
  return found;
}

test.run();
