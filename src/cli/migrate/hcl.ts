import { HEREDOC_MARKS } from "../../core/terraform/literal.ts";

/** Marks of a template's signs in a heredoc, which the parser takes for text and so leaves alone. */
const [VALUE_MARK, DIRECTIVE_MARK] = ["\ue001", "\ue000"];

/**
 * Reads a text of HCL as Terraform's JSON syntax has it: blocks by type and labels, texts that are
 * templates.
 *
 * @param path For messages alone.
 * @throws {Error} If it is no HCL; the message names the place.
 */
export async function parseHcl(text: string, path: string): Promise<Record<string, unknown>> {
  if (/[\ue000-\ue003\u{f0000}-\u{ffffd}]/u.test(text))
    throw new Error(`Cannot read ${path} as it must not hold characters of private use`);
  // It loads a WebAssembly of two megabytes: only who has such a file pays for it.
  // A CommonJS package: the bundle gives it as the default alone, tsx by its names alone.
  const loaded = await import("@cdktn/hcl2json");
  const parse = loaded.parse ?? loaded.default.parse;
  const marked = markedHeredocs(text);
  let json: Record<string, unknown>;
  try {
    json = await parse(path, marked);
  } catch (error) {
    const [, reason = String(error)] =
      /\[?(.*?)\]?$/s.exec((error as Error).message.replace(/^parse config: /, "")) ?? [];
    throw new Error(`Cannot read ${path} as HCL: ${reason}`);
  }
  return unmarked(json) as Record<string, unknown>;
}

/**
 * The parser drops the `~` of templates, which decides about blanks; inside heredocs, where it is
 * used, the signs are hidden from it. With them it cannot tell the indent, so that is left too.
 */
function markedHeredocs(text: string): string {
  let ends: string | undefined;
  let mark = "";
  return text
    .split("\n")
    .map((line) => {
      if (ends !== undefined) {
        if (line.trim() === ends) ends = undefined;
        const begin = ends === undefined ? "" : mark;
        mark = "";
        return `${begin}${line.replaceAll("${", `${VALUE_MARK}{`).replaceAll("%{", `${DIRECTIVE_MARK}{`)}`;
      }
      const [found, dash, word] = /<<(-?)([\p{L}_][\p{L}\p{N}_-]*)\r?$/u.exec(line) ?? [];
      ends = word;
      mark = dash === "-" ? HEREDOC_MARKS.indented : HEREDOC_MARKS.plain;
      return found === undefined
        ? line
        : `${line.slice(0, -found.length)}${found.replace("<<-", "<<")}`;
    })
    .join("\n");
}

function unmarked(value: unknown): unknown {
  if (typeof value === "string")
    return value.replaceAll(VALUE_MARK as string, "$").replaceAll(DIRECTIVE_MARK as string, "%");
  if (Array.isArray(value)) return value.map(unmarked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, it]) => [unmarked(key), unmarked(it)]),
  );
}
