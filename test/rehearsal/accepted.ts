import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { changesBetween, changeText } from "./changes.ts";
import { reduced } from "./fixed.ts";
import { templateText } from "./released.ts";
import type { DeployTemplate } from "./template.ts";

/**
 * What the worked examples' templates were when somebody last looked at what a change of them means:
 * logical ids, and what can be set at creation alone.
 */
const FOLDER = new URL("accepted/", import.meta.url);

/** How to take a change, once it is meant. */
export const ACCEPT = "npm run rehearsal -- --accept";

/** What an update of a deployed example to its template of today does, in the words of whoever lives through it. */
export interface SinceAccepted {
  /** What is made anew, deleted or renamed. */
  readonly lost: readonly string[];
  /** What is there beside it: it costs nobody anything, and is held once it is accepted. */
  readonly made: readonly string[];
}

export function changesSinceAccepted(
  examples: Readonly<Record<string, DeployTemplate>>,
): SinceAccepted {
  const all = Object.entries(examples).flatMap(([name, template]) => {
    const file = fileOf(name);
    const before: DeployTemplate = existsSync(file)
      ? JSON.parse(readFileSync(file, "utf8"))
      : { Resources: {} };
    return changesBetween(before, reduced(template)).map((it) => ({ name, ...it }));
  });
  const texts = (isMade: boolean) =>
    all
      .filter(({ kind }) => (kind === "made") === isMade)
      .map((it) => `${it.name}: ${changeText(it)}`);
  return { lost: texts(false), made: texts(true) };
}

/** Takes the examples' templates as they are today. */
export function accept(examples: Readonly<Record<string, DeployTemplate>>): void {
  mkdirSync(FOLDER, { recursive: true });
  for (const file of readdirSync(FOLDER)) rmSync(new URL(file, FOLDER));
  for (const [name, template] of Object.entries(examples)) {
    writeFileSync(fileOf(name), `${templateText(reduced(template))}\n`);
  }
}

function fileOf(name: string): URL {
  return new URL(`${name}.json`, FOLDER);
}
