import { isKnown, type TerraformValue, Unknown } from "../../terraform/value.ts";
import type { MoveReport } from "./report.ts";

/**
 * The secret that takes a secret input's place, and what is to be done for it. The value itself is
 * looked at for nothing but where it comes from.
 *
 * @param suggested Name of a secret that is to be made.
 */
export function secretIdOf(
  value: TerraformValue,
  input: string,
  suggested: string,
  report: MoveReport,
): string {
  const existing = existingSecret(value);
  if (existing !== undefined) {
    report.changes.push(
      `${input} is read from the secret ${existing} itself, each time it is needed`,
    );
    return existing;
  }
  const parameter = sourceText(value, "aws_ssm_parameter", "name");
  const from =
    parameter !== undefined
      ? `from the SSM parameter ${parameter}: aws secretsmanager create-secret --name ${suggested} --secret-string "$(aws ssm get-parameter --name ${quoted(parameter)} --with-decryption --query Parameter.Value --output text)"`
      : `from ${value instanceof Unknown ? value.name : `what ${input} is in the Terraform files; take it out there`}: aws secretsmanager create-secret --name ${suggested} --secret-string file:///dev/stdin`;
  report.todo.push(`create the secret ${suggested} for ${input}, ${from}`);
  return suggested;
}

function existingSecret(value: TerraformValue): string | undefined {
  if (value instanceof Unknown && /\.secret_binary$/.test(value.name)) return undefined;
  const id = sourceText(value, "aws_secretsmanager_secret_version", "secret_id");
  return id !== undefined && isSecretId(id) ? id : undefined;
}

function sourceText(value: TerraformValue, type: string, attribute: string): string | undefined {
  if (!(value instanceof Unknown) || value.source?.type !== type) return undefined;
  const found = value.source.attributes.get(attribute);
  if (typeof found === "string" && isKnown(found)) return found;
  // The id of another block is what that block names.
  const inner = found instanceof Unknown ? found.source?.attributes.get("name") : undefined;
  return typeof inner === "string" ? inner : undefined;
}

/** Whether a text is a secret's ARN or name, and not a Slack token, which could be a name too. */
function isSecretId(text: string): boolean {
  return SECRET_ARN.test(text) || (SECRET_NAME.test(text) && !text.startsWith("xox"));
}

const SECRET_ARN = /^arn:[\w-]+:secretsmanager:[\w-]+:[0-9]{12}:secret:[\w/+=.@-]+$/;
const SECRET_NAME = /^[\w/+=.@-]{1,512}$/;

function quoted(text: string): string {
  return /^[\w/.:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
