import { type Command, optionsOf } from "../command.ts";

/** The reference of all commands as Markdown, made from what the commands say of themselves. */
export function commandReference(commands: readonly Command[]): string {
  const sorted = [...commands].sort((a, b) => a.name.localeCompare(b.name));
  return [
    "| command | what it does |",
    "|---|---|",
    ...sorted.map(({ name, summary }) => `| [\`${name}\`](#${name}) | ${summary} |`),
    "",
    ...sorted.flatMap(sectionOf),
  ]
    .join("\n")
    .trimEnd();
}

function sectionOf(command: Command): string[] {
  const { name, summary, operands, about, examples, json } = command;
  return [
    `## ${name}`,
    "",
    `${summary}.`,
    "",
    ...fenced([`trailbridge ${name} ${operands}`.trim()]),
    ...fenced(about.trim().split("\n"), "text"),
    "| option | |",
    "|---|---|",
    ...Object.entries(optionsOf(command)).map(
      ([option, { value, description }]) =>
        `| \`--${option}${value === undefined ? "" : ` <${value.replaceAll("|", "\\|")}>`}\` | ${cell(description)} |`,
    ),
    "",
    ...fenced(
      examples.flatMap(({ words, says }, index) => [
        ...(index === 0 ? [] : [""]),
        `# ${says}`,
        `trailbridge ${words}`,
      ]),
    ),
    ...(json === undefined
      ? []
      : [`The schema of what it prints as JSON: \`trailbridge ${name} --json-schema\`.`, ""]),
  ];
}

function fenced(lines: readonly string[], language = ""): string[] {
  return lines.length === 0 ? [] : [`\`\`\`${language}`, ...lines, "```", ""];
}

function cell(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.join(" ").replace(/[\\`*_<>|]/g, (mark) => `\\${mark}`);
}
