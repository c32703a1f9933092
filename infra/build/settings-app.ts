import { dirname, resolve } from "node:path";
import type { App, Stack } from "aws-cdk-lib";
import { printableText } from "../../src/adapters/schema-problem.ts";
import { readDeployment, type StackSettings } from "../../src/adapters/settings-file.ts";
import type { RuleSet } from "../../src/core/rule/rule.ts";
import { ForwarderStack, ReceiverStack } from "../companion-stack.ts";
import { TrailbridgeStack } from "../trailbridge-stack.ts";
import { checkApp } from "./checks.ts";

/** Context by which an app is told its settings file. */
const SETTINGS_CONTEXT = "settings";

/** Context by which the CDK counts a stack's resources itself; 0 turns that off. */
const RESOURCE_LIMIT_CONTEXT = "@aws-cdk/core:stackResourceLimit";

/** The stack of a settings file, and what a synthesis says of it. */
export interface SettingsStack {
  readonly stack: Stack;
  /** The rules that judge; none where nothing is judged. */
  readonly ruleSet: RuleSet;
  /** What makes its rules do less than one would think. */
  readonly ruleRemarks: readonly string[];
  /** Characters of each event pattern the rules were packed into. */
  readonly patternCharacters: readonly number[];
}

/**
 * Adds to an app the one stack its settings file describes, and the checks.
 *
 * @throws {Error} If the app is told no settings file, or one that cannot be used.
 */
export function settingsStack(app: App): SettingsStack {
  const file: unknown = app.node.tryGetContext(SETTINGS_CONTEXT);
  if (typeof file !== "string") {
    throw new Error(
      `Cannot synthesize as the settings file must be named: add -c ${SETTINGS_CONTEXT}=<file>, infra/examples has some to start from`,
    );
  }
  // The check of quotas counts resources with all else, and says it in words for a reader of settings.
  app.node.setContext(RESOURCE_LIMIT_CONTEXT, 0);
  const added = deploymentStack(app, readDeployment(file), dirname(resolve(file)));
  checkApp(app);
  return added;
}

/**
 * Adds the stack that a settings file describes.
 *
 * @param baseDirectory Folder of the settings file: relative folders of rules start there.
 */
export function deploymentStack(
  app: App,
  deployment: StackSettings,
  baseDirectory: string,
): SettingsStack {
  switch (deployment.kind) {
    case "forwarder":
      return withoutRules(new ForwarderStack(app, deployment.settings));
    case "receiver":
      return withoutRules(new ReceiverStack(app, deployment.settings));
    case "trailbridge": {
      const stack = new TrailbridgeStack(app, { settings: deployment.settings, baseDirectory });
      const { ruleSet, ruleRemarks, trailbridge } = stack;
      const { patternCharacters } = trailbridge.notifier;
      return { stack, ruleSet, ruleRemarks, patternCharacters };
    }
  }
}

function withoutRules(stack: Stack): SettingsStack {
  return {
    stack,
    ruleSet: { rules: [], ignoreRules: [] },
    ruleRemarks: [],
    patternCharacters: [],
  };
}

/** What to tell somebody of an error: what is wrong, once; a trace only of a fault of the product's own. */
export function toldError(error: unknown): string {
  if (error instanceof TypeError || error instanceof ReferenceError) return String(error.stack);
  const message = error instanceof Error ? error.message : String(error);
  // Names of what does not exist are as they were written.
  const lines = message.split("\n").map(printableText);
  if (message.startsWith("Cannot ")) return lines.join("\n");
  return `Cannot synthesize as the CDK refuses it: ${lines[0]}`;
}
