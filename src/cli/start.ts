// First, before anything loads the SDK.
import "./sdk-warnings.ts";
import { once } from "node:events";
import type { Command, Io } from "./command.ts";
import { checkCommand } from "./commands/authoring/check.ts";
import { fmtCommand } from "./commands/authoring/fmt.ts";
import { initCommand } from "./commands/authoring/init.ts";
import { migrateCommand } from "./commands/authoring/migrate.ts";
import { patternsCommand } from "./commands/authoring/patterns.ts";
import { rulesCommand } from "./commands/authoring/rules.ts";
import { testCommand } from "./commands/authoring/test.ts";
import { createCompletionCommand } from "./commands/completion.ts";
import { discoverCommand } from "./commands/deployed/discover.ts";
import { muteCommand } from "./commands/deployed/mute.ts";
import { redriveCommand } from "./commands/deployed/redrive.ts";
import { replayCommand } from "./commands/deployed/replay.ts";
import { statusCommand } from "./commands/deployed/status.ts";
import { uninstallCommand } from "./commands/deployed/uninstall.ts";
import { validateCommand } from "./commands/deployed/validate.ts";
import { createDocsCommand } from "./commands/docs.ts";
import { backtestCommand } from "./commands/records/backtest.ts";
import { exceptCommand } from "./commands/records/except.ts";
import { explainCommand } from "./commands/records/explain.ts";
import { judgeCommand } from "./commands/records/judge.ts";
import { showCommand } from "./commands/records/show.ts";
import { splitCommand } from "./commands/records/split.ts";
import { createRunCommand } from "./commands/run.ts";
import { packageVersion } from "./package-version.ts";
import { runProgram } from "./program.ts";
import { terminalOf } from "./terminal/terminal.ts";

const io: Io = {
  stdin: process.stdin,
  async out(text) {
    if (!process.stdout.write(text)) await once(process.stdout, "drain");
  },
  err: (text) => void process.stderr.write(text),
  ...terminalOf(process),
};

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

// The one place that stands above the commands and the deployment: `run` needs both. The CDK is
// loaded when it is asked for, so that the other commands start without it.
const runCommand = createRunCommand(async (settings, baseDirectory) => {
  const { synthesizeSettings } = await import("../../infra/build/synthesize.ts");
  return synthesizeSettings(settings, baseDirectory);
});

// By name, one a line: they are listed in this order.
const commands: Command[] = [
  backtestCommand,
  checkCommand,
  createCompletionCommand(() => commands),
  discoverCommand,
  createDocsCommand(() => commands),
  exceptCommand,
  explainCommand,
  fmtCommand,
  initCommand,
  judgeCommand,
  migrateCommand,
  muteCommand,
  patternsCommand,
  redriveCommand,
  replayCommand,
  rulesCommand,
  runCommand,
  showCommand,
  splitCommand,
  statusCommand,
  testCommand,
  uninstallCommand,
  validateCommand,
];

process.exitCode = await runProgram(commands, process.argv.slice(2), io, packageVersion());
