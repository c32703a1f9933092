import picocolors from "picocolors";

/** How texts look on a terminal. What is not this program's own must be made safe before. */
export interface Ink {
  strong(text: string): string;
  faint(text: string): string;
  quoted(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  odd(text: string): string;
}

export function inkOf(colour: boolean): Ink {
  const { bold, dim, cyan, green, red, yellow } = picocolors.createColors(colour);
  return { strong: bold, faint: dim, quoted: cyan, good: green, bad: red, odd: yellow };
}
