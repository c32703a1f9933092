/** A finding that a file says not to look for in it. */
export interface Switch {
  readonly id: string;
  /** From 1. */
  readonly line: number;
}

/**
 * Reads what a rule file switches off: a comment of its own line, `# check-off: no-reference,
 * first-element`, behind which ` -- ` begins a reason.
 */
export function switchesIn(content: Uint8Array | string): readonly Switch[] {
  const text = typeof content === "string" ? content : Buffer.from(content).toString("utf8");
  return text.split("\n").flatMap((written, index) => {
    const comment = written.trim();
    if (!comment.startsWith("#")) return [];
    const said = comment.slice(1).trim();
    if (!said.startsWith(MARK)) return [];
    const [ids = ""] = said.slice(MARK.length).split(" -- ");
    return ids
      .split(/[\s,]/)
      .filter((id) => id !== "")
      .map((id) => ({ id, line: index + 1 }));
  });
}

const MARK = "check-off:";
