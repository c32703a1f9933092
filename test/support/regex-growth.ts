import { checkSync } from "recheck";

/**
 * How the time of a regular expression grows with its input at worst, where that is faster than the
 * input, by recheck's analysis of its automaton. One that looks around has none: it cannot be decided.
 *
 * @returns What is wrong, with a text that shows it.
 */
export function superLinearGrowth({ source, flags }: RegExp): string | undefined {
  if (!repeatsWithoutEnd(source)) return undefined;
  const found = checkSync(source, flags, { timeout: 300_000, recallTimeout: -1 });
  if (found.status === "unknown") return `cannot be decided: ${found.error.kind}`;
  if (found.checker !== "automaton") return "cannot be decided: it has no automaton";
  if (found.status === "safe") return undefined;
  return `${found.complexity.summary}: ${found.attack.pattern}`;
}

/** Without `*`, `+` or `{n,}`, each start takes steps up to a constant. */
function repeatsWithoutEnd(source: string): boolean {
  return [...source.matchAll(PIECE)].some(([piece]) => /^[*+{]/.test(piece));
}

/** An escape, a class, or a quantifier without an end. */
const PIECE = /\\.|\[(?:\\.|[^\]\\])*\]|[*+]|\{\d+,\}/gs;

// Its other backends are a binary and a Java archive of 50 MB, which are not installed.
process.env.RECHECK_SYNC_BACKEND = "pure";
