import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Synthesis, synthesizeStacks } from "../../infra/build/synthesize.ts";
import { TrailbridgeStack } from "../../infra/trailbridge-stack.ts";
import { parseSettings, readSettings } from "../../src/adapters/settings-file.ts";
import type { Settings } from "../../src/core/settings/settings.ts";
import type { DeployTemplate } from "./template.ts";

const EXAMPLES = fileURLToPath(new URL("../../infra/examples/", import.meta.url));
/** Set-ups that nobody needs for an example, and that must deploy all the same. */
const SETUPS = fileURLToPath(new URL("../setups/", import.meta.url));

/** Settings of the worked set-ups, by the example's name. */
export function exampleSettings(): Record<string, Settings> {
  return settingsIn(EXAMPLES);
}

/** Settings of GovCloud, China, an own bucket and two stages, by name. */
export function setupSettings(): Record<string, Settings> {
  return settingsIn(SETUPS);
}

function settingsIn(folder: string): Record<string, Settings> {
  const files = readdirSync(folder).filter((it) => it.endsWith(".yaml"));
  return Object.fromEntries(
    files.map((it) => [it.replace(".yaml", ""), readSettings(join(folder, it))]),
  );
}

/** Settings files of both, by name, as text. */
export function settingsTexts(): Record<string, string> {
  const all = [EXAMPLES, SETUPS].flatMap((folder) =>
    readdirSync(folder).map((file) => [
      file.replace(".yaml", ""),
      readFileSync(join(folder, file), "utf8"),
    ]),
  );
  return Object.fromEntries(all);
}

/** Settings that texts hold, as YAML, by a name of each. */
export function settingsOf(texts: Readonly<Record<string, string>>): Record<string, Settings> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, parseSettings(text, `${name}.yaml`)]),
  );
}

/**
 * Templates of the stacks that settings describe, by name; each in an app of its own, as one may be
 * another state of the same stack, and each is called as its settings say.
 */
export async function templatesOf(
  all: Readonly<Record<string, Settings>>,
): Promise<Record<string, DeployTemplate>> {
  const made: Record<string, DeployTemplate> = {};
  for (const [name, settings] of Object.entries(all)) {
    const synthesis: Synthesis<"it"> = await synthesizeStacks((app) => ({
      it: new TrailbridgeStack(app, { settings, baseDirectory: EXAMPLES }),
    }));
    made[name] = synthesis.stacks.it.template as DeployTemplate;
    synthesis.close();
  }
  return made;
}
