import { type Command, optionsOf } from "../command.ts";

/** A word that may come next, and what it is for. */
export interface Choice {
  readonly word: string;
  /** One line. */
  readonly says: string;
}

/** An option, as a shell offers it. */
export interface OptionChoice extends Choice {
  /** What its value is, in a word; undefined for a switch. */
  readonly value: string | undefined;
  readonly takesFile: boolean;
}

/** What may stand after a command's name. */
export interface CommandChoices extends Choice {
  readonly options: readonly OptionChoice[];
  /** Words that its first operand may be. */
  readonly words: readonly string[];
  /** Whether operands are files. */
  readonly takesFiles: boolean;
}

/** What a shell offers for a command line, from the commands themselves. */
export function choicesOf(commands: readonly Command[]): readonly CommandChoices[] {
  return commands.map((command) => ({
    word: command.name,
    says: command.summary,
    words: command.words ?? [],
    takesFiles: namesFile(command.operands),
    options: Object.entries(optionsOf(command)).map(([name, { value, description }]) => ({
      word: `--${name}`,
      says: firstSentence(description),
      value,
      takesFile: value !== undefined && namesFile(value),
    })),
  }));
}

function namesFile(text: string): boolean {
  return /file|folder|dir|logs|\.\w+/.test(text);
}

function firstSentence(text: string): string {
  const [first = ""] = text.replace(/\s+/g, " ").split(/[.:;]( |$)/);
  return first;
}
