/**
 * `node --import tsx test/rehearsal/freeze.ts <commit>`: writes what deploys of a commit made to
 * `test/rehearsal/released/<commit>.json`, for updates from there to be rehearsed where the history
 * is not at hand, in a shallow clone. It needs that history, and installs the commit's packages.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { reduced } from "./fixed.ts";
import { type Released, releasedText } from "./released.ts";
import type { DeployTemplate } from "./template.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const LOGS = "logs: { bucket: org-logs }";
const SLACK = "slack: { app: { botTokenSecretId: trailbridge/bot, channel: C0SECURITY } }";
const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1a2b3c4d-aaaa-bbbb-cccc-444455556666";

/** Deployments beside the commit's own examples: what examples leave out. */
const MORE: Readonly<Record<string, string>> = {
  named: `${LOGS}
${SLACK}
bus: { name: records, archiveDays: 30, logLevel: trace }
threads: { tableName: threads }
splitter: { functionName: my-splitter }
notifier: { functionName: my-notifier }
`,
  "by-topic": `logs: { bucket: org-logs, via: sns }\n${SLACK}\n`,
  "by-queue": `logs: { bucket: org-logs, via: sqs }\n${SLACK}\n`,
  "all-consumers": `${LOGS}
${SLACK}
bus: { kmsKeyArn: "${KEY}" }
consumers:
  lake: { firehose: {} }
  hook: { http: { url: "https://siem.example.com/x", header: Authorization, secretId: hook } }
  team: { queue: {} }
  insights: { logGroup: {} }
  production: { bus: { arn: "arn:aws:events:eu-central-1:777788889999:event-bus/other" } }
`,
  organization: `${LOGS}\n${SLACK}\nbus: { organizationId: o-a1b2c3d4e5 }\n`,
  "three-subscribers": `${LOGS}
sns: { subscriptions: { a@example.com: email, b@example.com: email, c@example.com: email } }
`,
};

/** Run inside the commit's checkout: settings as JSON on standard input, template on standard output. */
const RUNNER = `
import { existsSync } from "node:fs";
const build = existsSync("infra/build/synthesize.ts") ? "./infra/build/" : "./infra/";
const { synthesizeSettings } = await import(build + "synthesize.ts");
const { parseSettings } = await import("./src/adapters/settings-file.ts");
let text = "";
for await (const chunk of process.stdin) text += chunk;
const { stacks, close } = await synthesizeSettings(parseSettings(text, "settings.yaml"), "infra/examples");
const template = JSON.stringify(stacks.trailbridge.template);
close();
process.stdout.write("\\n" + template + "\\n");
`;

freeze(process.argv[2]);

function freeze(commit: string | undefined): void {
  if (commit === undefined || !/^[0-9a-f]{7,40}$/.test(commit)) {
    throw new Error(`Cannot freeze deploys as a commit must be named: it is "${commit}"`);
  }
  const folder = mkdtempSync(join(tmpdir(), "trailbridge-freeze-"));
  try {
    const archive = execFileSync("git", ["archive", commit], { cwd: ROOT, maxBuffer: 1e9 });
    execFileSync("tar", ["x", "-C", folder], { input: archive });
    const quiet = ["--no-audit", "--no-fund", "--ignore-scripts"];
    execFileSync("npm", ["ci", ...quiet], { cwd: folder, stdio: "ignore" });
    writeFileSync(join(folder, "freeze-runner.ts"), RUNNER);
    const released: Released = { commit, deployments: {} };
    for (const [name, text] of [...examplesOf(folder), ...setups(), ...Object.entries(MORE)]) {
      const settings = JSON.stringify({
        account: "111122223333",
        region: "eu-central-1",
        ...(parse(text) as object),
      });
      const template = templateBy(folder, settings);
      if (template === undefined) {
        console.log(`${name}: that commit does not take these settings`);
        continue;
      }
      released.deployments[name] = { settings: JSON.parse(settings), template: reduced(template) };
    }
    const file = fileURLToPath(new URL(`released/${commit.slice(0, 7)}.json`, import.meta.url));
    writeFileSync(file, releasedText(released));
    console.log(`${file}: ${Object.keys(released.deployments).length} deployments`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function examplesOf(root: string): readonly (readonly [string, string])[] {
  const folder = join(root, "infra/examples");
  return readdirSync(folder).map((file) => [
    file.replace(".yaml", ""),
    readFileSync(join(folder, file), "utf8"),
  ]);
}

function setups(): readonly (readonly [string, string])[] {
  const folder = join(ROOT, "test/setups");
  return readdirSync(folder).map((file) => [
    file.replace(".yaml", ""),
    readFileSync(join(folder, file), "utf8"),
  ]);
}

function templateBy(folder: string, settings: string): DeployTemplate | undefined {
  try {
    const printed = execFileSync(process.execPath, ["--import", "tsx", "freeze-runner.ts"], {
      cwd: folder,
      input: settings,
      maxBuffer: 1e9,
      stdio: ["pipe", "pipe", "pipe"],
    });
    return JSON.parse(printed.toString().trim().split("\n").at(-1) as string) as DeployTemplate;
  } catch (cause) {
    if (/Cannot use settings/.test(String(cause))) return undefined;
    throw cause;
  }
}
