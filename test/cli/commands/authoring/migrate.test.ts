// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { migrateCommand } from "../../../../src/cli/commands/authoring/migrate.ts";
import { judgeCommand } from "../../../../src/cli/commands/records/judge.ts";
import { runCli } from "../../../support/cli.ts";

const migrate = suite<{ folder: string }>("trailbridge migrate");

migrate.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "migrate-"));
});

migrate.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }));

function run(words: readonly string[], input = "") {
  return spawnSync(process.execPath, ["--import", "tsx", "src/cli/main.ts", ...words], {
    input,
    encoding: "utf8",
  });
}

migrate("says which file cannot be read, and exits with 2", ({ folder }) => {
  const { status, stderr } = run(["migrate", join(folder, "none.txt")]);
  assert.is(status, 2);
  assert.match(stderr, "Cannot read rules as the file must be readable");
});

migrate("names file, line and place of what Python does not take", () => {
  const { status, stdout } = run(
    ["migrate", "-"],
    `event["eventName"] == "A"\nevent["eventName"] = "B"\n`,
  );
  assert.is(status, 1);
  assert.match(stdout, "never: <stdin>:2: Python does not take it, SyntaxError");
  assert.match(stdout, /\n {4}event\["eventName"\] = "B"\n {23}\^\n/);
});

migrate("splits at the separator as the module does, and says that a half never matched", () => {
  const { stdout } = run(["migrate", "-", "--separator", ","], `event.get("eventName", "") == "A"`);
  assert.match(stdout, "1 that never matched");
  assert.match(stdout, 'meant, perhaps: event.get("eventName", "") == "A"');
});

migrate("writes rule files that judge loads, and a list of what is left", ({ folder }) => {
  const out = join(folder, "out");
  const text = `event["eventName"] == "DeleteVpc"\n"requestParameters" in event\n`;
  assert.is(run(["migrate", "-", "--out", out], text).status, 1);
  assert.equal(readdirSync(join(out, "rules")), ["delete-vpc.yaml"]);
  assert.match(readFileSync(join(out, "TODO.md"), "utf8"), "Not migrated");
  const judged = run(
    ["judge", "--rules", join(out, "rules"), "-"],
    `{"eventName":"DeleteVpc","eventID":"a"}\n`,
  );
  assert.match(judged.stdout, `"matched":["delete-vpc"]`);
});

migrate("compares rules with Python on log files", ({ folder }) => {
  const logs = join(folder, "logs.ndjson");
  writeFileSync(logs, `{"eventName":"DeleteVpc"}\n{"eventName":"Other"}\n`);
  const { status, stderr } = run(
    ["migrate", "-", "--verify", logs],
    `event["eventName"] == "DeleteVpc"\n`,
  );
  assert.is(status, 0);
  assert.match(stderr, "1 rule compared on 2 records: 0 differences");
});

function terraform(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return join(folder, "main.tf");
}

migrate("names the place of what is no HCL, and exits with 2", async ({ folder }) => {
  const { status, stderr } = run([
    "migrate",
    terraform(folder, { "main.tf": "locals {\n  a =\n}\n" }),
  ]);
  assert.is(status, 2);
  assert.match(stderr, /Cannot read .*main\.tf as HCL: .*main\.tf:2,6/);
});

migrate("says that there is no call of the module", async ({ folder }) => {
  const { status, err: stderr } = await runCli(
    [migrateCommand],
    ["migrate", terraform(folder, { "main.tf": "locals {}\n" })],
  );
  assert.is(status, 2);
  assert.match(stderr, "a call of the module must be in it");
});

migrate("reads a folder, and proposes as a rule what was split inside", async ({ folder }) => {
  const rules = `"event.get('eventName', '') == 'DeleteSubnet'"`;
  terraform(folder, {
    "main.tf": `module "a" {\n  source = "fivexl/cloudtrail-to-slack/aws"\n  rules = ${rules}\n}\n`,
  });
  const { out } = await runCli([migrateCommand], ["migrate", folder]);
  assert.match(out, "never matched");
  assert.match(out, "as a rule: eventName == 'DeleteSubnet'");
});

const CALL = `
module "alerts" {
  source                         = "fivexl/cloudtrail-to-slack/aws"
  cloudtrail_logs_s3_bucket_name = var.bucket
  slack_bot_token                = var.token
  default_slack_channel_id       = "C0SECURITY"
  rules_separator                = "|"
  rules = <<-EOT
    %{ for name in local.names ~}
    event["eventName"] == "\${name}"|
    %{ endfor ~}
    event["eventName"] in ["CreateUser", "DeleteUser"]
  EOT
}
`;

migrate(
  "writes settings that load, from a folder as Terraform reads it, and no secret",
  async ({ folder }) => {
    const path = terraform(folder, {
      "main.tf": CALL,
      "variables.tf": `variable "bucket" {}\nvariable "token" { default = "xoxb-secret" }\nlocals { names = ["DeleteVpc"] }\n`,
      "terraform.tfvars": `bucket = "example-logs"\n`,
    });
    const out = join(folder, "out");
    const { out: stdout, err: stderr } = await runCli(
      [migrateCommand],
      ["migrate", path, "--out", out],
    );
    assert.match(stderr, "read too, as Terraform does:");
    const settings = readFileSync(join(out, "settings.yaml"), "utf8");
    assert.match(settings, "bucket: example-logs");
    assert.match(settings, "channel: C0SECURITY");
    const todo = readFileSync(join(out, "TODO.md"), "utf8");
    assert.match(todo, "create the secret trailbridge/slack-bot-token");
    assert.not.match(settings + todo + stdout, "xoxb");
    assert.equal(readdirSync(join(out, "rules")), ["delete-vpc.yaml"]);
    // The line after %{ endfor ~} keeps its indent in Terraform, which Python does not take.
    assert.match(todo, "Never matched in the module: Python does not take it, IndentationError");
    assert.match(todo, "contains(['CreateUser', 'DeleteUser'], eventName)");
    const judged = await runCli(
      [judgeCommand],
      ["judge", "--settings", join(out, "settings.yaml"), "-"],
      `{"eventName":"DeleteVpc","eventID":"a"}\n`,
    );
    assert.match(judged.out, `"matched":["delete-vpc"]`);
  },
);

migrate(
  "has settings that do not load where these files do not tell a thing, and says which",
  async ({ folder }) => {
    const path = terraform(folder, { "main.tf": CALL });
    const { status, out: stdout } = await runCli([migrateCommand], ["migrate", path]);
    assert.is(status, 1);
    assert.match(
      stdout,
      "set logs.bucket: cloudtrail_logs_s3_bucket_name is var.bucket, which these files do not tell",
    );
  },
);

migrate("looks into modules of folders beside, with what they are given", async ({ folder }) => {
  const path = terraform(folder, {
    "main.tf": `module "watch" {\n  source = "./modules/watch"\n  cloudtrail_logs_s3_bucket_name = "example-logs"\n  names = ["DeleteVpc"]\n}\n`,
    "modules/watch/main.tf": `variable "names" {}\nmodule "inner" {\n  source = "../inner"\n  bucket = var.cloudtrail_logs_s3_bucket_name\n  names = var.names\n}\n`,
    "modules/watch/variables.tf": `variable "cloudtrail_logs_s3_bucket_name" {}\n`,
    "modules/inner/main.tf": `variable "bucket" {}\nvariable "token" { default = "" }\nlocals { names = var.names }\nvariable "names" {}\n${CALL}`,
  });
  const out = join(folder, "out");
  const { out: stdout } = await runCli([migrateCommand], ["migrate", path, "--out", out]);
  const settings = readFileSync(join(out, "settings.yaml"), "utf8");
  assert.match(settings, "What module.watch.module.inner.module.alerts of");
  assert.match(settings, "bucket: example-logs");
  assert.ok(readdirSync(join(out, "rules")).includes("delete-vpc.yaml"), stdout);
});

migrate("takes a module of a folder beside for itself where it calls none", async ({ folder }) => {
  const path = terraform(folder, {
    "main.tf": CALL.replace("fivexl/cloudtrail-to-slack/aws", "./copy").replace(
      "var.bucket",
      '"logs-a"',
    ),
    "copy/main.tf": `variable "rules" {}\n`,
    "locals.tf": `locals { names = ["DeleteVpc"] }\n`,
  });
  const out = join(folder, "out");
  await runCli([migrateCommand], ["migrate", path, "--out", out]);
  assert.match(readFileSync(join(out, "settings.yaml"), "utf8"), "bucket: logs-a");
});

migrate(
  "follows for_each of data sources, optional attributes and sets of files",
  async ({ folder }) => {
    const path = terraform(folder, {
      "main.tf": `
variable "trail" {
  type = object({ bucket = string, channel = optional(string, "C0OPTIONAL"), ttl = optional(number) })
}
data "aws_secretsmanager_secret_version" "slack" { secret_id = "slack" }
data "aws_ssm_parameter" "hook" {
  for_each = toset(["pay"])
  name     = "/hooks/\${each.key}"
}
module "app" {
  source                         = "fivexl/cloudtrail-to-slack/aws"
  cloudtrail_logs_s3_bucket_name = var.trail.bucket
  slack_bot_token                = jsondecode(data.aws_secretsmanager_secret_version.slack.secret_string)["token"]
  default_slack_channel_id       = var.trail.channel
  dynamodb_time_to_live          = var.trail.ttl
  rules_separator                = var.separator
  rules                          = join(var.separator, [for f in fileset("rules", "*.py") : chomp(file("rules/\${f}"))])
}
module "hook" {
  source                         = "fivexl/cloudtrail-to-slack/aws"
  cloudtrail_logs_s3_bucket_name = "b"
  default_slack_hook_url         = data.aws_ssm_parameter.hook["pay"].value
}
module "off" {
  count                          = 0
  source                         = "fivexl/cloudtrail-to-slack/aws"
  cloudtrail_logs_s3_bucket_name = "c"
}
`,
      "terraform.tfvars": `trail = { bucket = "a" }\n`,
      "rules/a.py": `event["eventName"] == "DeleteVpc"\n`,
      "rules/b.py": `event["eventName"] in ("CreateVpc", "CreateSubnet")\n`,
      "rules/c.txt": "no rule",
    });
    const out = join(folder, "out");
    const { err } = await runCli([migrateCommand], ["migrate", path, "--out", out]);
    assert.match(err, "module.off is left out: its count is 0");
    assert.match(readFileSync(join(out, "app/settings.yaml"), "utf8"), "channel: C0OPTIONAL");
    assert.equal(readdirSync(join(out, "app/rules")).sort(), [
      "create-vpc-create-subnet.yaml",
      "delete-vpc.yaml",
    ]);
    // The secret holds JSON: it is not the token itself.
    const todo = readFileSync(join(out, "app/TODO.md"), "utf8");
    assert.match(todo, "create the secret trailbridge-app/slack-bot-token");
    assert.match(readFileSync(join(out, "hook/TODO.md"), "utf8"), "the SSM parameter /hooks/pay");
  },
);

migrate("says that the only call makes nothing", async ({ folder }) => {
  const path = terraform(folder, {
    "main.tf": `module "off" {\n  count = 0\n  source = "fivexl/cloudtrail-to-slack/aws"\n}\n`,
  });
  const { status, err } = await runCli([migrateCommand], ["migrate", path]);
  assert.is(status, 2);
  assert.match(err, "module.off as its count must not be 0");
});

migrate("ends where a module calls itself", async ({ folder }) => {
  const path = terraform(folder, { "main.tf": `module "a" {\n  source = "./."\n}\n` });
  const { status, err } = await runCli([migrateCommand], ["migrate", path]);
  assert.is(status, 2);
  assert.match(err, "a call of the module must be in it");
});

migrate("reads what Terragrunt gives the module", async ({ folder }) => {
  terraform(folder, {
    "terragrunt.hcl": `
include "root" {\n  path = find_in_parent_folders()\n}
locals { names = ["DeleteVpc"] }
terraform {\n  source = "tfr:///fivexl/cloudtrail-to-slack/aws?version=4.3.0"\n}
inputs = {
  cloudtrail_logs_s3_bucket_name = "example-logs"
  rules                          = "event[\\"eventName\\"] == \\"\${local.names[0]}\\""
  dead_letter_target_arn         = dependency.queue.outputs.arn
}
`,
  });
  const out = join(folder, "out");
  const path = join(folder, "terragrunt.hcl");
  const { err } = await runCli([migrateCommand], ["migrate", path, "--out", out]);
  const settings = readFileSync(join(out, "settings.yaml"), "utf8");
  assert.match(settings, "What inputs of", err);
  assert.match(readFileSync(join(out, "TODO.md"), "utf8"), "see to include");
  assert.match(settings, "bucket: example-logs");
  assert.equal(readdirSync(join(out, "rules")), ["delete-vpc.yaml"]);
});

migrate.run();
