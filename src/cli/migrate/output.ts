import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeWholeFile } from "../../adapters/files/whole-file.ts";
import type { MovedModule } from "../../core/migrate/module/move.ts";
import type { MigratedRule } from "../../core/migrate/rule-file.ts";
import { inLine } from "../terminal-text.ts";

/** Writes the rule files, and TODO.md if something is left to do. */
export function writeRules(out: string, rules: readonly MigratedRule[]): void {
  writeRuleFiles(out, rules);
  const left = rules.filter(({ verdict }) => verdict !== "same");
  if (left.length > 0)
    writeText(out, "TODO.md", `${["# Left to do", "", ...rulesLeft(left)].join("\n")}`);
}

/**
 * Writes a module's settings, rule files and TODO.md.
 *
 * @param out Folder of this module.
 * @param problem Why the settings do not load yet, if they do not.
 */
export function writeModule(out: string, moved: MovedModule, problem: string | undefined): void {
  writeText(out, "settings.yaml", moved.settings);
  writeRuleFiles(out, moved.rules);
  writeText(out, "TODO.md", todoOf(moved, problem));
}

function writeRuleFiles(out: string, rules: readonly MigratedRule[]): void {
  for (const { kind, id, file } of rules) {
    if (file !== undefined)
      writeText(join(out, kind === "rule" ? "rules" : "ignore"), `${id}.yaml`, file);
  }
}

function writeText(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeWholeFile(join(folder, name), text);
}

/** What a person has to do, and to know, as Markdown. */
export function todoOf(moved: MovedModule, problem: string | undefined): string {
  const { address, path, todo, changes, rules } = moved;
  const left = rules.filter(({ verdict }) => verdict !== "same");
  const defaults = rules.filter((it) => it.isDefault !== undefined);
  const ignored = rules.filter(({ kind, file }) => kind === "ignore" && file !== undefined);
  const steps = [
    ...todo.map((it) => `- [ ] ${markdown(it)}`),
    ...ignored.map(({ id }) => `- [ ] name in ignore/${id}.yaml the reason and the owner`),
    ...(rules.some(({ file }) => file !== undefined)
      ? ["- [ ] give the rules their titles and severities: each is of severity medium"]
      : []),
    "- [ ] deploy beside the module, compare, then remove the module: infra/docs/terraform.md says in which order",
  ];
  return [
    `# What ${address} of ${path} leaves to do`,
    "",
    "## Before it is deployed",
    "",
    ...steps,
    ...(problem === undefined
      ? []
      : ["", "settings.yaml does not load before that is done:", "", ...code(problem)]),
    ...(left.length === 0 ? [] : ["", "## Rules that were not taken over", "", ...rulesLeft(left)]),
    ...(defaults.length === 0
      ? []
      : [
          "",
          "## Rules that the default pack has",
          "",
          ...defaults.map(
            ({ isDefault, python, file }) =>
              `- ${isDefault}${file === undefined ? ", so no file is written" : ", which is not in use here, so a file is written"}: \`${markdown(python.trim())}\``,
          ),
        ]),
    "",
    "## What is not as it was",
    "",
    ...changes.map((it) => `- ${markdown(it)}`),
    "",
  ].join("\n");
}

function rulesLeft(rules: readonly MigratedRule[]): readonly string[] {
  return rules.flatMap(({ python, verdict, reason, meant, kind }) => [
    `- ${verdict === "never" ? "Never matched in the module" : "Not migrated"}${kind === "ignore" ? " (ignore rule)" : ""}: ${markdown(inLine(reason))}`,
    "",
    ...code(python),
    ...(meant === undefined
      ? []
      : [
          "",
          `  Meant, perhaps: \`${inLine(meant.python).trim()}\`. It would alert where the module never did, so it is not written.${meant.match === undefined ? "" : " As a rule:"}`,
          ...(meant.match === undefined ? [] : ["", ...code(`match: >-\n  ${meant.match}`)]),
        ]),
    "",
  ]);
}

function code(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).map((line) => `      ${inLine(line)}`);
}

/** A line of Markdown: no break, no tag. */
function markdown(text: string): string {
  return inLine(text).replaceAll("<", "&lt;");
}
