import type { Piece } from "../../core/migrate/module/pieces.ts";
import type { MigratedRule } from "../../core/migrate/rule-file.ts";
import { inLine } from "../terminal-text.ts";

/**
 * What becomes of one rule, for a terminal.
 *
 * @param place Where it stands: a file's path, or an input of a module.
 * @param piece Its place in a file; absent where it is made of several.
 * @param shows Whether the rule file is printed.
 */
export function ruleText(
  rule: MigratedRule,
  place: string,
  piece: Piece | undefined,
  shows: boolean,
): string {
  const { verdict, id, file, python, reason, at, isDefault } = rule;
  const name = (line: number) => (piece === undefined ? place : `${place}:${line}`);
  if (verdict === "same") {
    if (file === undefined)
      return `same: ${name(piece?.line ?? 1)}: the default pack has it, ${isDefault}\n`;
    const remarks = rule.remarks.map((it) => `  ${it}\n`).join("");
    const known =
      isDefault === undefined ? "" : `  the default pack's ${isDefault} says the same\n`;
    return `same: ${name(piece?.line ?? 1)}: ${id}\n${remarks}${known}${shows ? `${file}\n` : ""}`;
  }
  const lines = python.slice(0, at ?? 0).split("\n");
  const shown = inLine(python.split("\n")[lines.length - 1] ?? "");
  const column = lines.at(-1)?.length ?? 0;
  const caret = at === undefined ? "" : `    ${" ".repeat(column)}^\n`;
  const line = (piece?.line ?? 1) + lines.length - 1;
  return `${verdict}: ${name(line)}: ${inLine(reason)}\n    ${shown}\n${caret}${meaningText(rule)}`;
}

function meaningText({ meant }: MigratedRule): string {
  if (meant === undefined) return "";
  const rule = meant.match === undefined ? "" : `\n    as a rule: ${inLine(meant.match)}`;
  return `  meant, perhaps: ${inLine(meant.python).trim()}${rule}\n`;
}
