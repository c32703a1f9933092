import { readdirSync } from "node:fs";
import type { Command } from "../../src/cli/command.ts";

const FOLDER = new URL("../../src/cli/commands/", import.meta.url);

/** The README's table of commands, as the commands themselves say it. */
export async function commandsTable(): Promise<string> {
  const modules = await Promise.all(
    readdirSync(FOLDER).map((file) => import(new URL(file, FOLDER).href)),
  );
  const commands = modules.flatMap((module) => Object.values(module).filter(isCommand));
  const rows = commands
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(
      ({ name, operands, summary }) =>
        `| \`${`${name} ${operands}`.trim().replaceAll("|", "\\|")}\` | ${summary} |`,
    );
  return ["| command | what it does |", "|---|---|", ...rows]
    .join("\n")
    .replaceAll("<file|", "<file\\|");
}

function isCommand(value: unknown): value is Command {
  return typeof value === "object" && value !== null && "name" in value && "summary" in value;
}
