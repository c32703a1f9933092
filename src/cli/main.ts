#!/usr/bin/env node
// First, before anything loads the SDK.
import "./sdk-warnings.ts";
import { once } from "node:events";
import type { Io } from "./command.ts";
import { judgeCommand } from "./commands/judge.ts";
import { patternsCommand } from "./commands/patterns.ts";
import { runCommand } from "./commands/run.ts";
import { showCommand } from "./commands/show.ts";
import { splitCommand } from "./commands/split.ts";
import { runProgram } from "./program.ts";

const io: Io = {
  stdin: process.stdin,
  async out(text) {
    if (!process.stdout.write(text)) await once(process.stdout, "drain");
  },
  err: (text) => void process.stderr.write(text),
  terminal: process.stdout.isTTY === true,
};

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

try {
  process.exitCode = await runProgram(
    [runCommand, splitCommand, judgeCommand, showCommand, patternsCommand],
    process.argv.slice(2),
    io,
  );
} catch (error) {
  // Errors made for people say all there is to say; others keep their stack for a report.
  const told =
    error instanceof Error && /^(Settings|RuleFiles|WildcardBudget)Error$/.test(error.name);
  io.err(`trailbridge: ${told ? (error as Error).message : ((error as Error).stack ?? error)}\n`);
  process.exitCode = 2;
}
