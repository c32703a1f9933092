import type { Io } from "../command.ts";

/** The part of a process that says what it is connected to. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: { readonly isTTY?: boolean };
  readonly stdout: { readonly isTTY?: boolean };
  readonly stderr: {
    readonly isTTY?: boolean;
    readonly columns?: number;
    write(text: string): unknown;
  };
}

/**
 * What a command may do with the terminals it is connected to: colour where standard output is one,
 * unless NO_COLOR or TERM=dumb forbids it, and anywhere by FORCE_COLOR; a status line where standard
 * error is one.
 *
 * @see https://no-color.org and https://nodejs.org/api/tty.html#writestreamgetcolordepthenv
 */
export function terminalOf({
  env,
  stdin,
  stdout,
  stderr,
}: Surroundings): Omit<Io, "stdin" | "out" | "err"> {
  const isDumb = env.TERM === "dumb";
  const redraws = stderr.isTTY === true && !isDumb;
  let shown = false;
  return {
    colour: forcedColour(env) ?? (stdout.isTTY === true && !isDumb && !env.NO_COLOR),
    redraws,
    asks: stdin.isTTY === true && stderr.isTTY === true,
    status(line) {
      if (!redraws || (line === undefined && !shown)) return;
      shown = line !== undefined;
      stderr.write(`\r\u001b[K${line === undefined ? "" : fitting(line, stderr.columns ?? 80)}`);
    },
  };
}

/** What FORCE_COLOR asks for, which counts more than NO_COLOR; undefined if it is not set. */
function forcedColour({ FORCE_COLOR }: Surroundings["env"]): boolean | undefined {
  return FORCE_COLOR === undefined ? undefined : !["0", "false"].includes(FORCE_COLOR);
}

/** A line that wraps cannot be drawn anew. */
function fitting(line: string, columns: number): string {
  const characters = [...line];
  return characters.length < columns ? line : `${characters.slice(0, columns - 2).join("")}…`;
}
