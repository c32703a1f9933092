import { parseArgs } from "node:util";
import { nearest } from "../core/record/nearest.ts";

/** One command of the program. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What stands after the name, e.g. `<file>...`. */
  readonly operands: string;
  /** What it does, reads and prints; shown by `--help`. */
  readonly about: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** @returns The exit status: 0, or 1 if what was asked for did not come out well. */
  run(invocation: CommandLine, io: Io): Promise<number>;
}

/** An option of a command. */
export interface CommandOption {
  /** Name of the value in the help, e.g. `file`; absent for a switch. */
  readonly value?: string;
  readonly description: string;
}

/** What the user asked for, parsed. */
export interface CommandLine {
  readonly operands: readonly string[];
  /** The value of an option that takes one. */
  value(option: string): string | undefined;
  /** Whether a switch was given. */
  has(option: string): boolean;
}

/** Where a command reads and writes. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Resolves when the text is taken, so that a command can write more than memory holds. */
  out(text: string): Promise<void>;
  err(text: string): void;
  /** Whether to use colour and redraw lines. */
  readonly terminal: boolean;
}

/** The user's words are off: exit status 2, the message, and where help is. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Parses what stands after the command's name.
 *
 * @throws {UsageError} For an unknown option, with the nearest known one, a missing value, or two.
 */
export function parseCommandLine(command: Command, words: readonly string[]): CommandLine {
  const names = [...Object.keys(command.options), "help"];
  const options = Object.fromEntries(
    names.map((name) => {
      const type = command.options[name]?.value === undefined ? "boolean" : "string";
      return [name, { type: type as "boolean" | "string" }];
    }),
  );
  const { values, positionals, tokens } = parseArgs({
    args: [...words],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const given = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const option = command.options[token.name];
    if (!names.includes(token.name)) {
      const guess = nearest(token.name, names);
      throw new UsageError(
        `${command.name} has no option ${token.rawName}${guess ? `; did you mean --${guess}?` : ""}`,
      );
    }
    if (
      option?.value !== undefined &&
      (token.value === undefined || token.value.startsWith("--"))
    ) {
      throw new UsageError(`${token.rawName} needs a value: ${token.rawName} <${option.value}>`);
    }
    if (option?.value !== undefined && given.has(token.name)) {
      throw new UsageError(`${token.rawName} stands twice: it takes one value`);
    }
    given.add(token.name);
    if (option?.value === undefined && token.value !== undefined) {
      throw new UsageError(`${token.rawName} takes no value: it is "${token.value}"`);
    }
  }
  return {
    operands: positionals,
    value: (option) => values[option] as string | undefined,
    has: (option) => values[option] === true,
  };
}

/** The text `--help` prints. */
export function helpOf(command: Command): string {
  const rows = Object.entries({
    ...command.options,
    help: { description: "Print this help." } as CommandOption,
  }).map(([name, { value, description }]) => [
    `--${name}${value === undefined ? "" : ` <${value}>`}`,
    description,
  ]);
  const width = Math.max(...rows.map(([left = ""]) => left.length));
  const table = rows.map(([left = "", right = ""]) => {
    const lines = right.split("\n");
    return `  ${left.padEnd(width)}  ${lines.join(`\n${" ".repeat(width + 4)}`)}`;
  });
  return `Usage: trailbridge ${command.name} ${command.operands}`
    .trimEnd()
    .concat(`\n\n${command.about.trim()}\n\nOptions:\n${table.join("\n")}\n`);
}
