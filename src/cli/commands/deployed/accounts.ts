import { readFileSync } from "node:fs";
import { writeWholeFile } from "../../../adapters/files/whole-file.ts";
import { parseSettings } from "../../../adapters/settings-file.ts";
import { withAccountNames } from "../../../adapters/yaml/account-names.ts";
import { type AccountMerge, accountMerge } from "../../../core/operation/account-merge.ts";
import { lineDiff } from "../../../core/operation/line-diff.ts";
import { type Command, type CommandLine, type Io, UsageError } from "../../command.ts";
import { inkOf } from "../../explanation/ink.ts";
import { ACCOUNTS_SCHEMA } from "../../json/deployed-schemas.ts";
import { startProgress } from "../../progress.ts";
import { regionOption } from "../../region-option.ts";
import { inLine } from "../../terminal-text.ts";

/** Brings the names of an organisation's accounts into the settings. */
export const accountsCommand: Command = {
  name: "accounts",
  summary: "Bring the names of your organisation's accounts into the settings",
  operands: "",
  about: `
Asks AWS Organizations (ListAccounts) for the accounts of the organisation, and merges their names into
the setting accounts, by which alerts name them and routes are written: who is not there is added at the
end. All else in the file stays as it is written: comments, order, other keys of an account. An account
that the settings name otherwise keeps that name, and is said; --rename takes the organisation's.

What would be changed is printed, by line; --write writes it. Without --settings the accounts are printed,
to be put into a settings file. Said besides: accounts that are suspended or being closed, and those of the
settings that the organisation does not have.

Needs organizations:ListAccounts, with credentials of the management account, or of an account that is a
delegated administrator, of any service: the security account mostly is. It changes nothing in AWS.

Exit status: 0; 2 if Organizations could not be asked, or the file could not be read or written.`,
  options: {
    organization: { description: "Ask AWS Organizations." },
    settings: { value: "file", description: "Settings file whose accounts are to be named." },
    write: { description: "Write the settings file." },
    rename: { description: "Take the organisation's name of an account that has another, too." },
    region: {
      value: "region",
      description: "Region whose partition is meant. Default: that of the environment.",
    },
    json: { description: "Print what was found, and what is changed, as one JSON object." },
  },
  examples: [
    { words: "accounts --organization", says: "Accounts as they stand in settings" },
    {
      words: "accounts --organization --settings trailbridge.yaml",
      says: "What would be changed in a settings file",
    },
    {
      words: "accounts --organization --settings trailbridge.yaml --write --rename",
      says: "Write it, with the organisation's names for all",
    },
  ],
  json: ACCOUNTS_SCHEMA,
  async run(invocation, io) {
    const { operands, value, has } = invocation;
    if (operands.length > 0 || !has("organization")) {
      throw new UsageError("accounts is told where to ask: accounts --organization");
    }
    const path = value("settings");
    if (path === undefined && (has("write") || has("rename"))) {
      throw new UsageError("--write and --rename are for a settings file: --settings <file>");
    }
    const region = regionOption({ value });
    // Before AWS is asked: what is wrong with the file is said at once.
    const before = path === undefined ? "" : textOf(path);
    const names = path === undefined ? {} : namesOf(parseSettings(before, path).accounts);
    const { organizationAccounts } = await import(
      "../../../adapters/aws/asked/organization-accounts.ts"
    );
    const progress = startProgress("accounts", undefined, io);
    const listed = await organizationAccounts(region, progress.step).finally(progress.done);
    const merge = accountMerge(names, listed);
    const changed = has("rename") ? [...merge.added, ...merge.renamed] : merge.added;
    const after = withAccountNames(before, changed);
    if (path !== undefined) {
      // A name of Organizations may be one that settings do not take.
      parseSettings(after, path);
      if (has("write") && after !== before) writeWholeFile(path, after);
    }
    if (has("json")) {
      const isWritten = path !== undefined && has("write");
      const { added, renamed, foreign, inactive } = merge;
      const told = { accounts: listed, added, renamed, foreign, inactive, isWritten };
      await io.out(`${JSON.stringify(told)}\n`);
      return 0;
    }
    remark(merge, invocation, io);
    if (path === undefined) await io.out(after);
    else await print(path, before, after, invocation, io);
    return 0;
  },
};

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new Error(`Cannot read settings file "${path}": ${reason}`, { cause });
  }
}

/** An account has a name, or a name among other things. */
function namesOf(accounts: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(accounts).map(([id, it]) => [
      id,
      typeof it === "string" ? it : String(Object(it).name ?? ""),
    ]),
  );
}

function remark({ renamed, foreign, inactive }: AccountMerge, { has }: CommandLine, io: Io): void {
  for (const { id, name, state } of inactive) {
    io.err(`${id} (${inLine(name)}) is ${state.toLowerCase().replaceAll("_", " ")}\n`);
  }
  for (const { id, name, was } of has("rename") ? [] : renamed) {
    io.err(`${id} stays ${inLine(was)}: the organisation says ${inLine(name)} (--rename)\n`);
  }
  for (const { id, name } of foreign) {
    io.err(`${id} (${inLine(name)}) is not of the organisation, and stays\n`);
  }
}

async function print(
  path: string,
  before: string,
  after: string,
  { has }: CommandLine,
  io: Io,
): Promise<void> {
  const ink = inkOf(io.colour);
  for (const { line, removed, added } of lineDiff(before, after)) {
    await io.out(`${ink.strong(`${inLine(path)}:${line}`)}\n`);
    for (const text of removed) await io.out(`${ink.bad(`- ${inLine(text)}`)}\n`);
    for (const text of added) await io.out(`${ink.good(`+ ${inLine(text)}`)}\n`);
  }
  if (before === after) io.err("The settings name every account\n");
  else io.err(has("write") ? `Written: ${inLine(path)}\n` : "Nothing is written: --write does\n");
}
