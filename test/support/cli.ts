import type { Command, Io } from "../../src/cli/command.ts";
import { runProgram } from "../../src/cli/program.ts";

/** What a command printed, and its exit status. */
export interface CliResult {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Somewhere for a command to read and write, and what was written until now. */
export function bufferedIo(stdin: string | Uint8Array = ""): {
  readonly io: Io;
  readonly result: () => Omit<CliResult, "status">;
} {
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
  return { io, result: () => ({ out, err }) };
}

/** Runs the program, its version 1.2.3, with these commands and words. */
export async function runCli(
  commands: readonly Command[],
  words: readonly string[],
  stdin: string | Uint8Array = "",
): Promise<CliResult> {
  const { io, result } = bufferedIo(stdin);
  const status = await runProgram(commands, words, io, "1.2.3");
  return { status, ...result() };
}
