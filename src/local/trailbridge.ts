import { randomBytes } from "node:crypto";
import type { RuleSet } from "../core/rule.ts";
import { runtimeSettings, type Settings } from "../core/settings.ts";
import { bundleHandlers } from "./bundle.ts";
import { defaultWiring } from "./default-wiring.ts";
import { type Desk, startDesk } from "./desk/desk.ts";
import { deskSetup } from "./desk-setup.ts";
import { startStack } from "./stack.ts";
import type { Stack, StackOptions } from "./stack-types.ts";

/** The whole product, running on this machine. */
export interface LocalTrailbridge {
  readonly stack: Stack;
  readonly desk: Desk;
  close(): Promise<void>;
}

/** What {@linkcode startTrailbridge} needs. */
export interface LocalOptions extends Omit<StackOptions, "wiring"> {
  readonly settings: Settings;
  readonly ruleSet: RuleSet;
  /** Port of the Slack desk. @default any free port */
  readonly deskPort?: number;
}

/**
 * Starts the product as it is deployed on the local stack: bundled handlers, the settings'
 * destinations as desk channels, webhooks and topics, their secrets made up.
 */
export async function startTrailbridge(options: LocalOptions): Promise<LocalTrailbridge> {
  const { settings, ruleSet, deskPort, ...stackOptions } = options;
  const setup = deskSetup(settings);
  const token = `xoxb-local-${randomBytes(12).toString("hex")}`;
  const handlers = await bundleHandlers({ ruleSet, settings: runtimeSettings(settings) });
  let desk: Desk | undefined;
  try {
    desk = await startDesk({ token, ...setup, ...(deskPort !== undefined && { port: deskPort }) });
    const { webhookUrl, apiUrl } = desk;
    const stack = await startStack({
      ...stackOptions,
      wiring: defaultWiring({
        settings,
        modulePaths: handlers.modulePaths,
        slackApiUrl: apiUrl,
        secrets: [
          ...setup.tokenSecretIds.map((name) => ({ name, value: token })),
          ...setup.webhooks.map(({ name }) => ({ name, value: webhookUrl(name) })),
        ],
      }),
    });
    const running = desk;
    return {
      stack,
      desk: running,
      async close() {
        await stack.close();
        await running.close();
        handlers.close();
      },
    };
  } catch (cause) {
    await desk?.close();
    handlers.close();
    throw cause;
  }
}
