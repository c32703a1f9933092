// First, before anything loads the SDK.
import "./sdk-warnings.ts";
import { once } from "node:events";
import type { Command, Io } from "./command.ts";
import type { Synthesize } from "./commands/run.ts";
import { packageVersion } from "./package-version.ts";
import { runProgram, VERSION } from "./program.ts";
import { terminalOf } from "./terminal/terminal.ts";

const io: Io = {
  stdin: process.stdin,
  async out(text) {
    if (!process.stdout.write(text)) await once(process.stdout, "drain");
  },
  err: (text) => void process.stderr.write(text),
  ...terminalOf(process),
};

// A reader that has seen enough (`| head`) is no failure; a disk that is full is.
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
  if (code === "EPIPE") process.exit(0);
  io.err(`trailbridge: Cannot write standard output as the system refuses it: ${code}\n`);
  process.exit(2);
});
// Nobody reads what is said beside the result: the result is written all the same.
process.stderr.on("error", () => {});

/**
 * Where each command is, by its name, one a line: they are listed in this order. A command is loaded
 * when it is asked for, as what all of them need together takes longer than most of them run.
 */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  accounts: async () => (await import("./commands/deployed/accounts.ts")).accountsCommand,
  backtest: async () => (await import("./commands/records/backtest.ts")).backtestCommand,
  check: async () => (await import("./commands/authoring/check.ts")).checkCommand,
  completion: async () =>
    (await import("./commands/completion.ts")).createCompletionCommand(allCommands),
  cost: async () => (await import("./commands/records/cost.ts")).costCommand,
  discover: async () => (await import("./commands/deployed/discover.ts")).discoverCommand,
  docs: async () => (await import("./commands/docs.ts")).createDocsCommand(allCommands),
  except: async () => (await import("./commands/records/except.ts")).exceptCommand,
  explain: async () => (await import("./commands/records/explain.ts")).explainCommand,
  fmt: async () => (await import("./commands/authoring/fmt.ts")).fmtCommand,
  init: async () => (await import("./commands/authoring/init.ts")).initCommand,
  judge: async () => (await import("./commands/records/judge.ts")).judgeCommand,
  migrate: async () => (await import("./commands/authoring/migrate.ts")).migrateCommand,
  mute: async () => (await import("./commands/deployed/mute.ts")).muteCommand,
  patterns: async () => (await import("./commands/authoring/patterns.ts")).patternsCommand,
  redrive: async () => (await import("./commands/deployed/redrive.ts")).redriveCommand,
  replay: async () => (await import("./commands/deployed/replay.ts")).replayCommand,
  rules: async () => (await import("./commands/authoring/rules.ts")).rulesCommand,
  run: async () => (await import("./commands/run.ts")).createRunCommand(synthesize),
  "send-test": async () => (await import("./commands/deployed/send-test.ts")).sendTestCommand,
  show: async () => (await import("./commands/records/show.ts")).showCommand,
  split: async () => (await import("./commands/records/split.ts")).splitCommand,
  status: async () => (await import("./commands/deployed/status.ts")).statusCommand,
  tail: async () => (await import("./commands/deployed/tail.ts")).tailCommand,
  test: async () => (await import("./commands/authoring/test.ts")).testCommand,
  uninstall: async () => (await import("./commands/deployed/uninstall.ts")).uninstallCommand,
  validate: async () => (await import("./commands/deployed/validate.ts")).validateCommand,
};

process.exitCode = await runProgram(
  await commandsFor(process.argv.slice(2)),
  process.argv.slice(2),
  io,
  packageVersion(),
);

/** The commands that the words are about: one that they name, else all. */
async function commandsFor([name = ""]: readonly string[]): Promise<readonly Command[]> {
  if (VERSION.includes(name)) return [];
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  return load === undefined ? allCommands() : [await load()];
}

function allCommands(): Promise<readonly Command[]> {
  return Promise.all(Object.values(COMMANDS).map((load) => load()));
}

// The one place that stands above the commands and the deployment: `run` needs both. The CDK is
// loaded when it is asked for, so that `run --help` starts without it.
async function synthesize(...[settings, baseDirectory]: Parameters<Synthesize>) {
  const { synthesizeSettings } = await import("../../infra/build/synthesize.ts");
  return synthesizeSettings(settings, baseDirectory);
}
