import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pythonMatches, ruleMatcher } from "../../../core/migrate/examples.ts";
import { type Piece, piecesOf, rulesInText } from "../../../core/migrate/pieces.ts";
import { type MigratedRule, migrateRule } from "../../../core/migrate/rule-file.ts";
import { type Command, type Io, UsageError } from "../../command.ts";
import { readInputs } from "../../input/read-inputs.ts";
import { MIGRATION_SCHEMA } from "../../json/rule-schemas.ts";
import { inLine } from "../../terminal-text.ts";

/** Turns rules of the Terraform module into rule files. */
export const migrateCommand: Command = {
  name: "migrate",
  summary: "Turn the Terraform module's rules into rule files",
  operands: "<rules.txt|->",
  about: `
Reads rules of the Terraform module fivexl/cloudtrail-to-slack, Python expressions, one a line (one
with open brackets goes on in the next; # begins a comment), and writes a rule file for each, with
tests whose outcome is Python's own. With --separator the text is the module's own string: it is split
at the separator as the module does, blanks and line ends kept.

Each rule has a verdict. same: the rule file matches what the expression is True of, and nothing else;
what Python raises on is no match, as in the module. never: it never matched in the module, and why.
cannot: no rule is known that says the same; it is in TODO.md with the reason, and no rule is written.

  trailbridge migrate rules.txt --out my-rules
  trailbridge migrate rules.txt --out my-rules --verify logs/

--verify evaluates each expression as Python does, beside its rule, on the records of log files.

Exit status: 0; 1 if a rule could not be migrated, or differs on a record; 2 if it could not be read.`,
  options: {
    out: {
      value: "folder",
      description: "Folder to write to.\nDefault: print what would be written.",
    },
    ignore: { description: "They are ignore rules." },
    separator: {
      value: "text",
      description: "The text is one string of rules, split at this, as the module does.",
    },
    verify: { value: "file|folder", description: "Log files to compare both on." },
    json: {
      description:
        'Print {"rules":[{id,kind,verdict,python,match,reason,remarks}],"differences":[…]} instead.',
    },
  },
  examples: [
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
    if (path === undefined || more.length > 0) throw new UsageError("migrate takes one file, or -");
    if (/\.(tf|tfvars|hcl)$/i.test(path)) {
      throw new UsageError(
        "migrate reads the rules' own text: put rules or ignore_rules into a file, one a line",
      );
    }
    const text = path === "-" ? await textOfPart(io.stdin) : fileText(path);
    const separator = value("separator");
    const pieces = separator === undefined ? rulesInText(text) : piecesOf(text, separator);
    const taken = new Set(DEFAULT_IDS);
    const rules = pieces.map((piece) =>
      migrateRule(piece.text, has("ignore") ? "ignore" : "rule", taken),
    );
    const out = value("out");
    if (out !== undefined) write(out, rules);
    const logs = value("verify");
    const differences = logs === undefined ? [] : await verify(rules, logs, io);
    if (has("json")) {
      const shown = rules.map(({ file: _file, node: _node, at: _at, ...rule }) => rule);
      await io.out(`${JSON.stringify({ rules: shown, differences }, null, 2)}\n`);
    } else {
      for (const [index, rule] of rules.entries()) {
        await io.out(ruleText(rule, pieces[index] as Piece, out, path === "-" ? "<stdin>" : path));
      }
      for (const it of differences)
        await io.out(
          `differs: ${it.id} on ${inLine(it.where)}: Python ${it.python}, the rule ${it.rule}\n`,
        );
      const count = (verdict: string) => rules.filter((it) => it.verdict === verdict).length;
      await io.out(
        `${rules.length} rules: ${count("same")} same, ${count("never")} that never matched, ${count("cannot")} left to do\n`,
      );
    }
    return rules.every(({ verdict }) => verdict === "same") && differences.length === 0 ? 0 : 1;
  },
};

/** Ids of the default pack, which a rule beside it cannot have. */
const DEFAULT_IDS: readonly string[] = (
  "console-login-without-mfa unauthorized-operation access-denied root-activity cloudtrail-stop-logging " +
  "cloudtrail-update-trail cloudtrail-delete-trail self-function-configuration-changed self-function-code-changed"
).split(" ");

function fileText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(
      `Cannot read rules as the file must be readable: ${path}: ${(error as Error).message}`,
    );
  }
}

async function textOfPart(input: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function write(out: string, rules: readonly MigratedRule[]): void {
  for (const { kind, id, file } of rules) {
    if (file === undefined) continue;
    const folder = join(out, kind === "rule" ? "rules" : "ignore");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${id}.yaml`), file);
  }
  const left = rules.filter(({ file }) => file === undefined);
  if (left.length === 0) return;
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "TODO.md"), todoText(left));
}

function todoText(rules: readonly MigratedRule[]): string {
  return [
    "# Left to do",
    "",
    ...rules.flatMap(({ python, verdict, reason }) => [
      `- ${verdict === "never" ? "Never matched in the module" : "Not migrated"}: ${inLine(reason)}`,
      "",
      ...python.split(/\r\n|\r|\n/).map((line) => `      ${line}`),
      "",
    ]),
  ].join("\n");
}

function ruleText(rule: MigratedRule, piece: Piece, out: string | undefined, path: string): string {
  const { verdict, id, file, python, reason, at } = rule;
  const place = `${path}:${piece.line}`;
  if (file !== undefined) {
    const remarks = rule.remarks.map((it) => `  ${it}\n`).join("");
    return `same: ${place}: ${id}\n${remarks}${out === undefined ? `${file}\n` : ""}`;
  }
  const lines = python.slice(0, at ?? 0).split("\n");
  const shown = python.split("\n")[lines.length - 1] ?? "";
  const column = lines.at(-1)?.length ?? 0;
  const caret = at === undefined ? "" : `    ${" ".repeat(column)}^\n`;
  return `${verdict}: ${path}:${piece.line + lines.length - 1}: ${reason}\n    ${shown}\n${caret}`;
}

interface Difference {
  readonly id: string;
  readonly where: string;
  readonly python: boolean;
  readonly rule: boolean;
}

async function verify(rules: readonly MigratedRule[], logs: string, io: Io): Promise<Difference[]> {
  const differences: Difference[] = [];
  const compared = rules.flatMap(({ id, match, node }) =>
    match === undefined || node === undefined ? [] : [{ id, node, matches: ruleMatcher(match) }],
  );
  let records = 0;
  await readInputs([logs], io, async (item, file) => {
    if ("rejected" in item) return;
    records++;
    for (const { id, node, matches } of compared) {
      const [python, rule] = [pythonMatches(node, item.value), matches(item.value)];
      if (python !== rule && differences.length < 1000) {
        differences.push({ id, where: `${file}, ${item.where}`, python, rule });
      }
    }
  });
  io.err(
    `trailbridge: ${compared.length} rules compared on ${records} records: ${differences.length} differences\n`,
  );
  return differences;
}
