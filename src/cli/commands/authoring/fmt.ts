import { dirname, resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import { formatRuleFile } from "../../../adapters/authoring/rule-format.ts";
import { ruleSources, settingsFolders } from "../../../adapters/authoring/rule-sources.ts";
import { writeWholeFile } from "../../../adapters/files/whole-file.ts";
import { readSettings } from "../../../adapters/settings-file.ts";
import { type Placed, placedText } from "../../../adapters/yaml/placed.ts";
import { type Command, type CommandLine, UsageError } from "../../command.ts";
import { FMT_SCHEMA } from "../../json/authoring-schemas.ts";

/** Writes rule files and lists in one form. */
export const fmtCommand: Command = {
  name: "fmt",
  summary: "Write rule files in one form",
  operands: "[<rule file|folder|->...]",
  about: `
Writes rules, ignore rules and lists in their one form: keys in the order of the specification,
expressions and long texts broken into lines, what fits on a line on one. What a file says stays as it
is, its comments too; of expressions only the blanks change. A file that is no YAML, or whose expression is
none, stays as it is and is named. - reads one rule from standard input and prints it.

Exit status: 0; 1 if a file could not be formatted or, with --check, is not; 2 if it could not be read.`,
  options: {
    check: { description: "Write nothing: name the files that are not in the one form." },
    settings: {
      value: "file",
      description: "Also your own rules and ignore rules that these settings name.",
    },
    json: { description: "Print what is so of which file as JSON instead." },
  },
  examples: [
    { words: "fmt my-rules", says: "All rules of a folder" },
    {
      words: "fmt my-rules my-ignore-rules --check",
      says: "For a pipeline: what is not formatted",
    },
    { words: "fmt - < my-rules/bucket-policy-changed.yaml", says: "What a rule would look like" },
  ],
  json: FMT_SCHEMA,
  async run(invocation, io) {
    const { operands, has } = invocation;
    const paths = pathsOf(invocation);
    if (has("json") && operands.includes("-") && !has("check"))
      throw new UsageError("--json and the rule on standard output are two things: add --check");
    const named = paths.filter((path) => path !== "-");
    const sources = [...ruleSources(named, true)];
    if (operands.includes("-")) sources.push({ path: STDIN, content: await buffer(io.stdin) });
    let status = 0;
    const changed: string[] = [];
    const problems: Placed[] = [];
    for (const { path, content } of sources) {
      const formatted = formatRuleFile(content, path);
      if ("problems" in formatted) {
        status = 1;
        problems.push(...formatted.problems);
        for (const it of formatted.problems) if (!has("json")) io.err(`${placedText(it)}\n`);
        continue;
      }
      const { text } = formatted;
      if (path === STDIN && !has("check")) await io.out(text);
      if (Buffer.from(content).equals(Buffer.from(text))) continue;
      changed.push(path);
      if (has("check")) status = 1;
      else if (path !== STDIN) writeWholeFile(path, text);
      if ((has("check") || path !== STDIN) && !has("json")) await io.out(`${path}\n`);
    }
    if (has("json")) {
      await io.out(`${JSON.stringify({ files: sources.length, changed, problems })}\n`);
      return status;
    }
    if (operands.includes("-") && sources.length === 1) return status;
    const what = has("check") ? "not formatted" : "formatted anew";
    io.err(`trailbridge: ${sources.length} files, ${changed.length} ${what}\n`);
    return status;
  },
};

const STDIN = "<stdin>";

function pathsOf({ operands, value }: CommandLine): readonly string[] {
  const file = value("settings");
  if (operands.length === 0 && file === undefined) {
    throw new UsageError("fmt takes rule files and folders, - or --settings");
  }
  if (file === undefined) return operands;
  // What comes with the product is not the user's to write.
  const own = { ...readSettings(file).rules, packs: [] };
  return [...operands, ...settingsFolders(own, dirname(resolve(file)))];
}
