import { nearest } from "../../src/core/record/nearest.ts";

/** What was asked for cannot be measured. */
export class ChoiceError extends Error {}

/**
 * Those whose names begin as asked for, in their order; all if nothing is asked for.
 *
 * @throws {ChoiceError} If a word begins no name.
 */
export function chosenByName<Item extends { readonly name: string }>(
  words: readonly string[],
  items: readonly Item[],
): readonly Item[] {
  const names = items.map(({ name }) => name);
  for (const word of words) {
    if (word !== "" && names.some((name) => name.startsWith(word))) continue;
    throw new ChoiceError(
      `Cannot measure "${word}" as the name of a figure must begin so${meant(word, names)} Figures: ${names.join(", ")}`,
    );
  }
  if (words.length === 0) return items;
  return items.filter(({ name }) => words.some((word) => name.startsWith(word)));
}

/** Names that hold the word, else those that begin nearly so. */
function meant(word: string, names: readonly string[]): string {
  if (word === "") return ".";
  const holding = names.filter((name) => name.includes(word));
  const begun = names.map((name) => [name, name.slice(0, word.length)] as const);
  const near = nearest(word, [...names, ...begun.map(([, begin]) => begin)]);
  const found =
    holding.length > 0
      ? holding
      : begun.flatMap(([name, begin]) => (near === name || near === begin ? [name] : []));
  return found.length === 0 ? "." : `: did you mean ${found.join(", ")}?`;
}
