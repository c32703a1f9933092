import type { CommandChoices } from "./choices.ts";

/** The script by which fish completes the program's words, with what they are for. */
export function fishCompletion(commands: readonly CommandChoices[]): string {
  const first = "__fish_use_subcommand";
  return [
    "# fish completion for trailbridge. Load it: trailbridge completion fish | source",
    "complete -c trailbridge -f",
    `complete -c trailbridge -n ${first} -l version -d 'Print the version'`,
    `complete -c trailbridge -n ${first} -l help -d 'Print all commands'`,
    ...commands.map(
      ({ word, says }) => `complete -c trailbridge -n ${first} -a ${word} -d ${quoted(says)}`,
    ),
    ...commands.flatMap(linesOf),
    "",
  ].join("\n");
}

function linesOf({ word, options, words, takesFiles }: CommandChoices): string[] {
  const line = `complete -c trailbridge -n '__fish_seen_subcommand_from ${word}'`;
  return [
    ...(words.length > 0 ? [`${line} -a ${quoted(words.join(" "))}`] : []),
    ...(takesFiles ? [`${line} -F`] : []),
    ...options.map(({ word: option, says, value, takesFile }) => {
      const argument = value === undefined ? "" : takesFile ? " -r -F" : " -x";
      return `${line} -l ${option.slice(2)}${argument} -d ${quoted(says)}`;
    }),
  ];
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
