import { both, type Condition } from "../condition/condition.ts";
import { conditionOf, truthConditionOf } from "../condition/expression-condition.ts";
import { looseArns } from "../expression/loose-arn.ts";
import { everyPart, operandsOf, subtreesOf } from "../expression/path-use.ts";
import { print } from "../expression/print.ts";
import type { PathTree, Tree } from "../expression/tree.ts";
import { fieldAt, flatPath, isUnknownField } from "../record/record-field.ts";
import type { FindingId } from "./finding.ts";

/** Something to say of an expression. */
export interface Remark {
  readonly id: FindingId;
  readonly message: string;
}

/**
 * Finds what is valid in an expression and had better be written otherwise.
 *
 * @param isList Whether a field that services choose is known to hold a list.
 */
export function expressionStyle(
  tree: Tree,
  isList: (path: PathTree) => boolean,
): readonly Remark[] {
  return [
    ...looseArns(tree).map((key): Remark => {
      const message = `Looks for text anywhere in ${key}, where whoever names a user or role may put it: use starts_with, ends_with or a field of its own, such as userIdentity.userName`;
      return { id: "loose-arn", message };
    }),
    ...negativesOnLists(tree, isList),
    ...firstElements(tree),
    ...idleClauses(tree),
    ...manyEquals(tree),
  ];
}

/** A part whose value is the answer to one question, and whether the expression wants it to be no. */
interface Question {
  readonly part: Tree;
  readonly negated: boolean;
}

function questionsIn(tree: Tree, negated = false): readonly Question[] {
  switch (tree.kind) {
    case "and":
    case "or":
      return [tree.left, tree.right].flatMap((it) => questionsIn(it, negated));
    case "not":
      return questionsIn(tree.child, !negated);
    case "let":
      return questionsIn(tree.body, negated);
    case "ternary":
      return [
        ...questionsIn(tree.condition, negated),
        ...questionsIn(tree.yes, negated),
        ...questionsIn(tree.no, negated),
      ];
    case "compare":
      return [{ part: tree, negated: negated !== (tree.by === "NE") }];
    default:
      return [{ part: tree, negated }];
  }
}

function negativesOnLists(tree: Tree, isList: (path: PathTree) => boolean): readonly Remark[] {
  const bound = letsIn(tree);
  const keysOf = (part: Tree): readonly string[] => keysIn(part, bound);
  const questions = questionsIn(tree);
  const asked = new Set(
    questions.filter(({ negated }) => !negated).flatMap(({ part }) => keysOf(part)),
  );
  return questions.flatMap(({ part, negated }): readonly Remark[] => {
    const list = negated ? listIn(part, bound, isList) : undefined;
    if (list === undefined || keysOf(list).some((key) => asked.has(key))) return [];
    const [key = "…"] = keysOf(list);
    const message = `Asks that ${shortened(print(part))} be otherwise, which also holds where there is no ${shortened(print(list))}: ask for it as well, exists(${key}) && …`;
    return [{ id: "negative-on-list", message }];
  });
}

/** Variable → what it stands for; each has a name of its own. */
type Bound = ReadonlyMap<string, Tree>;

function letsIn(tree: Tree): Bound {
  const below = subtreesOf(tree).flatMap((child) => [...letsIn(child)]);
  return new Map(tree.kind === "let" ? [[tree.name, tree.value], ...below] : below);
}

/** The list that a question is about. */
function listIn(part: Tree, bound: Bound, isList: (path: PathTree) => boolean): Tree | undefined {
  const value = part.kind === "variable" ? bound.get(part.name) : undefined;
  if (value !== undefined) return listIn(value, bound, isList);
  if (part.kind === "project" || part.kind === "filter" || part.kind === "flatten") return part;
  if (part.kind === "path") return isListPath(part) || isList(part) ? part : undefined;
  if (part.kind === "reference" || part.kind === "list" || part.kind === "hash") return undefined;
  for (const child of subtreesOf(part)) {
    const list = listIn(child, bound, isList);
    if (list !== undefined) return list;
  }
  return undefined;
}

function isListPath({ segments, key, scalar }: PathTree): boolean {
  if (scalar || segments.length === 0) return false;
  const shape = fieldAt(flatPath(key));
  return !isUnknownField(shape) && shape.kind === "list";
}

function keysIn(tree: Tree, bound: Bound): readonly string[] {
  const value = tree.kind === "variable" ? bound.get(tree.name) : undefined;
  if (value !== undefined) return keysIn(value, bound);
  if (tree.kind === "path") return tree.key === "" ? [] : [tree.key];
  return subtreesOf(tree).flatMap((child) => keysIn(child, bound));
}

/** `resources[0].ARN`: the order of lists is nobody's promise. */
function firstElements(tree: Tree): readonly Remark[] {
  const found = new Map<string, PathTree>();
  for (const part of everyPart(tree)) {
    if (part.kind === "path" && indexIn(part) >= 0) found.set(part.key, part);
  }
  return [...found.values()].map((path): Remark => {
    const parts = flatPath(path.key);
    const list = parts.slice(0, indexIn(path)).join(".");
    const field = parts.slice(indexIn(path) + 1).join(".") || "@";
    const message = `Reads one element of ${list} by its place, and no order is promised: look at all, any(${list}, &${field} == …)`;
    return { id: "first-element", message };
  });
}

/** Where a path goes into a list; -1 if it does not. */
function indexIn({ segments, key }: PathTree): number {
  if (segments.length === 0) return -1;
  return flatPath(key).findIndex((part) => typeof part === "number");
}

/** Clauses that the others decide already: what holds wherever they do, or adds nothing to them. */
function idleClauses(tree: Tree): readonly Remark[] {
  const joined = tree.kind === "and" || tree.kind === "or";
  const parts = joined ? operandsOf(tree, tree.kind) : subtreesOf(tree);
  const below = parts.flatMap(idleClauses);
  if (!joined || below.length > 0 || parts.length > MAX_OPERANDS) return below;
  const kept = [...parts];
  const remarks: Remark[] = [];
  // The last first: of two that say the same, the earlier stays.
  for (const part of [...parts].reverse()) {
    const others = kept.filter((it) => it !== part);
    if (others.length === 0) break;
    const isIdle = tree.kind === "and" ? followsFrom(part, others) : addsNothing(part, others);
    if (!isIdle) continue;
    kept.splice(kept.indexOf(part), 1);
    const why =
      tree.kind === "and"
        ? "holds wherever the clauses beside it do"
        : "holds only where one beside it does";
    remarks.unshift({
      id: "constant-clause",
      message: `${shortened(print(part))} ${why}, so it decides nothing: leave it out`,
    });
  }
  return remarks;
}

/** Each is compared with all others. */
const MAX_OPERANDS = 40;

/** Whether no event lets all others hold, or fault, and not the part. */
function followsFrom(part: Tree, others: readonly Tree[]): boolean {
  return isImpossible([...others.map(conditionOf), truthConditionOf({ kind: "not", child: part })]);
}

/** Whether no event lets the part hold, or fault, and none of the others. */
function addsNothing(part: Tree, others: readonly Tree[]): boolean {
  const fail = others.map((child) => truthConditionOf({ kind: "not", child }));
  return isImpossible([conditionOf(part), ...fail]);
}

function isImpossible(conditions: readonly Condition[]): boolean {
  return conditions.reduce(both).terms.length === 0;
}

function manyEquals(tree: Tree): readonly Remark[] {
  if (tree.kind !== "or") return subtreesOf(tree).flatMap(manyEquals);
  const byKey = new Map<string, Tree[]>();
  const parts = operandsOf(tree, "or");
  for (const part of parts) {
    if (part.kind !== "compare" || part.by !== "EQ" || part.left.kind !== "path") continue;
    if (part.right.kind !== "literal" || typeof part.right.value !== "string") continue;
    byKey.set(part.left.key, [...(byKey.get(part.left.key) ?? []), part.right]);
  }
  const found = [...byKey].flatMap(([key, values]): Remark[] => {
    if (values.length < MANY) return [];
    const list = shortened(values.map(print).join(", "));
    const message = `Compares ${key} with ${values.length} values one by one: write contains([${list}], ${key})`;
    return [{ id: "many-equals", message }];
  });
  return [...found, ...parts.flatMap(manyEquals)];
}

const MANY = 3;

function shortened(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

const MAX_SHOWN = 100;
