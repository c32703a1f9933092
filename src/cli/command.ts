import { parseArgs } from "node:util";
import { nearest } from "../core/record/nearest.ts";

/** One command of the program. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What stands after the name, e.g. `<file>...`. */
  readonly operands: string;
  /** The words that its first operand may be, where it is no name of the user's. */
  readonly words?: readonly string[];
  /** What it does, reads and prints; shown by `--help`. */
  readonly about: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Shown by `--help` and in the command reference; a test runs each in a folder of samples. */
  readonly examples: readonly Example[];
  /**
   * JSON Schema of what it prints as JSON: of the whole, or of each line where it prints one value a
   * line. `--json-schema` prints it.
   */
  readonly json?: JsonSchema;
  /** @returns The exit status: 0, or 1 if there are findings or not all that was asked for came out. */
  run(invocation: CommandLine, io: Io): Promise<number>;
}

/** A use of a command. */
export interface Example {
  /**
   * What a shell is told after the program's name, the command's among it: `judge - < record.json`.
   * Files are those of a user's own folder: test/support/example-folder.ts makes them.
   */
  readonly words: string;
  /** What it does, one line. */
  readonly says: string;
}

/** A JSON Schema, draft 2020-12 or 07. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** An option of a command. */
export interface CommandOption {
  /** Name of the value in the help, e.g. `file`; absent for a switch. */
  readonly value?: string;
  /** Whether it may stand several times, each with a value. @default false */
  readonly repeats?: true;
  readonly description: string;
}

/** What the user asked for, parsed. */
export interface CommandLine {
  readonly operands: readonly string[];
  /** The value of an option that takes one; of one that may stand several times, the first. */
  value(option: string): string | undefined;
  /** The values of an option that may stand several times, in order. */
  values(option: string): readonly string[];
  /** Whether a switch was given. */
  has(option: string): boolean;
}

/** Where a command reads and writes. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Resolves when the text is taken, so that a command can write more than memory holds. */
  out(text: string): Promise<void>;
  err(text: string): void;
  /** Shows a line below all others on a terminal's standard error, in place of the last; undefined takes it away. */
  status(line: string | undefined): void;
  /** Whether standard output takes colour. */
  readonly colour: boolean;
  /** Whether standard error is a terminal, which shows {@linkcode status}. */
  readonly redraws: boolean;
  /** Whether somebody is there to answer questions: standard input and standard error are terminals. */
  readonly asks: boolean;
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
  const names = [...Object.keys(command.options), ...Object.keys(commonOptions(command))];
  const options = Object.fromEntries(
    names.map((name) => {
      const { value, repeats = false } = command.options[name] ?? {};
      const type: "boolean" | "string" = value === undefined ? "boolean" : "string";
      return [name, { type, multiple: repeats }];
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
    if (option?.value !== undefined && !option.repeats && given.has(token.name)) {
      throw new UsageError(`${token.rawName} stands twice: it takes one value`);
    }
    given.add(token.name);
    if (option?.value === undefined && token.value !== undefined) {
      throw new UsageError(`${token.rawName} takes no value: it is "${token.value}"`);
    }
  }
  return {
    operands: positionals,
    value: (option) => [values[option] as string | string[] | undefined].flat()[0],
    values: (option) => [(values[option] as string | string[] | undefined) ?? []].flat(),
    has: (option) => values[option] === true,
  };
}

/** Options that need no command to run. */
function commonOptions({ json }: Command): Readonly<Record<string, CommandOption>> {
  return {
    ...(json && {
      "json-schema": { description: "Print the JSON Schema of what it prints as JSON." },
    }),
    help: { description: "Print this help." },
  };
}

/** All options, the common ones last. */
export function optionsOf(command: Command): Readonly<Record<string, CommandOption>> {
  return { ...command.options, ...commonOptions(command) };
}

/** The text `--help` prints. */
export function helpOf(command: Command): string {
  const rows = Object.entries(optionsOf(command)).map(([name, { value, description }]) => [
    `--${name}${value === undefined ? "" : ` <${value}>`}`,
    description,
  ]);
  const width = Math.max(...rows.map(([left = ""]) => left.length));
  const table = rows.map(([left = "", right = ""]) => {
    const lines = right.split("\n");
    return `  ${left.padEnd(width)}  ${lines.join(`\n${" ".repeat(width + 4)}`)}`;
  });
  const examples = command.examples.map(({ words, says }) => `  # ${says}\n  trailbridge ${words}`);
  return `Usage: trailbridge ${command.name} ${command.operands}`
    .trimEnd()
    .concat(`\n\n${command.about.trim()}\n\nOptions:\n${table.join("\n")}\n`)
    .concat(examples.length === 0 ? "" : `\nExamples:\n${examples.join("\n\n")}\n`);
}
