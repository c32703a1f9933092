import type { CommandChoices } from "./choices.ts";

/** The script by which bash completes the program's words; it needs no bash-completion. */
export function bashCompletion(commands: readonly CommandChoices[]): string {
  const names = commands.map(({ word }) => word).join(" ");
  return `# bash completion for trailbridge. Load it: source <(trailbridge completion bash)
_trailbridge() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local command="\${COMP_WORDS[1]}" options="" valued="" fileValued="" words="" files=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names} help --help --version" -- "$current"))
    return
  fi
  case "$command" in
${commands.map(caseOf).join("\n")}
    help) words="${names}" ;;
  esac
  if [[ " $fileValued " == *" $previous "* ]]; then
    COMPREPLY=($(compgen -f -- "$current"))
  elif [[ " $valued " == *" $previous "* ]]; then
    COMPREPLY=()
  elif [[ "$current" == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [ -n "$words" ] && [ "$COMP_CWORD" -eq 2 ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  elif [ -n "$files" ]; then
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _trailbridge trailbridge
`;
}

function caseOf({ word, options, words, takesFiles }: CommandChoices): string {
  const valued = options.filter(({ value }) => value !== undefined);
  const sets = [
    `options="${join(options)}"`,
    `valued="${join(valued)}"`,
    `fileValued="${join(valued.filter(({ takesFile }) => takesFile))}"`,
    `words="${words.join(" ")}"`,
    `files="${takesFiles ? "yes" : ""}"`,
  ];
  return `    ${word}) ${sets.join(" ")} ;;`;
}

function join(choices: readonly { readonly word: string }[]): string {
  return choices.map(({ word }) => word).join(" ");
}
