import { readdirSync } from "node:fs";
import type { Command } from "../../src/cli/command.ts";

const FOLDER = new URL("../../src/cli/commands/", import.meta.url);

/** Every command of the program, by name. */
export async function allCommands(): Promise<readonly Command[]> {
  const modules = await Promise.all(
    readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => import(new URL(file, FOLDER).href)),
  );
  const commands: Command[] = [];
  for (const module of modules) {
    for (const [name, value] of Object.entries(module)) {
      const command = commandOf(name, value, async () => commands);
      if (command !== undefined) commands.push(command);
    }
  }
  if (commands.length === 0) throw new Error("there are no commands");
  return commands.sort((a, b) => a.name.localeCompare(b.name));
}

/** The README's table of commands, as the commands themselves say it. */
export async function commandsTable(): Promise<string> {
  const rows = (await allCommands()).map(
    ({ name, operands, summary }) =>
      `| \`${`${name} ${operands}`.trim().replaceAll("|", "\\|")}\` | ${summary} |`,
  );
  return ["| command | what it does |", "|---|---|", ...rows].join("\n");
}

/** The command a module exports, or makes: one that needs the deployment, or all commands, is given it where it starts. */
function commandOf(
  name: string,
  value: unknown,
  all: () => Promise<readonly Command[]>,
): Command | undefined {
  if (isCommand(value)) return value;
  return /^create\w+Command$/.test(name)
    ? (value as (...deps: unknown[]) => Command)(all)
    : undefined;
}

function isCommand(value: unknown): value is Command {
  return typeof value === "object" && value !== null && "name" in value && "summary" in value;
}
