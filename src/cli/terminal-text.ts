/** Control characters of any kind, marks that turn the direction of text, and breaks of a line. */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/** The same, and what may be a whole colour code as this program writes them. */
const UNSEEN_OR_COLOUR = /\p{Cc}\[\d{1,2}m|[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * Makes text safe for a terminal, its line breaks and tabs kept: what could move the cursor, turn
 * the direction of text or hide some of it stands as `\u001b`, which inside JSON is the same text.
 *
 * @param colour Whether colour codes pass.
 */
export function terminalText(text: string, colour: boolean): string {
  return text.replace(UNSEEN_OR_COLOUR, (found) => {
    if (found === "\n" || found === "\t") return found;
    return colour && found.length > 1 && found.startsWith("\u001b") ? found : escaped(found);
  });
}

/** Makes a name, an argument or another piece of foreign text safe inside a line: no break, no colour. */
export function inLine(text: string): string {
  return text.replace(UNSEEN, escaped);
}

function escaped(text: string): string {
  return text.replace(
    UNSEEN,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
