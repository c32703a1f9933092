import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Synthesis, synthesizeStacks } from "../../infra/build/synthesize.ts";
import { TrailbridgeStack } from "../../infra/trailbridge-stack.ts";
import { parseSettings, readSettings } from "../../src/adapters/settings-file.ts";
import type { Settings } from "../../src/core/settings/settings.ts";
import type { DeployTemplate } from "./template.ts";

const EXAMPLES = fileURLToPath(new URL("../../infra/examples/", import.meta.url));

/** Templates of the worked set-ups, by the example's name; each stack is called as its file says. */
export async function exampleTemplates(): Promise<Record<string, DeployTemplate>> {
  const files = readdirSync(EXAMPLES).filter((it) => it.endsWith(".yaml"));
  return templatesOf(
    Object.fromEntries(
      files.map((it) => [it.replace(".yaml", ""), readSettings(join(EXAMPLES, it))]),
    ),
  );
}

/** Templates of stacks that settings describe, as YAML, by a name of each. */
export async function settingsTemplates(
  texts: Readonly<Record<string, string>>,
): Promise<Record<string, DeployTemplate>> {
  return templatesOf(
    Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [name, parseSettings(text, `${name}.yaml`)]),
    ),
  );
}

/** Each in an app of its own, as one may be another state of the same stack. */
async function templatesOf(
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
