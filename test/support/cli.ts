import type { Command, Io } from "../../src/cli/command.ts";
import { runProgram } from "../../src/cli/program.ts";

/** What a command printed, and its exit status. */
export interface CliResult {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the program with these commands and words, `stdin` as its standard input. */
export async function runCli(
  commands: readonly Command[],
  words: readonly string[],
  stdin = "",
): Promise<CliResult> {
  let out = "";
  let err = "";
  const io: Io = {
    stdin: (async function* () {
      yield Buffer.from(stdin);
    })(),
    out: async (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    terminal: false,
  };
  return { status: await runProgram(commands, words, io), out, err };
}
