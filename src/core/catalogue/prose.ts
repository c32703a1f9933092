/** Text as Markdown that means nothing by its marks. */
export function prose(text: string): string {
  return text
    .trim()
    .replace(/[\\`*_[\]<>#|]/g, (mark) => `\\${mark}`)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}

/** Text as a cell of a Markdown table. */
export function cell(text: string): string {
  return prose(text).replaceAll("\n", " ");
}

/** A title as a titleSentence. */
export function titleSentence(text: string): string {
  return `${prose(text).replace(/[.!?]$/, "")}.`;
}
