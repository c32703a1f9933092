import type { CommandChoices, OptionChoice } from "./choices.ts";

/** The script by which zsh completes the program's words, with what they are for. */
export function zshCompletion(commands: readonly CommandChoices[]): string {
  const names = commands.map(({ word, says }) => `    ${quoted(`${word}:${says}`)}`).join("\n");
  return `#compdef trailbridge
# zsh completion for trailbridge. Load it: source <(trailbridge completion zsh)
_trailbridge() {
  local -a commands
  commands=(
${names}
    'help:Print the help of a command'
  )
  if (( CURRENT == 2 )); then
    _describe -t commands command commands
    return
  fi
  local name="\${words[2]}"
  (( CURRENT-- ))
  shift words
  case "$name" in
${commands.map(caseOf).join("\n")}
    help) _describe -t commands command commands ;;
  esac
}
if [ "$funcstack[1]" = "_trailbridge" ]; then
  _trailbridge "$@"
else
  compdef _trailbridge trailbridge
fi
`;
}

function caseOf({ word, options, words, takesFiles }: CommandChoices): string {
  const operands = [
    ...(words.length > 0 ? [quoted(`1:word:(${words.join(" ")})`)] : []),
    ...(takesFiles ? [quoted("*:file:_files")] : []),
  ];
  const all = [...options.map(optionOf), ...operands].map((it) => ` \\\n        ${it}`).join("");
  return `    ${word}) _arguments${all} ;;`;
}

function optionOf({ word, says, value, takesFile }: OptionChoice): string {
  const argument = value === undefined ? "" : `:${escaped(value)}:${takesFile ? "_files" : " "}`;
  return quoted(`${word}[${escaped(says)}]${argument}`);
}

/** What `_arguments` takes for its own marks. */
function escaped(text: string): string {
  return text.replace(/[\\[\]:]/g, (mark) => `\\${mark}`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
