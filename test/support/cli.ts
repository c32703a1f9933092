import { Ajv } from "ajv";
import * as assert from "uvu/assert";
import type { Command, Io, JsonSchema } from "../../src/cli/command.ts";
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
    status: () => {},
    colour: false,
    redraws: false,
    asks: false,
  };
  return { io, result: () => ({ out, err }) };
}

/**
 * Runs the program, its version 1.2.3, with these commands and words. What a command with a schema
 * prints for `--json` must fit it.
 */
export async function runCli(
  commands: readonly Command[],
  words: readonly string[],
  stdin: string | Uint8Array = "",
): Promise<CliResult> {
  const { io, result } = bufferedIo(stdin);
  const status = await runProgram(commands, words, io, "1.2.3");
  const json = words.includes("--json") && commands.find(({ name }) => name === words[0])?.json;
  if (json && status !== 2) assertFits(json, result().out);
  return { status, ...result() };
}

/** Fails unless a text is JSON of a schema, as a whole or line by line. */
export function assertFits(schema: JsonSchema, text: string): void {
  const ajv = new Ajv({ allErrors: true, strict: true, formats: { "date-time": true } });
  const validate = ajv.compile(schema);
  for (const value of valuesIn(text)) {
    assert.ok(
      validate(value),
      `${ajv.errorsText(validate.errors)}: ${JSON.stringify(value).slice(0, 500)}`,
    );
  }
}

function valuesIn(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  }
}
