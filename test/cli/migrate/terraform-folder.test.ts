// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readTerraform } from "../../../src/cli/migrate/terraform-folder.ts";
import { Unknown } from "../../../src/core/terraform/value.ts";

const readTerraformSuite = suite<{ folder: string }>("readTerraform");

readTerraformSuite.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "terraform-"));
});

readTerraformSuite.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }));

/** Inputs of the only call, of files that stand in a folder. */
async function inputsOf(folder: string, files: Readonly<Record<string, string>>, asked = "") {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { calls } = await readTerraform([join(folder, asked)]);
  assert.is(calls.length, 1);
  return calls[0]?.call.inputs as ReadonlyMap<string, unknown>;
}

const SOURCE = `source = "fivexl/cloudtrail-to-slack/aws"`;

readTerraformSuite(
  "reads no file above the folder that Terraform is run in",
  async ({ folder }) => {
    const inputs = await inputsOf(
      folder,
      {
        "secret.txt": "a",
        "root/main.tf": `module "a" {\n  source = "./inner"\n}\n`,
        "root/inner/main.tf": `module "b" {\n  ${SOURCE}\n  rules = file("\${path.root}/../secret.txt")\n}\n`,
      },
      "root",
    );
    assert.match((inputs.get("rules") as Unknown).name, "secret.txt is outside of the folder");
  },
);

readTerraformSuite(
  "reads path.root from the folder that Terraform is run in",
  async ({ folder }) => {
    const inputs = await inputsOf(
      folder,
      {
        "envs/prod/main.tf": `module "a" {\n  source = "../../inner"\n}\n`,
        "envs/prod/rules.txt": "prod",
        "inner/rules.txt": "inner",
        "inner/main.tf": `module "b" {\n  ${SOURCE}\n  rules = "\${file("\${path.root}/rules.txt")} \${file("\${path.module}/rules.txt")}"\n}\n`,
      },
      "envs/prod",
    );
    assert.is(inputs.get("rules"), "prod inner");
  },
);

readTerraformSuite(
  "takes what override.tf says of a call that is asked for",
  async ({ folder }) => {
    const inputs = await inputsOf(
      folder,
      {
        "main.tf": `module "a" {\n  ${SOURCE}\n  rules = local.rules\n  tags = {}\n}\nlocals { rules = "a" }\n`,
        "override.tf": `locals { rules = "b" }\n`,
        "z_override.tf": `module "a" {\n  log_level = "INFO"\n}\n`,
      },
      "main.tf",
    );
    assert.is(inputs.get("rules"), "b");
    assert.is(inputs.get("log_level"), "INFO");
    assert.ok(inputs.has("tags"));
  },
);

readTerraformSuite(
  "knows where a sensitive input comes from, and not what it is",
  async ({ folder }) => {
    const inputs = await inputsOf(folder, {
      "main.tf": `module "a" {\n  source = "./inner"\n  hook = data.aws_ssm_parameter.hook.value\n  token = "xoxb-secret"\n}\ndata "aws_ssm_parameter" "hook" { name = "/hook" }\n`,
      "inner/main.tf": `variable "hook" { sensitive = true }\nvariable "token" { sensitive = true }\nmodule "b" {\n  ${SOURCE}\n  default_slack_hook_url = var.hook\n  slack_bot_token = var.token\n}\n`,
    });
    const hook = inputs.get("default_slack_hook_url") as Unknown;
    assert.is(hook.source?.attributes.get("name"), "/hook");
    const token = inputs.get("slack_bot_token");
    assert.instance(token, Unknown);
    assert.is((token as Unknown).name, "var.token");
  },
);

readTerraformSuite.run();
