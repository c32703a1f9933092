import { TerraformError } from "../../core/terraform/value.ts";

/**
 * Tests paths as a pattern of `fileset()` does: `*` and `?` stand for characters of one name, `**` for
 * any number of folders, `{a,b}` for either. For each way to choose in its braces it takes time by both
 * lengths multiplied, no more.
 *
 * @throws {TerraformError} If it has a class of characters or a backslash, which nobody needed yet.
 */
export function globTest(pattern: string): (path: string) => boolean {
  if (/[[\]\\]/.test(pattern)) throw new TerraformError(`fileset() by ${pattern}`);
  const ways = alternatives(pattern).map((it) => it.split("/"));
  return (path) => {
    const names = path.split("/");
    return ways.some((way) => matches(way, names, isFolders, isNamed));
  };
}

/** What a pattern with braces stands for. */
function alternatives(pattern: string): readonly string[] {
  const [braces, inside] = /\{([^{}]*)\}/.exec(pattern) ?? [];
  if (braces === undefined || inside === undefined) return [pattern];
  return inside.split(",").flatMap((it) => alternatives(pattern.replace(braces, () => it)));
}

const isFolders = (part: string): boolean => part === "**";

const isNamed = (part: string, name: string): boolean =>
  matches([...part], [...name], isAny, isCharacter);

const isAny = (part: string): boolean => part === "*";

const isCharacter = (part: string, character: string): boolean =>
  part === "?" || part === character;

/**
 * Whether a pattern is for a row of things: what `isMany` says takes any number of them, all else one
 * that `isOne` says. When it fails, the last of the former takes one more: earlier ones never need to.
 */
function matches(
  pattern: readonly string[],
  row: readonly string[],
  isMany: (part: string) => boolean,
  isOne: (part: string, thing: string) => boolean,
): boolean {
  let at = 0;
  let many = -1;
  let resume = 0;
  for (let next = 0; next < row.length; ) {
    const part = pattern[at];
    if (part !== undefined && isMany(part)) {
      many = at++;
      resume = next;
    } else if (part !== undefined && isOne(part, row[next] as string)) {
      at++;
      next++;
    } else if (many >= 0) {
      at = many + 1;
      next = ++resume;
    } else return false;
  }
  return pattern.slice(at).every(isMany);
}
