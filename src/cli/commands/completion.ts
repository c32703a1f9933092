import { type Command, UsageError } from "../command.ts";
import { bashCompletion } from "../completion/bash.ts";
import { choicesOf } from "../completion/choices.ts";
import { fishCompletion } from "../completion/fish.ts";
import { zshCompletion } from "../completion/zsh.ts";

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** Makes the command that prints what completes the words of all commands. */
export function createCompletionCommand(commands: () => Promise<readonly Command[]>): Command {
  return {
    name: "completion",
    summary: "Print what makes a shell complete commands and options",
    operands: "<bash|zsh|fish>",
    words: Object.keys(SHELLS),
    about: `
Prints a script that makes the shell complete the program's words: commands, their options and files.
It is made from the commands themselves: load it at the shell's start, and it fits after an upgrade.`,
    options: {},
    examples: [
      { words: "completion bash", says: "For ~/.bashrc: source <(trailbridge completion bash)" },
      { words: "completion zsh", says: "For ~/.zshrc: source <(trailbridge completion zsh)" },
      {
        words: "completion fish",
        says: "For config.fish: trailbridge completion fish | source",
      },
    ],
    async run({ operands }, io) {
      const [shell = "", ...more] = operands;
      const script = Object.entries(SHELLS).find(([name]) => name === shell)?.[1];
      if (script === undefined || more.length > 0) {
        throw new UsageError(`completion takes one of ${Object.keys(SHELLS).join(", ")}`);
      }
      await io.out(script(choicesOf(await commands())));
      return 0;
    },
  };
}
