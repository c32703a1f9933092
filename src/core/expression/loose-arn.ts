import { pathUses, subtreesOf } from "./path-use.ts";
import type { Tree } from "./tree.ts";

/**
 * Where an expression looks for text anywhere in an ARN: the keys of such fields. Who makes a user
 * or a role chooses its path and its name, and so may put that text where it means something else.
 *
 * Text that begins with a colon is fine where the type of the identity is asked for, too: neither
 * name nor session can hold one.
 */
export function looseArns(tree: Tree): readonly string[] {
  const asksType = pathUses(tree).read.has("userIdentity.type");
  return [...new Set(found(tree, asksType))];
}

function found(tree: Tree, asksType: boolean): readonly string[] {
  const below = subtreesOf(tree).flatMap((child) => found(child, asksType));
  if (tree.kind !== "call" || !SEARCHES.has(tree.name)) return below;
  const [subject, search] = tree.args;
  if (subject?.kind !== "path" || !ARN_KEY.test(subject.key)) return below;
  const known = search === undefined ? undefined : beginningOf(search);
  if (known !== undefined && !isLoose(tree.name, known, asksType)) return below;
  return [subject.key, ...below];
}

/** A constant, or of text that is joined of several, `join('', ['arn:*:', $deployment])`, the first of them. */
function beginningOf(search: Tree): unknown {
  if (search.kind === "literal") return search.value;
  if (search.kind !== "call" || search.name !== "join") return undefined;
  const parts = search.args[1];
  const first = parts?.kind === "list" ? parts.children[0] : undefined;
  return first?.kind === "literal" ? first.value : undefined;
}

function isLoose(name: string, search: unknown, asksType: boolean): boolean {
  if (Array.isArray(search)) return search.some((it) => isLoose(name, it, asksType));
  if (typeof search !== "string") return true;
  if (name === "contains") return !(asksType && search.startsWith(":"));
  return search.startsWith("*") && !(asksType && search.startsWith("*:"));
}

const SEARCHES: ReadonlySet<string> = new Set(["contains", "like"]);

/** `userIdentity.arn`, `resources.0.ARN`, `requestParameters.roleArn`. */
const ARN_KEY = /(^|\.)(arn|ARN)$|Arn$/;
