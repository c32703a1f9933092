import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Scenario } from "./scenario.ts";

const FOLDER = new URL("./scenarios/", import.meta.url);

/**
 * All scenarios: what the files in `scenarios/` export as `SCENARIOS`, in the order of their ids.
 *
 * @throws {Error} If two have the same id, or a file exports none.
 */
export async function allScenarios(): Promise<readonly Scenario[]> {
  const found: Scenario[] = [];
  for (const file of readdirSync(fileURLToPath(FOLDER)).sort()) {
    const { SCENARIOS } = (await import(new URL(file, FOLDER).href)) as {
      readonly SCENARIOS?: readonly Scenario[];
    };
    if (SCENARIOS === undefined || SCENARIOS.length === 0) {
      throw new Error(`Cannot list scenarios of ${file}: it exports no SCENARIOS`);
    }
    found.push(...SCENARIOS);
  }
  const doubled = found.find(({ id }, i) => found.findIndex((it) => it.id === id) !== i);
  if (doubled !== undefined) throw new Error(`Cannot tell two scenarios apart: ${doubled.id}`);
  return found.sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));
}
