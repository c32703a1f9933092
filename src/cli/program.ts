import { nearest } from "../core/record/nearest.ts";
import { type Command, helpOf, type Io, parseCommandLine, UsageError } from "./command.ts";

/**
 * Runs the command the words name.
 *
 * @param words What stands after the program's name.
 * @returns The exit status: the command's own, 2 if the words are off.
 */
export async function runProgram(
  commands: readonly Command[],
  words: readonly string[],
  io: Io,
): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined || name === "--help" || name === "help") {
    await io.out(overview(commands));
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((it) => it.name === name);
  try {
    if (command === undefined) {
      const guess = nearest(
        name,
        commands.map((it) => it.name),
      );
      throw new UsageError(
        `there is no command "${name}"${guess ? `; did you mean ${guess}?` : ""}`,
      );
    }
    if (rest.includes("--help")) {
      await io.out(helpOf(command));
      return 0;
    }
    return await command.run(parseCommandLine(command, rest), io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(
      `trailbridge: ${error.message}\nHelp: trailbridge ${command === undefined ? "" : `${command.name} `}--help\n`,
    );
    return 2;
  }
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const rows = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `trailbridge: CloudTrail log files in, alerts out.

Usage: trailbridge <command> [options]

Commands:
${rows.join("\n")}

Help on one: trailbridge <command> --help
`;
}
