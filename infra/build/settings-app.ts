import { dirname, resolve } from "node:path";
import type { App } from "aws-cdk-lib";
import { readSettings } from "../../src/adapters/settings-file.ts";
import { TrailbridgeStack } from "../trailbridge-stack.ts";
import { checkApp } from "./checks.ts";

/** Context by which an app is told its settings file. */
const SETTINGS_CONTEXT = "settings";

/** Context by which the CDK counts a stack's resources itself; 0 turns that off. */
const RESOURCE_LIMIT_CONTEXT = "@aws-cdk/core:stackResourceLimit";

/**
 * Adds to an app the one stack its settings file describes, and the checks.
 *
 * @throws {Error} If the app is told no settings file, or one that cannot be used.
 */
export function settingsStack(app: App): TrailbridgeStack {
  const file: unknown = app.node.tryGetContext(SETTINGS_CONTEXT);
  if (typeof file !== "string") {
    throw new Error(
      `Cannot synthesize as the settings file must be named: add -c ${SETTINGS_CONTEXT}=<file>, infra/examples has three to start from`,
    );
  }
  const settings = readSettings(file);
  // The check of quotas counts resources with all else, and says it in words for a reader of settings.
  app.node.setContext(RESOURCE_LIMIT_CONTEXT, 0);
  const stack = new TrailbridgeStack(app, { settings, baseDirectory: dirname(resolve(file)) });
  checkApp(app);
  return stack;
}

/** What to tell somebody of an error: what is wrong, once; a trace only of a fault of the product's own. */
export function toldError(error: unknown): string {
  if (error instanceof TypeError || error instanceof ReferenceError) return String(error.stack);
  const message = error instanceof Error ? error.message : String(error);
  if (message.startsWith("Cannot ")) return message;
  return `Cannot synthesize as the CDK refuses it: ${message.split("\n")[0]}`;
}
