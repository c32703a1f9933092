import { spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type SynthesizedStack, synthesizeSettings } from "../../../infra/build/synthesize.ts";
import { createRunCommand } from "../../../src/cli/commands/run.ts";
import { type CliResult, runCli } from "../../support/cli.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const NAME = "111122223333_CloudTrail_eu-central-1_20260102T0305Z_a.json.gz";
const RECORD = {
  eventVersion: "1.11",
  eventName: "StopLogging",
  eventSource: "cloudtrail.amazonaws.com",
  eventID: "e-0",
  eventTime: "2026-01-02T03:04:05Z",
  readOnly: false,
  awsRegion: "eu-central-1",
  userIdentity: { type: "IAMUser", accountId: "111122223333", userName: "a" },
  recipientAccountId: "111122223333",
};
const SETTINGS = `
account: "111122223333"
region: eu-central-1
logs: { bucket: trail }
slack: { app: { botTokenSecretId: slack-token, channel: C0SECURITY } }
consumers:
  changes: { queue: {} }
  insights: { logGroup: {} }
  lake: { firehose: {} }
`;

type Properties = Readonly<Record<string, unknown>>;
type Change = (stack: SynthesizedStack) => SynthesizedStack;
interface Written {
  readonly Action: string | readonly string[];
}

const test = suite("run, where the template does not allow what is needed");

let folder = "";
let synthesis: Awaited<ReturnType<typeof synthesizeSettings>>;
test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), "trailbridge-refused-"));
  writeFileSync(join(folder, NAME), gzipSync(JSON.stringify({ Records: [RECORD] })));
  writeFileSync(join(folder, "settings.yaml"), SETTINGS);
});
test.after(() => {
  synthesis.close();
  rmSync(folder, { recursive: true });
});

test("ends well where nothing is taken out", async () => {
  const { status, out } = await run((stack) => stack);
  assert.is(status, 0, out);
  assert.not.match(out, "Refused");
});

for (const [what, change, expected] of [
  [
    "who may not s3:GetObject",
    without("s3:GetObject"),
    /splitter\S* may not s3:GetObject on arn:aws:s3:::trail\/\S+: no identity-based policy/,
  ],
  [
    "who may not events:PutEvents",
    without("events:PutEvents"),
    /splitter\S* may not events:PutEvents on \S+event-bus\/\S+: no identity-based policy/,
  ],
  ...["Query", "GetItem", "PutItem", "UpdateItem"].map(
    (action) =>
      [
        `who may not dynamodb:${action}`,
        without(`dynamodb:${action}`),
        new RegExp(`notifier\\S* may not dynamodb:${action} on \\S+:table/\\S+: no identity`),
      ] as const,
  ),
  [
    "who may not secretsmanager:GetSecretValue",
    without("secretsmanager:GetSecretValue"),
    /notifier\S* may not secretsmanager:GetSecretValue on \S+:secret:slack-token-\w+: no identity/,
  ],
  [
    "who may not sqs:ReceiveMessage",
    without("sqs:ReceiveMessage"),
    /notifier\S* may not sqs:ReceiveMessage on \S+Critical: no identity-based policy/,
  ],
  [
    "a queue without its policy",
    dropped("AWS::SQS::QueuePolicy"),
    /events.amazonaws.com may not sqs:SendMessage on \S+Critical: no resource-based policy/,
  ],
  [
    "a function without its permission",
    dropped("AWS::Lambda::Permission"),
    /s3.amazonaws.com may not lambda:InvokeFunction on \S+splitter: no resource-based policy/,
  ],
  [
    "a log group without its policy",
    dropped("AWS::Logs::ResourcePolicy"),
    /events.amazonaws.com may not logs:\w+ on \S+insights\S*: no resource-based policy/,
  ],
  [
    "a role that nobody may assume",
    without("sts:AssumeRole"),
    /lambda.amazonaws.com may not sts:AssumeRole on \S+role\/\S+: no resource-based policy/,
  ],
] as const) {
  test(`ends with status 1 and names ${what}`, async () => {
    const { status, out } = await run(change);
    assert.is(status, 1);
    assert.match(out, /Refused +the template's policies do not allow what it needs/);
    assert.match(out, expected);
  });
}

test("shows npm start to fail where a grant is taken out of the code by hand", async () => {
  const tree = join(folder, "checkout");
  mkdirSync(tree);
  for (const part of ["src", "infra", "rules", "package.json", "tsconfig.json"]) {
    cpSync(join(ROOT, part), join(tree, part), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(tree, "node_modules"));
  const file = join(tree, "infra/splitter/log-access.ts");
  const code = readFileSync(file, "utf8");
  const edited = code.replace('"s3:GetObject"', '"s3:GetObjectTagging"');
  assert.is.not(edited, code);
  writeFileSync(file, edited);
  const child = spawn("npm", ["start", "--", "--exit", join(folder, NAME)], {
    cwd: tree,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      out += chunk;
    });
  }
  const status = await new Promise((done) => child.on("close", done));
  assert.is(status, 1, out);
  assert.match(
    out,
    /splitter\S* may not s3:GetObject on arn:aws:s3:::organisation-cloudtrail-logs/,
  );
});

test.run();

/** Runs the command on one log file, with a template that was changed. */
function run(change: Change): Promise<CliResult> {
  const command = createRunCommand(async (settings, baseDirectory) => {
    synthesis ??= await synthesizeSettings(settings, baseDirectory);
    return { stacks: { trailbridge: change(synthesis.stacks.trailbridge) }, close() {} };
  });
  const words = ["run", "--exit", "--no-slack-limits", "--settings", join(folder, "settings.yaml")];
  return runCli([command], [...words, join(folder, NAME)]);
}

/** Takes an action out of every statement, and a statement away that has no other. */
function without(action: string): Change {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.filter((it) => !isOnly(it)).map(strip);
    }
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => [
        key,
        key === "Action" && Array.isArray(child)
          ? child.filter((it) => it !== action)
          : strip(child),
      ]),
    );
  };
  const isOnly = (statement: unknown) => (Object(statement) as Partial<Written>).Action === action;
  return (stack) => changed(stack, strip as (it: Properties) => Properties);
}

/** Takes every resource of a type away. */
function dropped(type: string): Change {
  return (stack) => ({
    ...stack,
    template: {
      Resources: Object.fromEntries(
        Object.entries(stack.template.Resources).filter(([, it]) => it.Type !== type),
      ),
    },
  });
}

function changed(
  stack: SynthesizedStack,
  change: (properties: Properties) => Properties,
): SynthesizedStack {
  const Resources = Object.fromEntries(
    Object.entries(stack.template.Resources).map(([id, { Type, Properties = {} }]) => [
      id,
      { Type, Properties: Type.startsWith("AWS::IAM::") ? change(Properties) : Properties },
    ]),
  );
  return { ...stack, template: { Resources } };
}
