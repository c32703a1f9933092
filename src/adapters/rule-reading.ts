import { statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { nearest } from "../core/record/nearest.ts";
import type { IgnoreRule, Rule } from "../core/rule/rule.ts";
import type { RuleFile, RuleProblem } from "../core/rule-file/rule-file.ts";
import { ruleFilesIn } from "./pack-folder.ts";
import { RULES_FOLDER } from "./rule-schema.ts";
import { type Placed, placed } from "./yaml/placed.ts";
import { readYaml, type YamlFile } from "./yaml-file.ts";
import { toIgnoreRuleFile } from "./yaml-rule.ts";

/** Folder of the product's ignore rules. */
const IGNORE_FOLDER = "ignore";

/** Reads rule files and collects what is wrong with them. */
export class RuleReading {
  readonly problems: (Placed | string)[] = [];
  /** Ids, by their files' names, of rules whose files are wrong: they exist, if not as they should. */
  readonly unshaped: string[] = [];
  readonly #files = new Map<string, YamlFile>();

  say(problem: string): void {
    this.problems.push(problem);
  }

  add(...problems: readonly RuleProblem[]): void {
    this.problems.push(...problems.map((problem) => this.place(problem)));
  }

  place(problem: RuleProblem): Placed {
    return placed(problem, this.#files.get(problem.path));
  }

  file(path: string): YamlFile {
    const file = readYaml(path);
    this.#files.set(file.path, file);
    return file;
  }

  /** Ignore rules of the product, by their ids. */
  shipped(ids: readonly string[]): RuleFile<IgnoreRule>[] {
    const folder = resolve(RULES_FOLDER, IGNORE_FOLDER);
    const known = ruleFilesIn(folder).map((name) => name.replace(/\.ya?ml$/, ""));
    return ids.flatMap((id) => {
      if (!known.includes(id)) {
        const guess = nearest(id, known);
        const help =
          guess === undefined ? `there are ${known.join(", ")}` : `did you mean "${guess}"?`;
        this.say(
          `settings: rules.ignoreRules: Cannot use ignore rule "${id}" as there must be one of this name: ${help}`,
        );
        return [];
      }
      const result = toIgnoreRuleFile(this.file(resolve(folder, `${id}.yaml`)));
      if ("rule" in result) return [result];
      this.add(...result);
      return [];
    });
  }

  /** Every rule of a folder; files of a wrong shape are left out and said to be so. */
  folder<R extends Rule | IgnoreRule>(
    folder: string,
    read: (file: YamlFile) => RuleFile<R> | readonly RuleProblem[],
  ): RuleFile<R>[] {
    const state = statSync(folder, { throwIfNoEntry: false });
    if (!state?.isDirectory()) {
      const rule = state === undefined ? "it must exist" : "it must be a folder, not a file";
      this.say(`settings: Cannot read folder of rules as ${rule}: "${folder}"`);
      return [];
    }
    return ruleFilesIn(folder).flatMap((name) => {
      const result = read(this.file(resolve(folder, name)));
      if ("rule" in result) return [result];
      this.add(...result);
      this.unshaped.push(basename(name).replace(/\.ya?ml$/, ""));
      return [];
    });
  }
}
