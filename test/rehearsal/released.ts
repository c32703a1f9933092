import { readdirSync, readFileSync } from "node:fs";
import type { DeployTemplate } from "./template.ts";

/** What deploys of a commit that people run made of some settings; written by `freeze.ts`. */
export interface Released {
  readonly commit: string;
  readonly deployments: Record<string, ReleasedDeployment>;
}

/** One of them. */
export interface ReleasedDeployment {
  /** As the settings file had it. */
  readonly settings: object;
  /** Reduced to what a rehearsal looks at. */
  readonly template: DeployTemplate;
}

const FOLDER = new URL("released/", import.meta.url);

/** All commits that updates are rehearsed from. */
export function readReleased(): readonly Released[] {
  return readdirSync(FOLDER).map((file) => JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")));
}

/** A file of them, a resource a line. */
export function releasedText({ commit, deployments }: Released): string {
  const texts = Object.entries(deployments).map(
    ([name, { settings, template }]) =>
      `${JSON.stringify(name)}:{"settings":${JSON.stringify(settings)},"template":${templateText(template)}}`,
  );
  return `{"commit":${JSON.stringify(commit)},"deployments":{\n${texts.join(",\n")}\n}}\n`;
}

/** A reduced template as JSON, a resource a line, so that a change of it can be read as lines. */
export function templateText({ Resources, Outputs }: DeployTemplate): string {
  const lines = Object.entries(Resources).map(
    ([id, it]) => `${JSON.stringify(id)}:${JSON.stringify(it)}`,
  );
  const outputs = Outputs === undefined ? "" : `,\n"Outputs":${JSON.stringify(Outputs)}`;
  return `{"Resources":{\n${lines.join(",\n")}\n}${outputs}}`;
}
