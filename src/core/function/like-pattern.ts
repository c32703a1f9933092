/**
 * Brings the pattern of `like()`, whose `*` stands for any text and nothing else is special, into
 * the form of EventBridge's `wildcard`, where a backslash is special too and `**` is an error.
 */
export function toWildcard(pattern: string): string {
  return textsOf(pattern)
    .map((text) => text.replaceAll("\\", "\\\\"))
    .join("*");
}

/** The texts between a pattern's stars, of which those side by side are one. */
export function textsOf(pattern: string): readonly string[] {
  const texts = pattern.split("*");
  return texts.filter((text, index) => text !== "" || index === 0 || index === texts.length - 1);
}
