import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { MigratedRule } from "../../../core/migrate/rule-file.ts";
import { numbered } from "../../../core/wording/counted.ts";
import { type Command, type Io, UsageError } from "../../command.ts";
import { MIGRATION_SCHEMA } from "../../json/rule-schemas.ts";
import {
  fileText,
  isFolderOrTerraform,
  looksLikeTerraform,
  type Moves,
  movesOf,
  rulesOf,
} from "../../migrate/moves.ts";
import { todoOf, writeModule, writeRules } from "../../migrate/output.ts";
import { readTerraform, readTerraformText } from "../../migrate/terraform-folder.ts";
import { ruleText } from "../../migrate/text.ts";
import { type Difference, verify } from "../../migrate/verify.ts";
import { inLine } from "../../terminal-text.ts";

/** Turns the Terraform module's inputs into settings and rule files. */
export const migrateCommand: Command = {
  name: "migrate",
  summary: "Turn the Terraform module's inputs into settings and rule files",
  operands: "<main.tf|folder|*.tfvars|rules.txt|->...",
  about: `
Reads calls of the Terraform module fivexl/cloudtrail-to-slack, and writes for each a settings file, a
rule file for each of its rules and ignore rules, and TODO.md: secrets to create, what these files do
not tell, rules that were not taken over, and what is not as it was. Files beside a main.tf are read
too, as Terraform reads them, for variables and locals; further .tfvars are named after it. A secret's
value is neither read nor written.

Of a text file it reads the rules alone, Python expressions, one a line (one with open brackets goes
on in the next; # begins a comment). With --separator the text is the module's own string: it is split
at the separator as the module does, blanks and line ends kept.

Each rule has a verdict. same: the rule file matches what the expression is True of, and nothing else;
what Python raises on is no match, as in the module; its tests' outcome is Python's own. never: it
never matched in the module, and why, with what was meant where that is plain. cannot: no rule is
known that says the same; it is in TODO.md with the reason, and no rule is written.

--verify evaluates each expression as Python does, beside its rule, on the records of log files.

Exit status: 0; 1 if a rule could not be migrated, or differs on a record, or the settings are not
complete; 2 if it could not be read.`,
  options: {
    out: {
      value: "folder",
      description: "Folder to write to.\nDefault: print what would be written.",
    },
    ignore: { description: "They are ignore rules (of a text file)." },
    separator: {
      value: "text",
      description: "The text is one string of rules, split at this, as the module does.",
    },
    "function-name": {
      value: "name",
      description: "Name of the module's function, by which its own default rules are recognised.",
    },
    verify: { value: "file|folder", description: "Log files to compare both on." },
    json: { description: "Print JSON instead." },
  },
  examples: [
    { words: "migrate main.tf --out migrated", says: "Settings and rules of a module call" },
    { words: "migrate rules.txt", says: "What each expression becomes, printed" },
    {
      words: "migrate rules.txt --out migrated",
      says: "Write the rule files, and a TODO file for what is left",
    },
    { words: "migrate rules.txt --verify logs/", says: "Compare both on your own records" },
  ],
  json: MIGRATION_SCHEMA,
  async run({ operands, value, has }, io) {
    const [path, ...more] = operands;
    if (path === undefined) throw new UsageError("migrate takes a file, a folder, or -");
    const text = path === "-" ? (await buffer(io.stdin)).toString("utf8") : undefined;
    const isHcl = text === undefined ? isFolderOrTerraform(path) : looksLikeTerraform(text);
    if (!isHcl && more.length > 0) throw new UsageError("migrate takes one file of rules, or -");
    if (isHcl && (has("ignore") || value("separator") !== undefined))
      throw new UsageError(
        "--ignore and --separator are for a file of rules: Terraform says both itself",
      );
    const out = value("out");
    const moves: Moves = isHcl
      ? movesOf(await terraformOf(operands, text, io))
      : rulesOf(text ?? fileText(path), path === "-" ? "<stdin>" : path, {
          kind: has("ignore") ? "ignore" : "rule",
          separator: value("separator"),
          functionName: value("function-name"),
        });
    for (const it of moves.absent ?? [])
      io.err(`trailbridge: ${inLine(it)} is left out: its count is 0, or its for_each empty\n`);
    if (out !== undefined) {
      if (moves.modules === undefined) writeRules(out, moves.rules);
      for (const [it, problem] of moves.modules ?? [])
        writeModule(join(out, it.folder), it, problem);
    }
    const logs = value("verify");
    const differences = logs === undefined ? [] : await verify(moves.rules, logs, io);
    if (has("json")) await io.out(`${JSON.stringify(jsonOf(moves, differences), null, 2)}\n`);
    else await print(moves, differences, out, io);
    const isComplete = (moves.modules ?? []).every(([, problem]) => problem === undefined);
    const isSame = moves.rules.every(({ verdict }) => verdict === "same");
    return isComplete && isSame && differences.length === 0 ? 0 : 1;
  },
};

async function terraformOf(paths: readonly string[], text: string | undefined, io: Io) {
  if (text !== undefined) return readTerraformText(text, "<stdin>");
  const files = await readTerraform(paths);
  if (files.beside.length > 0)
    io.err(`trailbridge: read too, as Terraform does: ${files.beside.map(inLine).join(", ")}\n`);
  return files;
}

function jsonOf({ rules, modules }: Moves, differences: readonly Difference[]): unknown {
  const shown = (it: MigratedRule) => {
    const { file: _file, node: _node, at: _at, meant, ...rule } = it;
    return { ...rule, ...(meant !== undefined && { meant }) };
  };
  return {
    rules: rules.map(shown),
    ...(modules !== undefined && {
      modules: modules.map(([it]) => ({
        address: it.address,
        settings: it.settings,
        todo: it.todo,
        changes: it.changes,
      })),
    }),
    differences,
  };
}

async function print(
  { rules, places, modules }: Moves,
  differences: readonly Difference[],
  out: string | undefined,
  io: Io,
): Promise<void> {
  for (const rule of rules) {
    const { place, piece } = places.get(rule) ?? { place: "" };
    await io.out(ruleText(rule, inLine(place), piece, out === undefined));
  }
  for (const [moved, problem] of modules ?? []) {
    if (out === undefined) await io.out(`${moved.settings}\n${todoOf(moved, problem)}\n`);
    else {
      const folder = join(out, moved.folder);
      await io.out(
        `${inLine(moved.address)}: ${join(folder, "settings.yaml")}${problem === undefined ? "" : ", not complete yet"}; ${join(folder, "TODO.md")} has ${moved.todo.length} things to do and ${moved.changes.length} that change\n`,
      );
      for (const it of moved.todo) await io.out(`  to do: ${inLine(it)}\n`);
    }
  }
  for (const it of differences)
    await io.out(
      `differs: ${it.id} on ${inLine(it.where)}: Python ${it.python}, the rule ${it.rule}\n`,
    );
  const count = (verdict: string) => rules.filter((it) => it.verdict === verdict).length;
  await io.out(
    `${numbered(rules.length, "rule")}: ${count("same")} same, ${count("never")} that never matched, ${count("cannot")} left to do\n`,
  );
}
