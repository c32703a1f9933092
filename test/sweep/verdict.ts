import { App } from "aws-cdk-lib";
import { stringify } from "yaml";
import { deploymentStack, toldError } from "../../infra/build/settings-app.ts";
import { quotaProblems } from "../../infra/quotas/quota-problems.ts";
import {
  parseDeployment,
  SettingsError,
  type StackSettings,
} from "../../src/adapters/settings-file.ts";
import { makeTempFolder } from "../../src/adapters/temp-folder.ts";
import { fieldName } from "../../src/core/record/field-problem.ts";
import { schemaProblems } from "../rehearsal/schema-problems.ts";
import type { SweepCase } from "./cases.ts";

/** What became of settings: they deploy, they were refused in words, or a reader is left alone. */
export type SweepVerdict =
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "deploys" }
  | { readonly kind: "bad"; readonly why: string };

/** Loads settings as `npm run synth` does; what is not refused must be synthesized. */
export function loaded({ key, settings }: SweepCase): SweepVerdict | StackSettings {
  let text: string;
  try {
    text = stringify(settings, { version: "1.2", aliasDuplicateObjects: false });
  } catch {
    // Nothing that could be written.
    return { kind: "refused", message: "" };
  }
  try {
    return parseDeployment(Buffer.from(text), "settings.yaml");
  } catch (error) {
    return ofError(error, key);
  }
}

/** Synthesizes settings that were loaded, and asks CloudFormation's schemas and the services' quotas. */
export function synthesized(
  settings: StackSettings,
  key: SweepCase["key"],
  base: string,
): SweepVerdict {
  const { path: outdir, remove } = makeTempFolder("sweep");
  const before = process.env.CDK_VALIDATION;
  process.env.CDK_VALIDATION = "false";
  try {
    // As `npm run synth` has it: quotas are counted in words for a reader of settings.
    const context = {
      "aws:cdk:disable-path-metadata": true,
      "@aws-cdk/core:stackResourceLimit": 0,
    };
    const app = new App({ outdir, analyticsReporting: false, context });
    const { stack } = deploymentStack(app, settings, base);
    const { template } = app.synth().getStackArtifact(stack.artifactId);
    const refusals = schemaProblems(template).join("; ").slice(0, 400);
    if (refusals !== "") return { kind: "bad", why: `CloudFormation would refuse it: ${refusals}` };
    const [quota] = quotaProblems(template, { stackName: stack.stackName });
    return quota === undefined ? { kind: "deploys" } : { kind: "refused", message: quota.text };
  } catch (error) {
    return ofError(error, key);
  } finally {
    if (before === undefined) delete process.env.CDK_VALIDATION;
    else process.env.CDK_VALIDATION = before;
    remove();
  }
}

/** Whether an error says what to do: it names the setting, the rule, and is in the product's words. */
function ofError(error: unknown, key: SweepCase["key"]): SweepVerdict {
  const bad = (why: string): SweepVerdict => ({
    kind: "bad",
    why: `${why}: ${error instanceof Error ? (error.stack ?? "").slice(0, 600) : String(error)}`,
  });
  if (!(error instanceof Error)) return bad("no error was thrown");
  const message = toldError(error);
  if (!message.startsWith("Cannot ") || message.startsWith("Cannot synthesize as the CDK"))
    return bad("it is not in the product's words");
  if (/[\p{Cc}\p{Cs}]/u.test(message.replaceAll("\n", ""))) return bad("it has control characters");
  if (/\bundefined\b|\[object /.test(message)) return bad("it is not for a reader");
  if (message.length > 40_000) return bad("it is longer than anybody reads");
  const told = error instanceof SettingsError ? message.split("\n").slice(1) : [message];
  if (told.some((line) => /^ {2}line \d+: (?!Cannot )/.test(line)))
    return bad("a line says no rule");
  // The line of the file names it in any case.
  const words = message.replace(/^ +\d* \|.*$/gm, "");
  return names(words, key) ? { kind: "refused", message } : bad("it does not name the setting");
}

/** The setting itself, what it is in, or another that contradicts it by name. */
function names(message: string, key: SweepCase["key"]): boolean {
  if (key.length === 0) return true;
  const whole = fieldName(key);
  const top = String(key[0]);
  return message.includes(whole) || new RegExp(`\\b${top}\\b`).test(message);
}
