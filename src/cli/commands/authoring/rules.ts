import { dirname } from "node:path";
import { readCatalogue } from "../../../adapters/authoring/rule-catalogue.ts";
import { type LoadedLists, loadLists, readLists } from "../../../adapters/list-files.ts";
import { packNames } from "../../../adapters/pack-folder.ts";
import { withLists } from "../../../adapters/rule-folder.ts";
import { readSettings } from "../../../adapters/settings-file.ts";
import { placedText } from "../../../adapters/yaml/placed.ts";
import type { CatalogueEntry } from "../../../core/catalogue/catalogue.ts";
import { catalogueMarkdown } from "../../../core/catalogue/catalogue-markdown.ts";
import { compileRule } from "../../../core/compiler/compile-rule.ts";
import { nearest } from "../../../core/record/nearest.ts";
import { type Command, type CommandLine, type Io, UsageError } from "../../command.ts";
import { RULE_LIST_SCHEMA } from "../../json/rule-schemas.ts";
import { ruleJson, rulesText, wholeRuleText } from "../../rules/list-rules.ts";
import { writeNewRule } from "../../rules/new-rule.ts";
import { foldersNamed } from "../../rules-in-use.ts";

const WORDS = ["list", "show", "new"] as const;

/** Lists rules, shows one, begins one. */
export const rulesCommand: Command = {
  name: "rules",
  summary: "List rules, show one whole, or begin a new one",
  operands: "<list|show|new> [<id>]",
  words: WORDS,
  about: `
list: the rules of all packs that come with trailbridge, with --settings those in use, with --rules
those of a folder; --markdown prints the whole catalogue, each rule with what it finds and what to do.
show <id>: one rule whole: what it finds, its expression, what EventBridge filters by it, its tests.
new <id>: writes <id>.yaml, which loads and whose tests hold, into a folder; no file is changed.

Exit status: 0; 2 if there is no such rule, or it could not be written.`,
  options: {
    settings: { value: "file", description: "The rules that these settings use." },
    rules: {
      value: "dir",
      repeats: true,
      description: "The rules of this folder; given several times, of all of them.",
    },
    markdown: { description: "list: print the catalogue as Markdown." },
    json: { description: "list, show: print the rules as a list of JSON objects." },
    dir: { value: "dir", description: "new: folder to write to. Default: rules" },
    title: { value: "text", description: "new: headline of its alerts. Default: made of the id." },
    severity: {
      value: "word",
      description: "new: info, low, medium (the default), high or critical.",
    },
    source: {
      value: "eventSource",
      description: "new: service of the call. Default: s3.amazonaws.com",
    },
    event: { value: "eventName", description: "new: the call. Default: DeleteBucket" },
  },
  examples: [
    { words: "rules list", says: "All rules that come with trailbridge" },
    { words: "rules list --settings my.yaml --markdown", says: "The rules in use, as a page" },
    { words: "rules show root-activity", says: "What a rule finds, and what to do then" },
    {
      words:
        "rules new key-deleted --source kms.amazonaws.com --event ScheduleKeyDeletion --dir my-rules",
      says: "Begin a rule of your own",
    },
  ],
  json: RULE_LIST_SCHEMA,
  async run(line, io) {
    const [word = "", id, ...more] = line.operands;
    if (!(WORDS as readonly string[]).includes(word) || more.length > 0) {
      throw new UsageError(`rules takes one of ${WORDS.join(", ")}, and of show and new an id`);
    }
    if (word !== "list" && id === undefined) throw new UsageError(`rules ${word} needs an id`);
    if (word === "list" && id !== undefined)
      throw new UsageError(`rules show ${id} shows one rule`);
    if (word === "new") {
      const path = writeNewRule(String(id), line);
      await io.out(`${path}\nNext: write what it matches, then trailbridge test ${path}\n`);
      return 0;
    }
    const entries = entriesOf(line);
    const chosen = id === undefined ? entries : [entryOf(entries, id)];
    await io.out(textOf(chosen, word, line, io));
    return 0;
  },
};

function textOf(
  entries: readonly CatalogueEntry[],
  word: string,
  { has }: CommandLine,
  { colour }: Io,
): string {
  if (has("json")) return `${JSON.stringify(entries.map(ruleJson), null, 2)}\n`;
  if (has("markdown")) return `# Rules\n\n${catalogueMarkdown(entries)}\n`;
  if (word === "list") return rulesText(entries, colour);
  return entries.map((entry) => wholeRuleText(entry, patternText(entry), colour)).join("\n");
}

/** Rules as they were asked for, with what is on the lists that they ask. */
function entriesOf(line: CommandLine): readonly CatalogueEntry[] {
  const file = line.value("settings");
  const directories = foldersNamed("rules", line);
  if (directories.length > 0) {
    const chosen = { packs: [], directories, disable: [] };
    return listed(readCatalogue(chosen, "."), readLists(directories));
  }
  if (file !== undefined) {
    const { rules } = readSettings(file);
    return listed(readCatalogue(rules, dirname(file)), loadLists(rules, dirname(file)));
  }
  const all = { packs: packNames(), directories: [], disable: [] };
  return listed(readCatalogue(all, "."), readLists([]));
}

function listed(
  entries: readonly CatalogueEntry[],
  { lists, problems }: LoadedLists,
): readonly CatalogueEntry[] {
  if (problems.length === 0)
    return entries.map((entry) => ({ ...entry, ...withLists(entry, lists) }));
  const said = problems.map((it) => `  ${typeof it === "string" ? it : placedText(it)}`);
  throw new Error(`Cannot list rules as each file must be one:\n${said.join("\n")}`);
}

function entryOf(entries: readonly CatalogueEntry[], id: string): CatalogueEntry {
  const found = entries.find(({ rule }) => rule.id === id);
  if (found !== undefined) return found;
  const guess = nearest(
    id,
    entries.map(({ rule }) => rule.id),
  );
  throw new UsageError(
    `there is no rule "${id}"${guess === undefined ? ": trailbridge rules list" : `; did you mean ${guess}?`}`,
  );
}

function patternText({ rule }: CatalogueEntry): string {
  const { class: kind, pattern, reasons } = compileRule(rule, { self: undefined });
  const first = pattern === undefined ? "every event" : JSON.stringify(pattern);
  return [`${kind}: ${first}`, ...reasons.map((reason) => `not said: ${reason}`)].join("\n");
}
