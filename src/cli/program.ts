import { nearest } from "../core/record/nearest.ts";
import { type Command, helpOf, type Io, parseCommandLine, UsageError } from "./command.ts";
import { inLine, terminalText } from "./terminal-text.ts";

/**
 * Runs the command the words name. Whatever is written is made safe for a terminal on its way.
 *
 * @param words What stands after the program's name.
 * @returns The exit status: the command's own, 2 if the words are off or it could not be run.
 */
export async function runProgram(
  commands: readonly Command[],
  words: readonly string[],
  io: Io,
  version = "",
): Promise<number> {
  const safe = safeIo(io);
  const [name = "", ...rest] = words;
  if (VERSION.includes(name)) {
    await safe.out(`${version}\n`);
    return 0;
  }
  const asksHelp = HELP.includes(name) || name === "help";
  const [asked] = name === "help" ? rest.filter((word) => !HELP.includes(word)) : [];
  if (words.length === 0 || (asksHelp && asked === undefined)) {
    await safe.out(overview(commands));
    return words.length === 0 ? 2 : 0;
  }
  const wanted = asked ?? name;
  const command = commands.find((it) => it.name === wanted);
  try {
    if (command === undefined) throw unknownCommand(wanted, commands);
    if (asked !== undefined || rest.some((word) => HELP.includes(word))) {
      await safe.out(helpOf(command));
      return 0;
    }
    if (command.json !== undefined && rest.includes("--json-schema")) {
      await safe.out(`${JSON.stringify(command.json, null, 2)}\n`);
      return 0;
    }
    return await command.run(parseCommandLine(command, rest), safe);
  } catch (error) {
    safe.status(undefined);
    safe.err(`trailbridge: ${told(error)}\n`);
    if (error instanceof UsageError) {
      safe.err(`Help: trailbridge ${command === undefined ? "" : `${command.name} `}--help\n`);
    }
    return 2;
  }
}

/** Words that ask for the version, first of all; no command is looked at. */
export const VERSION: readonly string[] = ["--version", "-v"];

/** Words that ask for help, wherever they stand. */
const HELP: readonly string[] = ["--help", "-h"];

function unknownCommand(name: string, commands: readonly Command[]): UsageError {
  const known = [...commands.map((it) => it.name), "help"];
  const guess = name.startsWith("-") ? undefined : nearest(name, known);
  const what = name.startsWith("-") ? "option" : "command";
  return new UsageError(`there is no ${what} "${name}"${guess ? `; did you mean ${guess}?` : ""}`);
}

/**
 * Errors made for people say all there is to say; others keep their stack for a report. What the
 * product itself refuses begins alike, wherever it is thrown: in a construct too. A file that the system
 * refuses is no fault of the program.
 */
function told(error: unknown): string {
  if (error instanceof UsageError) return inLine(error.message);
  if (!(error instanceof Error)) return String(error);
  const forPeople =
    /^(Settings|RuleFiles|WildcardBudget|Journal|StateFolder)Error$/.test(error.name) ||
    (error.name === "Error" && error.message.startsWith("Cannot "));
  if (forPeople) return error.message;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  return code !== undefined && syscall !== undefined
    ? `Cannot ${syscall}${path === undefined ? "" : ` "${path}"`} as the system refuses it: ${code}${code === "ENOSPC" ? ", no space is left" : ""}`
    : (error.stack ?? error.message);
}

function safeIo(io: Io): Io {
  let status: string | undefined;
  /** Writes where the status line was, which then stands below again. */
  const above = <T>(write: () => T): T => {
    if (status === undefined) return write();
    io.status(undefined);
    const written = write();
    io.status(status);
    return written;
  };
  return {
    ...io,
    out: (text) => above(() => io.out(terminalText(text, io.colour))),
    err: (text) => above(() => io.err(terminalText(text, false))),
    status(line) {
      status = line === undefined ? undefined : inLine(line);
      io.status(status);
    },
  };
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const rows = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `trailbridge: CloudTrail log files in, alerts out.

Usage: trailbridge <command> [options]

Commands:
${rows.join("\n")}

Help on one: trailbridge <command> --help
Version:     trailbridge --version
`;
}
