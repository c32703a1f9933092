import { type Command, UsageError } from "../command.ts";
import { commandReference } from "../reference/command-reference.ts";

/** Makes the command that prints the reference of all commands. */
export function createDocsCommand(commands: () => Promise<readonly Command[]>): Command {
  return {
    name: "docs",
    summary: "Print the reference of all commands as Markdown",
    operands: "",
    about: `
Prints what every command says of itself, as one page of Markdown: what it does, its options
and its examples. It is of the version that prints it.`,
    options: {},
    examples: [{ words: "docs", says: "The page, to be kept beside your own" }],
    async run({ operands }, io) {
      if (operands.length > 0) throw new UsageError(`docs takes nothing: ${operands[0]} --help?`);
      await io.out(`# Commands\n\n${commandReference(await commands())}\n`);
      return 0;
    },
  };
}
